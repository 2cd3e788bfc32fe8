"""How does a service name the model that it answers with: fixed in the code, by a setting, or by a version?"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.arguments import constant, keyword
from seatrial.facts.code.code_index import defined, meaning
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.programs import called, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.kubernetes import manifests
from seatrial.facts.images.containers import images
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.inference import Runs
from seatrial.facts.serving.load_moments import load_moments
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import inferences
from seatrial.facts.training.model_registry import Act, registrations
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role


class How(StrEnum):
    """How a model is named."""

    COMMITTED = "as a file of this repository"
    FIXED = "by a text in the code"
    SETTING = "by a setting"
    VERSIONED = "by a version or an alias"


@dataclass(frozen=True, slots=True)
class ModelReference:
    """One place at which a service says which model it answers with."""

    place: Place
    how: How
    named: str = ""  #: the text, as far as it is fixed
    hosted: bool = False  #: a language model elsewhere, of which the name is the version

    @property
    def what(self) -> str:
        """How the model is named."""
        text = f" {self.named[:60]}" if self.named else ""
        return f"the model{text} is named {self.how}"


_ENVIRONMENT: Final = regex(r"(^|\.)(getenv|environ(\.get)?|environ\[\]|config|get_settings|add_argument)$")
_SETTINGS: Final = regex(
    r"^(settings|config|cfg|conf|args|options|opts|params|flags|env|\w*[_.](settings|config|cfg))(\.|\[|$)",
    re.IGNORECASE,
)
_VERSIONED: Final = regex(r"models:/(?!/)|wandb-artifact:/|:v\d|@\w+$|runs:/|azureml:")
_LATEST: Final = regex(r"[:/]latest$")
_PATHS: Final = frozenset(
    {"join", "Path", "PurePath", "str", "abspath", "resolve", "expanduser", "fspath", "open", "cast"}
)
_NAMES: Final = (
    "model_uri", "path", "filename", "file", "f", "fname", "pretrained_model_name_or_path", "model_name_or_path",
    "model_path", "model", "model_name", "model_id", "path_or_bytes", "checkpoint_path", "repo_id", "filepath", "name",
)  # fmt: skip
_MODEL_KEYS: Final = (
    "model",
    "model_name",
    "model_id",
    "modelId",
    "deployment_name",
    "azure_deployment",
    "EndpointName",
)
_SERVED_BY: Final = frozenset({"storageUri", "modelUri", "modelDataUrl", "model_data_url", "storage_uri"})
_DEEPEST: Final = 6
_TAKES: Final = regex(r"^MODEL_(VERSION|URI|TAG|REVISION|SHA|DIGEST|RUN_ID|ALIAS)$|^(VERSION|TAG)_OF_MODEL$")


@fact
def model_references(component: Component) -> tuple[ModelReference, ...]:
    """Return how the models behind the component's endpoints are named, in code, manifests and images, by place."""
    found = [*_loaded(component), *_hosted(component), *_deployed(component), *_baked(component), *_resolved(component)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.how)))


def _loaded(component: Component) -> Iterator[ModelReference]:
    repo = component.repo
    for item in load_moments(component):
        call, file = item.load.call, python_file(repo, item.load.path)
        value = call.args[0] if call.args else next((given for key, given in call.keywords if key in _NAMES), None)
        if file is None or value is None:
            continue
        how, text = _source(repo, file, call, value, _DEEPEST)
        if how is How.FIXED and keyword(file, call, "revision") is not None:
            how = _revised(file, call)
        if how is How.FIXED and _is_committed(repo, text):
            how = How.COMMITTED
        if how:
            yield ModelReference(item.place, how, text)


def _revised(file: PythonFile, call: Call) -> How:
    """Tell a revision that is set elsewhere from one that stands in the code."""
    given = keyword(file, call, "revision")
    return How.FIXED if given is None or given.kind == "literal" else How.VERSIONED


def _is_committed(repo: Repo, text: str) -> bool:
    bare = text.replace("\\", "/").lstrip("./")
    return bool(bare) and any(path == bare or path.endswith(f"/{bare}") for path in repo.entries)


def _source(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> tuple[How | None, str]:
    """Follow a value to where it is set: a text of the code, or a setting; None where that leads nowhere."""
    if depth <= 0:
        return None, ""
    value = constant(file, call.scope, value)
    match value.kind:
        case "literal":
            text = value.literal if isinstance(value.literal, str) else ""
            stem = text.rpartition("/")[2].partition(".")[0]
            return (How.VERSIONED if _is_versioned(text) else How.FIXED if stem else None), text
        case "name" | "item":
            return _of_name(repo, file, call, value, depth)
        case "call":
            return _of_call(repo, file, call, value, depth)
        case "fstring":
            if _is_versioned(value.text):
                return How.VERSIONED, value.text
            return _of_parts(repo, file, call, value, depth)
        case "operation":
            return _of_parts(repo, file, call, value, depth)
        case _:
            return None, ""


def _is_versioned(text: str) -> bool:
    return bool(_VERSIONED.search(text)) and not _LATEST.search(text)


def _of_parts(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> tuple[How | None, str]:
    found = [_source(repo, file, call, part, depth - 1) for part in value.items]
    best = max((how for how, _ in found if how), key=list(How).index, default=None)
    return best, next((text for how, text in reversed(found) if how is best and text), "")


def _of_call(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> tuple[How | None, str]:
    name = value.name or value.text
    if _ENVIRONMENT.search(name):
        return How.SETTING, ""
    last = name.rpartition(".")[2]
    if last == "open" and value.items:
        return _source(repo, file, call, value.items[0], depth - 1)
    return _of_parts(repo, file, call, value, depth) if last in _PATHS else (None, "")


def _of_name(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> tuple[How | None, str]:
    text = value.text
    if _SETTINGS.search(text) or _ENVIRONMENT.search(value.name):
        return How.SETTING, ""
    opened = [other for other in file.calls if other.target == text and other.last == "open" and other.args]
    if opened and opened[0].scope == call.scope:
        return _source(repo, file, call, opened[0].args[0], depth - 1)
    given = [item for item in file.assignments if item.target == text and item.value.text != text]
    if given and text.startswith(("self.", "cls.")):
        return _source(repo, file, call._replace(scope=given[0].scope), given[0].value, depth - 1)
    return _of_module(repo, file, call, value, depth) or _of_caller(repo, file, call, text, depth) or (None, "")


def _of_module(repo: Repo, file: PythonFile, call: Call, value: Value, depth: int) -> tuple[How | None, str] | None:
    """Follow a name to the module that gives it its value."""
    found = meaning(repo, file.path, value.name, value.text) if value.name else None
    home = python_file(repo, found.path) if found and found.kind == "value" else None
    for item in home.assignments if home and found else ():
        if home and found and not item.scope and item.target == found.scope:
            return _source(repo, home, call._replace(scope=""), item.value, depth - 1)
    return None


def _of_caller(repo: Repo, file: PythonFile, call: Call, name: str, depth: int) -> tuple[How | None, str] | None:
    """Follow a parameter to what the callers of its function give."""
    function = next((item for item in file.functions if item.name == call.scope), None)
    names = [item.name for item in function.parameters] if function else []
    if function is None or name not in names:
        return None
    made = function.name.rpartition(".")[2] in ("__init__", "__new__")
    target = function.in_class if made else function.name
    position = names.index(name) - (names[0] in ("self", "cls"))
    for found in called(repo, target.rpartition(".")[2]):
        given = found.call.argument(position, name) if position >= 0 else None
        home = defined(repo, found.program.path, found.call.name, found.call.written) if given is not None else None
        if given is not None and home and (home.path, home.name) == (file.path, target):
            return _source(repo, found.program.file, found.call, given, depth - 1)
    return None


def _hosted(component: Component) -> Iterator[ModelReference]:
    """Yield how calls of hosted language models, and their clients, name the model."""
    repo, live = component.repo, reach(component.repo)
    only_live = any(
        live.is_live(item.endpoint.handler_path) for item in served(component) if item.endpoint.handler_path
    )
    runs = live.is_live if only_live else live.is_run
    asked = {(item.path, item.call) for item in inferences(component) if item.runs is Runs.LLM}
    for path in sorted({path for path, _ in asked} | _clients(component)):
        file = python_file(repo, path)
        for call in file.calls if file else ():
            names_it = (path, call) in asked or belongs(call.name, LLM_CLIENTS)
            value = next((given for key in _MODEL_KEYS if (given := call.keyword(key)) is not None), None)
            if file and names_it and value is not None and runs(path, call.scope):
                how, text = _source(repo, file, call, value, _DEEPEST)
                yield ModelReference(Place(path, call.line, call.column), how or How.SETTING, text, hosted=True)


def _clients(component: Component) -> set[str]:
    """Return the component's own files that import a client of language models."""
    own = (item for item in programs(component.repo) if item.path in component.own and item.role is Role.OWN)
    return {
        item.path
        for item in own
        if not item.notebook and any(belongs(f"{one.module}.{one.name}", LLM_CLIENTS) for one in item.file.imports)
    }


def _deployed(component: Component) -> Iterator[ModelReference]:
    """Yield the models that manifests of model servers name, as ``storageUri``."""
    for item in component.of(manifests(component.repo)):
        for _, node in item.root.walk(2_000) if item.role is Role.OWN else ():
            for key, value in node.pairs:
                if key in _SERVED_BY and value.text:
                    yield ModelReference(Place(item.place.path, value.line), How.VERSIONED, value.text)


def _baked(component: Component) -> Iterator[ModelReference]:
    """Yield images whose build takes the version of the model as an argument."""
    for image in component.of(images(component.repo)):
        for stage in image.stages if image.role is Role.OWN else ():
            for step in stage.instructions:
                name = step.text.partition("=")[0].strip()
                if step.name == "ARG" and _TAKES.search(name):
                    yield ModelReference(Place(image.path, step.line), How.VERSIONED, name)


def _resolved(component: Component) -> Iterator[ModelReference]:
    """Yield where a version is looked up in a registry, in code that somebody runs."""
    live = reach(component.repo)
    for item in component.of(registrations(component.repo)):
        if item.act is Act.RESOLVE and item.site.counts and live.is_run(item.site.path, item.site.scope):
            file = python_file(component.repo, item.site.path)
            texts = [text.value for text in file.texts if text.line == item.site.line] if file else []
            if not any(_LATEST.search(text) for text in texts):
                yield ModelReference(item.place, How.VERSIONED)


@fact
def promotions(component: Component) -> tuple[ModelReference, ...]:
    """Return where a version of a model is moved to a stage or an alias, in code that somebody runs."""
    live = reach(component.repo)
    found = (item for item in component.of(registrations(component.repo)) if item.act is Act.STAGE)
    kept = (item for item in found if item.site.counts)
    return tuple(
        ModelReference(item.place, How.VERSIONED)
        for item in kept
        if not item.site.path.endswith(".py") or live.is_run(item.site.path, item.site.scope)
    )
