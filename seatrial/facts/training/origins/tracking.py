"""Does training keep its runs, parameters and metrics where they can be compared later?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.dict_keys import Key, dict_keys
from seatrial.facts.code.programs import InCode, Program, Site, Sited, called, outside_tests, programs
from seatrial.facts.training.origins.engines import engine_runs
from seatrial.facts.training.origins.model_origin import Origin
from seatrial.facts.training.origins.trackers import AUTOML, HOOKS, KEYWORDS, LOGGERS, TRACKERS, TRIALS, Kept, Tracker
from seatrial.facts.training.training_path import training_path
from seatrial.model import Evidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.posix_path import is_yaml
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_TENSORBOARD = "TensorBoard"
_LIGHTNING = ("pytorch_lightning.", "lightning.")
_MADE = regex(r"\s*-?\s*(?:_target_|class_path):\s*[\"']?([\w.]+)")
_DUMPS = {"dump", "dumps", "safe_dump"}
_TEXTS = ("json.", "yaml.")
_FORMATS = (*_TEXTS, "pickle.", "cPickle.", "_pickle.", "joblib.", "dill.")
_SETTINGS = regex(
    r"^(best_|model_|hyper_?|train(ing)?_)?param(eter)?s$"
    r"|^(hyper|model_|train(ing)?_)?(config(uration)?|settings)(_file|_name)?$"
)
_RESULTS = regex(
    r"metrics?$|scores?$|results$|^(test_|val_)?(accuracy|f1|auc|roc_auc|rmse|mae|r2|loss)$|^(loss(es)?|crps)_\w+$"
)
#: What is kept of one epoch after the other is called so.
_COURSE = regex(r"^(\w+_)?(metrics|loss(es)?|scores|results|history|stats|curves)$|^hist$")
_OFF = ("disabled", "debug")  #: of W&B and of Neptune
_LIMIT = 100_000  #: bytes of a file of settings that is read
_BY_CALL = {last: [tool for tool in TRACKERS if last in tool.calls] for tool in TRACKERS for last in tool.calls}


@dataclass(frozen=True, slots=True)
class Tracking(InCode):
    """One call that keeps something about a run."""

    site: Site
    tool: str
    kept: Kept
    trains: bool  #: stands in code that takes part in training
    configured: bool = False  #: of the tracking server: whether it is told by configuration or names another host

    @property
    def what(self) -> str:
        return f"keeps {self.kept} with {self.tool}" + ("" if self.trains else ", away from training")


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """Metrics that training writes to a file."""

    site: Site
    name: str  #: of what is written


@fact
def tracking(repo: Repo) -> tuple[Tracking, ...]:
    """Return the calls that keep something about runs, tests apart; imports and pins alone are none."""
    tools = (
        *_tool_calls(repo),
        *_loggers(repo),
        *_by_default(repo),
        *_keywords(repo),
        *_logger_names(repo),
        *_configured(repo),
    )
    found = (*tools, *_by_engines(repo), *_files(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.tool)))


def tracked_runs(repo: Repo) -> tuple[Tracking, ...]:
    """Return what is really kept; naming a server keeps nothing."""
    return tuple(item for item in tracking(repo) if item.kept is not Kept.SERVER)


def _tool_calls(repo: Repo) -> Iterator[Tracking]:
    flows = (Sited(call, one) for one in programs(repo) for item in one.file.classes for call in item.decorators
             if call.last in _BY_CALL and not one.is_test)  # fmt: skip
    for found in (*called(repo, *_BY_CALL), *flows):
        parts = set((found.call.name or found.call.written).split(".")[:-1])
        parts |= {word for part in parts for word in part.split("_") if word in _imported(found.program)}
        tool = next((tool for tool in _BY_CALL[found.call.last] if tool.modules & parts), None)
        if tool is not None and not _is_off(found.call):
            yield _seen(repo, found, tool.name, _kept(found, tool))


def _is_off(call: Call) -> bool:
    """Tell ``autolog(disable=True)``, ``Experiment(disabled=True)``, ``init(mode="disabled")`` and their like."""
    given = {key: value.literal for key, value in call.keywords}
    return given.get("disable") is True or given.get("disabled") is True or given.get("mode") in _OFF


def _imported(program: Program) -> frozenset[str]:
    """Return the packages that a program imports, by their names and first words: ``comet_ml`` is ``comet`` too.

    What a program calls ``self.comet_experiment`` or ``mlflow_client`` then belongs to the tool of that name.
    """
    names = program.file.packages
    return frozenset(names | {name.partition("_")[0] for name in names})


def _kept(found: Sited, tool: Tracker) -> Kept:
    """Return what a call keeps; ``init(config=...)`` keeps parameters besides the run."""
    kept = tool.calls[found.call.last]
    if tool.name == "Azure ML" and found.call.args and found.call.args[0].kind != "literal":
        return Kept.BOTH  # it has one call for both: ``for name, value in settings.items(): run.log(name, value)``
    return Kept.PARAMETERS if kept is Kept.RUN and found.call.keyword("config") else kept


@fact
def _logger_tools(repo: Repo) -> Mapping[str, str]:
    """Return the tools of loggers by the names of their classes, those included that the owner makes of them."""
    tools = dict(LOGGERS)
    for program in programs(repo):
        for made in program.file.classes if not program.is_test else ():
            named = next((tools[last] for base in made.bases if (last := base.rpartition(".")[2]) in tools), "")
            if named:
                tools.setdefault(made.name.rpartition(".")[2], named)
    return tools


def _loggers(repo: Repo) -> Iterator[Tracking]:
    tools = _logger_tools(repo)
    for found in (*called(repo, *tools), *_unpacked(repo, tools)):
        tool = tools.get(found.call.last) or tools[found.call.written]
        yield _seen(repo, found, tool, Kept.SCALARS if tool == _TENSORBOARD else Kept.BOTH)


def _by_default(repo: Repo) -> Iterator[Tracking]:
    """Find trainers of Lightning that are told nothing of loggers, beside modules that log: it writes event files."""
    if not any(found.call.written.startswith("self.") for found in called(repo, "log", "log_dict")):
        return
    for found in called(repo, "Trainer", "LightningCLI", "from_argparse_args"):
        logger = found.call.keyword("logger")
        asked = found.call.keyword("**") is not None or (logger is not None and logger.literal is not True)
        if found.call.name.startswith(_LIGHTNING) and not asked:
            yield _seen(repo, found, _TENSORBOARD, Kept.SCALARS)


def _unpacked(repo: Repo, tools: Mapping[str, str]) -> Iterator[Sited]:
    """Find loggers that a function of an import handed out: ``Stop, TensorBoard = keras_import("callbacks", ...)``."""
    for program in outside_tests(repo):
        for call in program.file.calls:
            if call.written in tools and call.last not in tools:
                yield Sited(call, program)


def _keywords(repo: Repo) -> Iterator[Tracking]:
    """Find ``TrainingArguments(report_to="wandb")``, ``accelerator.init_trackers(...)`` and jobs of an experiment."""
    for found in called(repo, "init_trackers"):
        yield _seen(repo, found, "the tracker chosen at the start", Kept.BOTH)
    for program in programs(repo):
        for call in program.file.calls if not program.is_test else ():
            for key, value in call.keywords:
                if key in TRIALS and "ExperimentName" in {name for name, _ in value.keywords}:
                    yield _seen(repo, Sited(call, program), "SageMaker Experiments", Kept.BOTH)
                elif key in AUTOML and value.literal not in (None, False):
                    tool = AUTOML[key].get(value.string.lower(), "MLflow")
                    yield _seen(repo, Sited(call, program), tool, Kept.BOTH)
                elif key in KEYWORDS and _names_a_tool(value):
                    tool = value.literal if isinstance(value.literal, str) else "the tracker chosen at the start"
                    kept = Kept.SCALARS if "tensorboard" in f"{key} {tool}" else Kept.BOTH
                    yield _seen(repo, Sited(call, program), _TENSORBOARD if kept is Kept.SCALARS else tool, kept)


def _names_a_tool(value: Value) -> bool:
    return value.kind != "literal" or (isinstance(value.literal, str) and value.literal not in {"", "none"})


def _logger_names(repo: Repo) -> Iterator[Tracking]:
    """Find loggers that a configuration in code names: by their dotted path, the parts of a runner by their class."""
    for program in programs(repo):
        for text in program.file.texts if not program.is_test else ():
            module, _, last = text.value.rpartition(".")
            hook = text.value in HOOKS
            if hook or (last in _logger_tools(repo) and module.replace(".", "").replace("_", "").isalnum()):
                tool = _logger_tools(repo)[last]
                kept = Kept.SCALARS if tool == _TENSORBOARD else Kept.BOTH
                site = program.site_of(text)
                yield Tracking(site, tool, kept, hook or program.path in training_path(repo))


def _configured(repo: Repo) -> Iterator[Tracking]:
    """Find loggers that files of settings name to be made, where training makes what such files name."""
    makes = any(found.program.path in training_path(repo) for found in called(repo, "instantiate", "LightningCLI"))
    for path in repo.matching(is_yaml) if makes else ():
        if role(repo, path) is Role.OWN:
            for line, last in _targets(repo, path):
                if tool := _logger_tools(repo).get(last):
                    kept = Kept.SCALARS if tool == _TENSORBOARD else Kept.BOTH
                    yield Tracking(Site(path, line), tool, kept, trains=True)


def _by_engines(repo: Repo) -> Iterator[Tracking]:
    """Find trainings whose runs an engine of pipelines keeps with their settings, their figures, or both."""
    for run in engine_runs(repo):
        held = Origin.PARAMETERS in run.held
        if held or run.figures:
            kept = (Kept.BOTH if run.figures else Kept.PARAMETERS) if held else Kept.METRICS
            yield Tracking(run.site, run.engine, kept, trains=True)


def _files(repo: Repo) -> Iterator[Tracking]:
    """Find where training writes its settings and its metrics into one file: ``json.dump({"params": ...}, file)``."""
    for program in programs(repo):
        if program.is_test or program.path not in training_path(repo):
            continue
        writes = [call for call in program.file.calls if call.last in _DUMPS and call.name.startswith(_FORMATS)]
        keys = tuple(dict_keys(program.file)) if writes else ()
        for call in writes:
            names = _keys_of(call, keys)
            if any(map(_SETTINGS.search, names)) and any(map(_RESULTS.search, names)):
                yield Tracking(program.site_of(call), call.name, Kept.FILE, trains=True)


def _keys_of(call: Call, keys: tuple[Key, ...]) -> list[str]:
    """Return the keys of what a call writes: of the dictionary that it is given, else of those around it.

    Pickles hold anything, data above all: of them only the dictionary that is given counts.
    """
    if call.args and call.args[0].kind == "dict":
        return [name for name, _ in call.args[0].keywords]
    if not call.name.startswith(_TEXTS):
        return []
    return [key.name for key in keys if key.scope == call.scope]


@fact
def result_files(repo: Repo) -> tuple[Evidence, ...]:
    """Return where training writes its metrics into a file of its own, without the settings they came of."""
    held = {(item.site.path, item.site.scope) for item in tracking(repo) if item.kept is Kept.FILE}
    found = (one for one in repo.each(_results_of, programs(repo)) if (one.site.path, one.site.scope) not in held)
    return tuple(
        Evidence(one.site.place, f"{one.site.path} writes its {one.name} to a file")
        for one in sorted(found)
        if one.site.path in training_path(repo)
    )


def _results_of(program: Program) -> Iterator[Written]:
    for call in () if program.is_test else program.file.calls:
        given = call.args[0].text.rpartition(".")[2] if call.args and call.args[0].kind == "name" else ""
        if call.last in _DUMPS and call.name.startswith(_FORMATS) and _COURSE.search(given):
            yield Written(program.site_of(call), given)


def _targets(repo: Repo, path: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file of settings that name a class to be made, with the last part of its name."""
    lines = repo.text_or_empty(path, _LIMIT).split("\n")
    for number, line in enumerate(lines, start=1):
        if found := _MADE.match(line[:300]):
            yield number, found[1].rpartition(".")[2]


def _seen(repo: Repo, found: Sited, tool: str, kept: Kept) -> Tracking:
    where = found.call.argument(0, "uri") or found.call.keyword("tracking_uri")
    configured = kept is Kept.SERVER and where is not None and not _local(where)
    return Tracking(found.site, tool, kept, found.program.path in training_path(repo), configured)


def _local(value: Value) -> bool:
    """Tell whether a tracking server is a folder or a database beside the code."""
    return isinstance(value.literal, str) and not value.literal.startswith(("http", "databricks", "arn:", "azureml:"))
