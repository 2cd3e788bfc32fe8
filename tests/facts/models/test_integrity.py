"""Whether what is loaded is what was approved."""

import pytest

from seatrial.facts.models.fixed_ways import fixed_deliveries
from seatrial.facts.models.integrity import Proof, load_proofs
from tests.repositories import component_of


def _proofs(text: str, **more: str) -> list[Proof]:
    return [item.proof for item in load_proofs(component_of({"predict.py": text, **more}))]


def test_a_numbered_version_never_changes_and_an_alias_does() -> None:
    text = "import mlflow\nif __name__ == '__main__':\n    model = mlflow.sklearn.load_model('models:/price/{}')\n"

    assert _proofs(text.format("7")) == [Proof.PROVED]
    assert _proofs(text.format("Production")) == [Proof.NAMED]


def test_a_file_of_the_repository_is_named_by_its_commit() -> None:
    text = "import joblib\nif __name__ == '__main__':\n    model = joblib.load('price.joblib')\n"

    assert _proofs(text, **{"price.joblib": "weights"}) == [Proof.NAMED]
    assert _proofs(text) == [Proof.NONE]


def test_a_data_set_that_reads_itself_loads_no_model() -> None:
    text = (
        "import torch\nclass {}:\n    @classmethod\n    def load(cls, name):\n        return torch.load(name)\n"
        "if __name__ == '__main__':\n    {}.load('x.pt')\n"
    )

    assert _proofs(text.format("TimeSeriesDataSet", "TimeSeriesDataSet")) == []
    assert _proofs(text.format("Forecaster", "Forecaster")) == [Proof.NONE]


def test_weights_that_are_fetched_from_an_address_are_proved_by_the_digest_in_their_name() -> None:
    text = (
        "from torch.hub import load_state_dict_from_url\n"
        "if __name__ == '__main__':\n    load_state_dict_from_url('https://x.example.org/net-0e1d6498.pth'{})\n"
    )
    for said, proof in ((", check_hash=True", Proof.PROVED), (", check_hash=False", Proof.NONE), ("", Proof.NONE)):
        (found,) = load_proofs(component_of({"predict.py": text.format(said)}))

        assert (found.proof, found.addressed) == (proof, proof is Proof.NONE)


def test_a_digest_is_compared_in_a_build_only_when_it_is_one_of_a_model() -> None:
    get = "RUN curl -o {0} https://x.example.org/{0} && echo abc {0} | sha256sum -c"
    build = f"FROM python:3.12\nCOPY . .\n{get}\nCMD python predict.py\n"
    for name, count in (("price-model.onnx", 1), ("node.tar.gz", 0)):
        component = component_of({"Dockerfile": build.format(name), "predict.py": "import onnxruntime\n"})

        assert len(fixed_deliveries(component)) == count


def test_what_a_method_of_the_same_name_compares_counts_a_little() -> None:
    session = (
        "import onnxruntime\nclass Session:\n    def __init__(self):\n"
        "        self.net = onnxruntime.InferenceSession(self.__class__.download_model())\n"
        "if __name__ == '__main__':\n    Session()\n"
    )
    small = (
        "import pooch\nclass Small:\n    def download_model(self):\n        url = 'https://x.example.org/a.onnx'\n"
        "        return pooch.retrieve(url, known_hash='{}')\n"
    )

    assert _proofs(session, **{"small.py": small.format("sha256:0123")}) == [Proof.NAMED]
    assert _proofs(session) == [Proof.NONE]


def test_models_stand_before_what_prepares_their_inputs_and_vectors_are_none() -> None:
    text = (
        "import joblib\nimport pickle\nif __name__ == '__main__':\n    scaler = joblib.load('a/scaler.pkl')\n"
        "    embedding = pickle.loads(row.vector)\n    model = joblib.load('a/model.pkl')\n"
    )

    loads = load_proofs(component_of({"predict.py": text}))

    assert [(item.place.line, item.prepares) for item in loads] == [(6, False), (4, True)]


def test_a_version_that_is_a_variable_is_said_to_be_one() -> None:
    load = "def load(name, at):\n    return mlflow.sklearn.load_model(f'models:/{name}/{at}')\n"
    text = f"import mlflow\n\n{load}\nload('a', x)\n"

    (found,) = load_proofs(component_of({"predict.py": text}))

    assert (found.registered, found.what.rpartition(", ")[2]) == (
        True,
        "by whatever version or stage its variable names",
    )


@pytest.mark.parametrize(
    ("given", "packaged"),
    [
        ("'en_core_web_sm'", True),
        ("NAME", True),
        ("os.environ['MODEL_DIR']", False),
        ("MODEL_DIR / 'ner'", False),
        ("MODEL_DIR / 'en_ner'", False),
        ("'model'", False),
    ],
)
def test_a_package_of_a_model_is_told_from_a_folder_by_its_name(given: str, packaged: bool) -> None:
    head = "import os\nimport spacy\nfrom pathlib import Path\nMODEL_DIR = Path('m')\nNAME = 'de_core_news_md'\n"
    text = f"{head}if __name__ == '__main__':\n    print(spacy.load({given}))\n"

    (proof,) = load_proofs(component_of({"predict.py": text}))
    assert proof.packaged is packaged
    assert ("in whatever version of it is installed" in proof.what) is packaged


def test_of_what_people_start_the_load_that_answers_comes_first_and_what_is_deployed_before_it() -> None:
    load = "import joblib\n\nif __name__ == '__main__':\n    model = joblib.load('m.pkl')\n"
    readme = "# Use\n\n```sh\npython labels/make_labels.py\n```\n"
    files = {"labels/make_labels.py": load, "bin/inference.py": load, "README.md": readme}
    image = 'FROM python:3.12\nCOPY . .\nCMD ["python", "labels/make_labels.py"]\n'

    assert load_proofs(component_of(files))[0].place.path == "bin/inference.py"
    assert load_proofs(component_of({**files, "Dockerfile": image}))[0].place.path == "labels/make_labels.py"
