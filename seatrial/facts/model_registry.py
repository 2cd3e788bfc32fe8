"""Are versions of models registered, staged and resolved in a registry, and not only saved as files?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from seatrial.facts import fact
from seatrial.facts.programs import Program, Site, Sited, called, programs
from seatrial.model import Liveness, Place
from seatrial.read.python_record import Class
from seatrial.repo import Repo


class Act(StrEnum):
    """What is done with a version of a model."""

    REGISTER = "registers a model version"
    STAGE = "moves a model version to a stage or alias"
    RESOLVE = "loads a model by its version, stage or alias"


@dataclass(frozen=True, slots=True)
class Registration:
    """One act on a registry of models."""

    site: Site
    tool: str
    act: Act

    @property
    def place(self) -> Place:
        """Where it is done."""
        return self.site.place

    @property
    def what(self) -> str:
        """What is done in which registry, in one sentence."""
        return f"{self.act} in {self.tool}"

    @property
    def liveness(self) -> Liveness | None:
        """What the code around it is for."""
        return self.site.liveness


_OWN: Final = "the repository's own database"

#: Names that no other thing has.
_DISTINCT: Final = MappingProxyType({
    "create_registered_model": ("MLflow", Act.REGISTER), "create_model_version": ("MLflow", Act.REGISTER),
    "transition_model_version_stage": ("MLflow", Act.STAGE), "set_registered_model_alias": ("MLflow", Act.STAGE),
    "get_model_version_by_alias": ("MLflow", Act.RESOLVE), "get_latest_versions": ("MLflow", Act.RESOLVE),
    "link_artifact": ("the Weights & Biases registry", Act.REGISTER),
    "link_model": ("the Weights & Biases registry", Act.REGISTER),
    "create_model_package": ("the SageMaker model registry", Act.REGISTER), "ModelPackage": ("SageMaker", Act.RESOLVE),
    "update_model_package": ("the SageMaker model registry", Act.STAGE),
    "RegisterModel": ("the SageMaker model registry", Act.REGISTER), "init_model_version": ("Neptune", Act.REGISTER),
    "OutputModel": ("ClearML", Act.REGISTER), "ModelUploadOp": ("Vertex AI", Act.REGISTER),
})  # fmt: skip

#: Common names, which count only when the dotted name also holds one of these parts.
_TOLD_BY: Final = MappingProxyType({
    "register_model": {"mlflow": "MLflow", "comet_ml": "Comet", "azureml": "Azure ML", "hsml": "Hopsworks",
                       "model_registry": "the Kubeflow model registry", "ModelRegistry": "a model registry service"},
    "register": {"azureml": "Azure ML", "sagemaker": "the SageMaker model registry"},
    "upload": {"aiplatform": "Vertex AI"}, "create_model": {"get_model_registry": "Hopsworks"},
    "create_or_update": {"models": "Azure ML"}, "save_model": {"bentoml": "the BentoML store"},
})  # fmt: skip

#: Keywords by which a call that saves or trains also registers.
_KEYWORDS: Final = MappingProxyType({
    "registered_model_name": "MLflow", "model_package_group_name": "the SageMaker model registry",
})  # fmt: skip
_PROMOTIONS = ("promote", "approve", "transition", "set_stage", "set_champion", "activate", "archive")


@fact
def registrations(repo: Repo) -> tuple[Registration, ...]:
    """Return every act on a registry of models, tests apart; builders and lists called registry are none."""
    found = (*_distinct(repo), *_told(repo), *_keywords(repo), *_addresses(repo), *_own_tables(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.act)))


def _distinct(repo: Repo) -> Iterator[Registration]:
    for found in called(repo, *_DISTINCT):
        yield Registration(found.site, *_DISTINCT[found.call.last])


def _told(repo: Repo) -> Iterator[Registration]:
    for found in called(repo, *_TOLD_BY):
        tool = _tool(found, _TOLD_BY[found.call.last])
        if tool:
            yield Registration(found.site, tool, Act.REGISTER)


def _tool(found: Sited, telling: Mapping[str, str]) -> str:
    """Return the registry that a dotted name shows: ``MLClient`` made it, or a module of the name says so."""
    parts = (found.call.name or found.call.written).split(".")
    if found.call.last == "create_or_update" and not any("MLClient" in part or "ml_client" in part for part in parts):
        return ""
    return next((tool for part, tool in telling.items() if part in parts[:-1]), "")


def _keywords(repo: Repo) -> Iterator[Registration]:
    for program in _untested(repo):
        for call in program.file.calls:
            for key, value in call.keywords:
                if key in _KEYWORDS and not (value.kind == "literal" and value.literal is None):
                    yield Registration(program.site(call.line, call.scope), _KEYWORDS[key], Act.REGISTER)


def _addresses(repo: Repo) -> Iterator[Registration]:
    """Find ``models:/name@champion``: a version that is looked up, and not a file."""
    for program in _untested(repo):
        for text in program.file.texts:
            if text.value.startswith("models:/") and len(text.value) > len("models:/"):
                yield Registration(program.site(text.line, text.scope), "MLflow", Act.RESOLVE)


def _own_tables(repo: Repo) -> Iterator[Registration]:
    """Find a table of model versions together with code that promotes one of them."""
    promotions = [site for program in _untested(repo) for site in _promotions(program)]
    tables = [
        program.site(item.line) for program in _untested(repo) for item in program.file.classes if _holds_versions(item)
    ]
    if promotions and tables:
        yield from (Registration(site, _OWN, Act.REGISTER) for site in tables)
        yield from (Registration(site, _OWN, Act.STAGE) for site in promotions)


def _holds_versions(item: Class) -> bool:
    fields = {attribute.name for attribute in item.attributes}
    is_table = "__tablename__" in fields or any(base.endswith(("models.Model", "SQLModel")) for base in item.bases)
    staged = "version" in fields and bool(fields & {"stage", "status", "alias"})
    return is_table and staged and "model" in item.name.lower()


def _promotions(program: Program) -> Iterator[Site]:
    for item in program.file.assignments:
        name = item.scope.rpartition(".")[2]
        written = item.target.endswith((".status", ".stage", ".alias"))
        if written and name.startswith(_PROMOTIONS) and "model" in item.scope.lower():
            yield program.site(item.line, item.scope)


def _untested(repo: Repo) -> Iterator[Program]:
    return (program for program in programs(repo) if not program.tested)
