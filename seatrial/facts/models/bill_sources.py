"""Which data sets, frameworks and models of others do code and manifests name?"""

from collections.abc import Iterator

from seatrial.component import components
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.data.dvc import dvc_outputs
from seatrial.facts.models.bill_cards import without_secrets
from seatrial.facts.models.hub_models import Revision, hub_models
from seatrial.facts.project.dependencies import Dependency, locked_version, requirements
from seatrial.facts.serving.language_models.llm_providers import hosted_models
from seatrial.model.grouped import grouped
from seatrial.model.models import DataSource, Framework, ModelReference
from seatrial.repo import Repo, Role

#: Distributions that are not called as their packages are.
_PACKAGES = {
    "scikit-learn": "sklearn", "imbalanced-learn": "imblearn", "scikit-surprise": "surprise", "paddlepaddle": "paddle",
    "paddlepaddle-gpu": "paddle", "tensorflow-cpu": "tensorflow", "tensorflow-gpu": "tensorflow",
    "onnxruntime-gpu": "onnxruntime", "onnxruntime-openvino": "onnxruntime", "llama-cpp-python": "llama_cpp",
    "openai-whisper": "whisper", "open-clip-torch": "open_clip", "haystack-ai": "haystack",
    "google-genai": "google.genai", "google-generativeai": "google.generativeai", "mlx-lm": "mlx_lm",
    "python-doctr": "doctr", "pyannote-audio": "pyannote", "nemo-toolkit": "nemo", "dm-haiku": "haiku",
}  # fmt: skip
_DEFAULT = "the default model of a task"


def data_sources(repo: Repo, models: frozenset[str]) -> tuple[DataSource, ...]:
    """Return the data sets that code takes and DVC keeps, each once, by name; stored models are none."""
    known = (*_taken(repo), *_from_hub(repo), *_kept(repo, models))
    found = grouped(((one.name, one.revision, one.md5), one) for one in known)
    return tuple(
        DataSource(*key, all(one.made for one in ones), tuple(sorted({place for one in ones for place in one.places})))
        for key, ones in sorted(found.items())
    )


def frameworks(repo: Repo) -> tuple[Framework, ...]:
    """Return the libraries of machine learning that the owner's manifests declare, by name, at their locked version."""
    own = (item for item in requirements(repo) if item.role is Role.OWN)
    known = (item for item in own if is_ml(_PACKAGES.get(item.name, item.name.replace("-", "_"))))
    found = grouped((item.name, item) for item in known)
    return tuple(_framework(repo, name, items) for name, items in sorted(found.items()))


def _framework(repo: Repo, name: str, items: tuple[Dependency, ...]) -> Framework:
    first = min(items, key=lambda item: (not item.runtime, item.place))
    return Framework(name, locked_version(repo, name), first.requirement.specifier, first.runtime, first.place)


def _taken(repo: Repo) -> Iterator[DataSource]:
    """Yield what the owner's code takes from elsewhere or makes up; files of the machine are no source."""
    of_hub = {(one.place.path, one.place.line) for one in hub_models(repo)}
    for one in data_loads(repo):
        if (one.named or one.made) and (one.place.path, one.place.line) not in of_hub:
            name = without_secrets(one.shown if one.named else one.location)
            if name:
                yield DataSource(name, made=one.made, places=(one.place,))


def _from_hub(repo: Repo) -> Iterator[DataSource]:
    for one in hub_models(repo):
        if one.data and one.model:
            yield DataSource(one.model.removesuffix(f"@{one.at}") if one.at else one.model, one.at, places=(one.place,))


def _kept(repo: Repo, models: frozenset[str]) -> Iterator[DataSource]:
    for one in dvc_outputs(repo):
        if one.path not in models and not one.made and not one.path.endswith(".py"):
            yield DataSource(one.path, md5=one.md5, places=(one.place,))


def named_models(repo: Repo) -> tuple[ModelReference, ...]:
    """Return the models that code names, each once, with all places; a name that is set elsewhere tells nothing."""
    known = (*_fetched(repo), *_hosted(repo))
    found = grouped(((one.name, one.revision, one.hosted), one) for one in known)
    return tuple(
        ModelReference(
            name, revision, all(one.fixed for one in ones), hosted, any(one.remote_code for one in ones),
            tuple(sorted({place for one in ones for place in one.places})),
        )
        for (name, revision, hosted), ones in sorted(found.items())
    )  # fmt: skip


def _fetched(repo: Repo) -> Iterator[ModelReference]:
    for one in hub_models(repo):
        if one.model and one.model != _DEFAULT and not one.data:
            name = one.model.removesuffix(f"@{one.at}").removesuffix(f":{one.at}") if one.at else one.model
            fixed = one.revision is Revision.COMMIT
            yield ModelReference(name, one.at, fixed, remote_code=one.remote_code, places=(one.place,))


def _hosted(repo: Repo) -> Iterator[ModelReference]:
    for component in components(repo):
        for one in hosted_models(component):
            yield ModelReference(one.name, fixed=one.pinned, hosted=True, places=(one.place,))
