"""Which data sets does a library fetch by name, and compare with a digest that it holds?"""

from collections.abc import Iterator

from seatrial.facts.code.programs import Site, called
from seatrial.repo import Repo

#: Classes and functions by the package that they come from; what each fetches is compared by the library itself.
_CHECKED = {
    "torchvision.datasets": "torchvision",
    "torchaudio.datasets": "torchaudio",
    "keras.datasets": "Keras",
    "tensorflow.keras.datasets": "Keras",
    "sklearn.datasets": "scikit-learn",
}
_NAMES = {
    "torchvision.datasets": (
        "CIFAR10", "CIFAR100", "MNIST", "FashionMNIST", "KMNIST", "EMNIST", "QMNIST", "SVHN", "STL10", "Omniglot",
        "Flowers102", "Food101", "OxfordIIITPet", "DTD", "GTSRB", "EuroSAT", "PCAM", "Caltech101", "Caltech256",
        "VOCDetection", "VOCSegmentation", "USPS", "SEMEION", "Country211", "FGVCAircraft", "RenderedSST2", "SUN397",
        "Places365", "ImageNet",
    ),
    "torchaudio.datasets": ("LIBRISPEECH", "SPEECHCOMMANDS", "YESNO", "LJSPEECH", "GTZAN", "LIBRITTS", "VCTK_092"),
    "keras.datasets": ("load_data",),
    "tensorflow.keras.datasets": ("load_data",),
    "sklearn.datasets": (
        "fetch_california_housing", "fetch_20newsgroups", "fetch_20newsgroups_vectorized", "fetch_covtype",
        "fetch_kddcup99", "fetch_lfw_people", "fetch_lfw_pairs", "fetch_olivetti_faces", "fetch_rcv1", "load_iris",
        "load_digits", "load_wine", "load_breast_cancer", "load_diabetes", "load_linnerud",
    ),
}  # fmt: skip


def published_sets(repo: Repo) -> Iterator[tuple[Site, str]]:
    """Yield where such a set is taken, with what it is and who compares it, tests apart."""
    for found in called(repo, *{last for names in _NAMES.values() for last in names}):
        for package, library in _CHECKED.items():
            if found.call.last in _NAMES[package] and found.call.name.startswith(f"{package}."):
                words = found.call.name.split(".")
                named = words[-2] if words[-1] == "load_data" else words[-1]
                yield found.site, f"{named} of {library}, which comes with it or is compared with its digest"
