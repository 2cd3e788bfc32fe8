"""From a stored model, can one reach the commit, the data and the parameters it was made from?"""

from collections.abc import Collection, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, outside_tests, programs
from seatrial.facts.data.data_tools import Hold
from seatrial.facts.data.data_versions import data_versions
from seatrial.facts.data.dvc import dvc_outputs, dvc_records
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.training.origins.engines import engine_runs
from seatrial.facts.training.origins.lineage_rows import rows_of_origin
from seatrial.facts.training.origins.model_origin import LineageMark, Origin, origin_of_key
from seatrial.facts.training.origins.named_data import named_data
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs
from seatrial.facts.training.origins.written_options import written_options
from seatrial.facts.training.training_path import training_path
from seatrial.facts.web.routes import routes
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.models.endings import STORED, pattern_of
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

__all__ = ["LineageMark", "Origin", "exposed_lineage", "lineage"]

_ASKS_GIT = regex(r"rev-parse|git describe|GIT_(?:SHA|COMMIT)|COMMIT_SHA|GITHUB_SHA|CI_COMMIT_SHA|SOURCE_COMMIT")
#: Trackers that write the commit into every run by themselves.
_KNOW_GIT = frozenset({"MLflow", "Weights & Biases", "ClearML", "Comet", "Neptune", "DVCLive", "Aim", "Sacred"})
_INFO = caseless(r"(?:/api)?(?:/v\d+)?/(?:info|version|metadata|model)/?|.*/model[-_/]?(?:info|version|metadata)/?")
#: Calls that store what they are given, by the last part of their names.
_STORES = frozenset(
    {"dump", "dumps", "safe_dump", "save", "save_file", "save_model", "write_text", "set_model_props", "log_dict",
     "to_json", "save_pretrained", "push_to_hub", "create_model_version", "register_model", "insert", "add"}
)  # fmt: skip
_AS_DICT = frozenset({"asdict", "model_dump", "model_dump_json", "dict", "to_dict"})
#: Calls of trackers that are given one name and one value.
_NAMES_ONE = frozenset({"log_param", "set_tag", "log_parameter", "log_other", "set_property"})
#: What hands out the settings of a model, which are stored with what the function stores.
_GIVES_SETTINGS = frozenset({"get_params", "get_all_params", "get_xgb_params", "get_config"})
#: Programs that keep models, whoever trains these.
_KEEPS_MODELS = caseless(r"(?:model|artifact)s?[-_/]?(?:\w+[/_])?(?:registry|store|versions?|manifest|promot\w+)")
_MODEL = caseless(rf"\.(?:{pattern_of(STORED)}|bin)$|(?:^|/)(?:models?|checkpoints?|weights)(?:/|$)")
_VERSIONED = regex(r"[-_.]v?\d+(?:\.\d+)+|[-_]v\d+|20\d\d[-_]?\d\d[-_]?\d\d")


@fact
def lineage(repo: Repo) -> tuple[LineageMark, ...]:
    """Return where the origin of models is written down, tests apart, by place."""
    by_tools = (*_by_trackers(repo), *_by_engines(repo), *_by_data(repo), *_by_pipelines(repo))
    found = (*_by_code(repo), *by_tools, *_in_files(repo), *_by_jobs(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda mark: (mark.place, mark.origin)))


@fact
def exposed_lineage(repo: Repo) -> tuple[LineageMark, ...]:
    """Return where a service tells callers or its log which model answers."""
    return tuple(sorted(_exposed(repo), key=lambda mark: mark.place))


def _by_code(repo: Repo) -> Iterator[LineageMark]:
    path = training_path(repo)
    yield from repo.each(_in_program, (one for one in outside_tests(repo) if one.path in path))
    yield from written_options(repo)
    for one in outside_tests(repo):  # what promotes a model writes down what it was made from, and trains nothing
        if one.path not in path and one.counts and _KEEPS_MODELS.search(one.path):
            marks = (*_written_down(one), *_asked_of_git(one))
            yield from marks if any(mark.origin is Origin.COMMIT for mark in marks) else ()


def _in_program(program: Program) -> Iterator[LineageMark]:
    yield from _written_down(program)
    yield from _logged(program)
    yield from _in_checkpoints(program)
    yield from _called_after_versions(program)
    yield from _asked_of_git(program)


def _written_down(program: Program) -> Iterator[LineageMark]:
    """Yield what is written down beside a model: in a file, or in the row of a table of models."""
    storing = {call.scope for call in program.file.calls if call.last in _STORES}
    keys = tuple(dict_keys(program.file)) if storing else ()
    # the groups of parameters that an optimiser is given are weights
    groups = {key.scope for key in keys if key.name in ("weight_decay", "lr")}
    names = [(key.name, key.line, key.scope) for key in keys if key.name != "params" or key.scope not in groups]
    names += [(name, call.line, call.scope) for call, name in _columns(program)]
    for name, line, scope in names:
        if scope in storing and (origin := origin_of_key(name)):
            yield _mark(program, line, origin, f"writes down {origin} as {name}")
    for call in program.file.calls:
        if call.last in _GIVES_SETTINGS and call.scope in storing:
            yield _mark(program, call.line, Origin.PARAMETERS, f"writes down the parameters by {call.last}")
    for name, line in _fields_of_records(program, storing):
        if origin := origin_of_key(name):
            yield _mark(program, line, origin, f"writes down {origin} as {name}")
    for name, line, origin in rows_of_origin(program):
        yield _mark(program, line, origin, f"keeps {origin} in a table, as {name}")


def _fields_of_records(program: Program, storing: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield the fields of a record that a function is given and writes down whole: ``json.dumps(asdict(manifest))``."""
    whole = {call.scope for call in program.file.calls if call.last in _AS_DICT} & set(storing)
    given = {one.annotation for function in program.file.functions if function.name in whole
             for one in function.parameters}  # fmt: skip
    for cls in program.file.classes if whole else ():
        if any(name.rpartition(".")[2].strip("'\"") == cls.name for name in given):
            yield from ((one.name, one.line) for one in cls.attributes)


def _logged(program: Program) -> Iterator[LineageMark]:
    """Yield what a run is told by name: ``mlflow.log_param("dataset_version", version)``."""
    for call in program.file.calls:
        given = call.args[0].literal if call.last in _NAMES_ONE and call.args else None
        key = given if isinstance(given, str) else ""
        origin = origin_of_key(key)
        if origin is Origin.COMMIT or origin is Origin.DATA:
            yield _mark(program, call.line, origin, f"tells the run {origin} as {key}")


def _called_after_versions(program: Program) -> Iterator[LineageMark]:
    """Yield where a model is stored under a name that holds a version: ``joblib.dump(model, "model_v1.0.0.pkl")``."""
    for call in program.file.calls:
        for value in call.args if call.last in _STORES else ():
            name = value.literal if isinstance(value.literal, str) else ""
            if _MODEL.search(name) and _VERSIONED.search(name):
                yield _mark(program, call.line, Origin.DATE, f"stores the model as {name}, which holds a version")


def _in_checkpoints(program: Program) -> Iterator[LineageMark]:
    """Yield what Lightning is told to write into each checkpoint: the arguments that a module was made with."""
    for call in program.file.calls:
        if call.last == "save_hyperparameters":
            what = "each checkpoint holds the arguments of its module (save_hyperparameters)"
            yield _mark(program, call.line, Origin.PARAMETERS, what)


def _asked_of_git(program: Program) -> Iterator[LineageMark]:
    for text in program.file.texts:
        if _ASKS_GIT.search(text.value) and text.into:
            yield _mark(program, text.line, Origin.COMMIT, "asks git for the commit")
    for call in program.file.calls:
        if call.name.startswith("git.Repo"):
            yield _mark(program, call.line, Origin.COMMIT, "asks git for the commit")


def _columns(program: Program) -> Iterator[tuple[Call, str]]:
    """Yield the columns of rows that describe a model: ``MLModel(version=..., hyperparameters=...)``."""
    for call in program.file.calls:
        if call.last[:1].isupper() and "model" in call.last.lower() and len(call.keywords) > 2:
            yield from ((call, name) for name, _ in call.keywords)


def _mark(program: Program, line: int, origin: Origin, what: str) -> LineageMark:
    return LineageMark(Place(program.path, line), origin, what, liveness=program.site(line).liveness)


def _by_trackers(repo: Repo) -> Iterator[LineageMark]:
    seen: set[tuple[str, str, str]] = set()
    for kept in tracked_runs(repo):
        if not kept.trains:
            continue
        run = (kept.site.path, kept.site.scope, kept.tool)
        if kept.tool in _KNOW_GIT and run not in seen:
            seen.add(run)
            what = f"{kept.tool} writes the commit into every run"
            yield LineageMark(kept.place, Origin.COMMIT, what, liveness=kept.liveness)
        if kept.kept in (Kept.PARAMETERS, Kept.BOTH):
            yield LineageMark(kept.place, Origin.PARAMETERS, kept.what, liveness=kept.liveness)


def _by_engines(repo: Repo) -> Iterator[LineageMark]:
    for run in engine_runs(repo):
        for origin in run.held:
            what = f"{run.engine} keeps {origin} with every run, and the model that it made"
            yield LineageMark(run.place, origin, what, liveness=run.liveness)


def _by_data(repo: Repo) -> Iterator[LineageMark]:
    for version in data_versions(repo):
        if version.used and version.hold in (Hold.PINNED, Hold.RECORDED):
            yield LineageMark(version.place, Origin.DATA, version.what, liveness=version.liveness)


def _by_jobs(repo: Repo) -> Iterator[LineageMark]:
    """Find rows of jobs that name the data set, and the model that came of it."""
    for row in named_data(repo):
        yield LineageMark(row.place, Origin.DATA, row.what)


def _by_pipelines(repo: Repo) -> Iterator[LineageMark]:
    """Find what the lock of a DVC pipeline ties to a model that it makes: code and parameters, in each commit."""
    for record in dvc_records(repo):
        model = next((path for path in record.makes if _MODEL.search(path)), "")
        if model and record.code:
            what = f"the lock of the pipeline ties {model} to the digest of {record.code[0]}"
            yield LineageMark(record.place, Origin.COMMIT, what)
        if model and (record.parameters or record.code):
            where = "keeps the parameters of" if record.parameters else "names the command and the code behind"
            yield LineageMark(record.place, Origin.PARAMETERS, f"the lock of the pipeline {where} {model}")


@fact
def kept_by_dvc(component: Component) -> tuple[Evidence, ...]:
    """Return which models DVC keeps by their digest in each commit: what its stages make, and what it was given."""
    own = (one for one in dvc_outputs(component.repo) if one.place.path in component and _MODEL.search(one.path))
    kept = (one for one in own if one.made or one.place.path.endswith(".dvc"))
    return tuple(Evidence(one.place, f"{one.what} in each commit") for one in kept)


def _in_files(repo: Repo) -> Iterator[LineageMark]:
    """Find what the models' own files tell: ONNX and safetensors metadata, a version in the name."""
    for artifact in artifacts(repo):
        if artifact.role is not Role.OWN or not artifact.model:
            continue
        for key, value in artifact.stored.metadata if artifact.stored else ():
            if value and (origin := origin_of_key(key)):
                yield LineageMark(artifact.place, origin, f"the file itself tells {origin} as {key}")
        if _VERSIONED.search(artifact.path):
            yield LineageMark(artifact.place, Origin.DATE, "the model's name holds a version or a date")


def _exposed(repo: Repo) -> Iterator[LineageMark]:
    handled = {(route.handler_path, route.handler) for route in routes(repo)}
    for route in routes(repo):
        if _INFO.fullmatch(route.url):
            yield LineageMark(route.place, Origin.DATE, f"{route.url} tells which model answers")
    answering = {path for path, _ in handled}
    for program in programs(repo):
        for key in dict_keys(program.file) if program.path in answering else ():
            telling = key.name in ("model_version", "run_id", "model_id", "git_sha", "commit", "model_sha")
            if telling and (program.path, key.scope) in handled:
                yield LineageMark(program.place_of(key), Origin.DATE, f"answers hold {key.name}")
