"""How does a service name the model that it answers with: fixed in the code, by a setting, or by a version?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.arguments import keyword
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.programs import programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.model_loads import ModelLoad, model_loads
from seatrial.facts.inference.model_names import How, moves, named_by
from seatrial.facts.models.stored_paths import is_stored
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.deployed_models import deployed_models
from seatrial.facts.serving.model_reference import ModelReference
from seatrial.facts.serving.process.load_moments import load_moments
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import inferences
from seatrial.facts.training.features.feature_code import predicting
from seatrial.facts.training.origins.model_registry import Act, registrations
from seatrial.model import Place
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

_NAMES = (
    "model_uri", "path", "filename", "file", "f", "fname", "pretrained_model_name_or_path", "model_name_or_path",
    "model_path", "model", "model_name", "model_id", "path_or_bytes", "checkpoint_path", "repo_id", "filepath", "name",
)  # fmt: skip
#: Calls that are given a model's name only to count words as it would.
COUNTS_TOKENS = regex(r"tiktoken|encoding_for_model|token_count|count_tokens")
_MODEL_KEYS = ("model", "model_name", "model_id", "modelId", "deployment_name", "azure_deployment", "EndpointName")


@fact
def model_references(component: Component) -> tuple[ModelReference, ...]:
    """Return how the models behind the component's endpoints and jobs are named, in code, manifests and images."""
    found = [*_loaded(component), *_hosted(component), *deployed_models(component), *_resolved(component)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.how)))


def _loaded(component: Component) -> Iterator[ModelReference]:
    repo = component.repo
    for load in _loads(component):
        call, file = load.call, python_file(repo, load.path)
        value = _naming(call)
        if file is None or value is None:
            continue
        how, text = named_by(repo, file, call, value)
        if how is How.FIXED and keyword(file, call, "revision") is not None:
            how = _revised(file, call)
        if how is How.FIXED and _is_committed(repo, text):
            how = How.COMMITTED
        if how:
            yield ModelReference(load.place, how, text)


def _loads(component: Component) -> Iterator[ModelLoad]:
    """Yield what the component's endpoints load, and what its jobs that predict do."""
    yield from (item.load for item in load_moments(component))
    below = {(one.path, one.scope) for one in predicting(component) if one.sure}
    yield from (load for load in model_loads(component.repo) if (load.path, load.scope) in below)


def _naming(call: Call) -> Value | None:
    """Return what names the model: the first argument, except where that is the task of a pipeline."""
    if call.last == "pipeline":
        return call.argument(1, "model")
    return call.args[0] if call.args else next((given for key, given in call.keywords if key in _NAMES), None)


def _revised(file: PythonFile, call: Call) -> How:
    """Tell a revision that is set elsewhere from one that stands in the code."""
    given = keyword(file, call, "revision")
    return How.FIXED if given is None or given.kind == "literal" else How.VERSIONED


def _is_committed(repo: Repo, text: str) -> bool:
    return is_stored(repo, text.replace("\\", "/").lstrip("./"))


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
            names_it = (path, call) in asked or _is_client(call)
            value = next((given for key in _MODEL_KEYS if (given := call.keyword(key)) is not None), None)
            if file and names_it and value is not None and runs(path, call.scope):
                how, text = named_by(repo, file, call, value)
                yield ModelReference(Place(path, call.line, call.column), how or How.SETTING, text, hosted=True)


def _is_client(call: Call) -> bool:
    """Tell what asks a model from what only counts the words as it would: a splitter that is given its name."""
    return belongs(call.name, LLM_CLIENTS) and not COUNTS_TOKENS.search(call.last)


def _clients(component: Component) -> set[str]:
    """Return the component's own files that import a client of language models."""
    own = (item for item in programs(component.repo) if item.path in component.own and item.role is Role.OWN)
    return {
        item.path
        for item in own
        if not item.notebook and any(belongs(f"{one.module}.{one.name}", LLM_CLIENTS) for one in item.file.imports)
    }


def _resolved(component: Component) -> Iterator[ModelReference]:
    """Yield where a version is looked up in a registry, in code that somebody runs."""
    live = reach(component.repo)
    for item in component.of(registrations(component.repo)):
        if item.act is Act.RESOLVE and item.site.counts and live.is_run(item.site.path, item.site.scope):
            file = python_file(component.repo, item.site.path)
            texts = [text.value for text in file.texts if text.line == item.site.line] if file else []
            if not any(moves(text) for text in texts):
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
