"""What do engines of pipelines keep of each run by themselves: its settings, its data, its figures, its model?

Each of them has a store of its own (ML Metadata, the server of ZenML, the lineage of SageMaker), in which a model that
a run made leads back to what the run was given. The commit is in few of them.
"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, Sited, called, outside_tests
from seatrial.facts.training.origins.model_origin import Origin
from seatrial.facts.training.training_path import training_path
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Class, Function
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FIGURE = regex(r"(?:^|_)(?:metrics?|scores?|accuracy|acc|f1|auc|roc_auc|rmse|mae|mse|r2|loss|precision|recall)(?:$|_)")
_MODEL_OUT = regex(r"Output\[[^\]]*\bModel\b|Output\[[^\]]*Model\]|OutputPath(?:\W|$)")
_METRICS_OUT = regex(r"Output\[[^\]]*Metrics\]")
_DATA_IN = regex(r"Input\[[^\]]*(?:Dataset|Artifact)\]|InputPath(?:\W|$)")
_PASSED = regex(r"(?:In|Out)put(?:\[|Path)")
_COMPONENTS = frozenset({"component", "container_component"})
_LIGHT = frozenset({"create_component_from_func", "func_to_container_op"})
_AWAY = frozenset({"batch", "kubernetes"})  #: by these Metaflow sends the code along, and keeps it
_RUNNERS = ("KubeflowDagRunner", "KubeflowV2DagRunner", "AirflowDagRunner")
#: Engines whose store holds what a step is handed itself, and not only where it lay.
KEEP_THE_ROWS = frozenset({"ZenML", "Metaflow", "Flyte", "Kubeflow Pipelines"})
_SETTINGS_AND_DATA = frozenset({Origin.PARAMETERS, Origin.DATA})


@dataclass(frozen=True, slots=True)
class EngineRun(InCode):
    """One definition of a training that an engine runs, and what it keeps of each run."""

    site: Site
    engine: str
    held: frozenset[Origin]
    figures: bool = False  #: the metrics of a run are kept too
    stores_model: bool = True  #: the model is an output of the run
    remote: bool = False  #: the store is no folder of the machine that runs it

    @property
    def what(self) -> str:
        return f"{self.engine} keeps {'the model' if self.stores_model else 'the settings'} of each run"


@fact
def engine_runs(repo: Repo) -> tuple[EngineRun, ...]:
    """Return the definitions of trainings whose runs an engine keeps, tests apart, by place."""
    found = (*_kubeflow(repo), *_tfx(repo), *_zenml(repo), *_metaflow(repo), *_flyte(repo), *_sagemaker(repo))
    found = (*found, *_sagemaker_jobs(repo), *_azure(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.engine)))


def _kubeflow(repo: Repo) -> Iterator[EngineRun]:
    """Find components that hand on a model: it leads to what they were given, in the store of the cluster."""
    for program in outside_tests(repo):
        light = {value.name for call in program.file.calls if call.last in _LIGHT for value in call.args[:1]}
        for function in program.file.functions:
            declared = any(item.name.startswith("kfp.") and item.last in _COMPONENTS for item in function.decorators)
            notes = [item.annotation for item in function.parameters]
            if not (declared or function.name in light) or not any(map(_MODEL_OUT.search, notes)):
                continue
            given = {Origin.DATA} if any(map(_DATA_IN.search, notes)) else set()
            given |= {Origin.PARAMETERS} if any(not _PASSED.search(note) for note in notes) else set()
            figures = any(map(_METRICS_OUT.search, notes))
            site = program.site(function.line, function.name)
            yield EngineRun(site, "Kubeflow Pipelines", frozenset(given), figures, remote=True)


def _tfx(repo: Repo) -> Iterator[EngineRun]:
    """Find trainers of TFX: ML Metadata keeps their settings, and the fingerprint of the rows they were given."""
    runners = any(found.call.name.startswith("tfx.") for found in called(repo, *_RUNNERS))
    for found in called(repo, "Trainer", "Tuner"):
        if found.call.name.startswith("tfx.") and found.call.last == "Trainer":
            judged = any(call.last == "Evaluator" for call in found.program.file.calls)
            yield EngineRun(found.site, "ML Metadata", _SETTINGS_AND_DATA, judged, remote=runners)


def _zenml(repo: Repo) -> Iterator[EngineRun]:
    trains = any(
        found.call.name.startswith("zenml") and found.program.path in training_path(repo)
        for found in called(repo, "log_metadata", "log_model_metadata", "log_artifact_metadata", "log_step_metadata")
    )
    # a pipeline that is handed its steps knows none of them: then the step that trains is what is found
    for program, function in (*_decorated(repo, "zenml", "pipeline"),) or _decorated(repo, "zenml", "step"):
        yield EngineRun(program.site(function.line, function.name), "ZenML", _SETTINGS_AND_DATA, trains)


def _flyte(repo: Repo) -> Iterator[EngineRun]:
    for program, function in _decorated(repo, "flytekit", "workflow"):
        yield EngineRun(program.site(function.line, function.name), "Flyte", _SETTINGS_AND_DATA, remote=True)


def _decorated(repo: Repo, package: str, last: str) -> Iterator[tuple[Program, Function]]:
    """Yield the functions that take part in training and that an engine is handed by a decorator."""
    for program in outside_tests(repo):
        for function in program.file.functions if program.path in training_path(repo) else ():
            if any(item.last == last and item.name.partition(".")[0] == package for item in function.decorators):
                yield program, function


def _metaflow(repo: Repo) -> Iterator[EngineRun]:
    """Find flows: whatever a step puts on ``self`` is kept with the run, by its digest."""
    for program in outside_tests(repo):
        flows = program.file.classes if program.path in training_path(repo) else ()
        for flow in (item for item in flows if any(base.startswith("metaflow.") for base in item.bases)):
            yield _flow(program, flow)


def _flow(program: Program, flow: Class) -> EngineRun:
    within = f"{flow.name}."
    kept = {item.target.removeprefix("self.") for item in program.file.assignments if item.scope.startswith(within)}
    steps = [item for item in program.file.functions if item.in_class == flow.name]
    away = any(mark.last in _AWAY for mark in (*flow.decorators, *(mark for step in steps for mark in step.decorators)))
    asked = any(item.value is not None and item.value.name.startswith("metaflow.") for item in flow.attributes)
    held = {Origin.DATA} | ({Origin.PARAMETERS} if asked else set()) | ({Origin.COMMIT} if away else set())
    stored = any("model" in name.lower() for name in kept)
    return EngineRun(program.site(flow.line, flow.name), "Metaflow", frozenset(held), any(map(_FIGURE.search, kept)),
                     stored, away)  # fmt: skip


def _sagemaker(repo: Repo) -> Iterator[EngineRun]:
    """Find pipelines of SageMaker: it keeps the settings of a training job, its figures and its steps before."""
    prepared = any(found.call.name.startswith("sagemaker.") for found in called(repo, "ProcessingStep"))
    for found in called(repo, "TrainingStep", "TuningStep"):
        if found.call.name.startswith(("sagemaker.", "stepfunctions.")):
            calls = found.program.file.calls
            settings = any(item.keyword("hyperparameters") or item.last == "set_hyperparameters" for item in calls)
            figures = any(item.keyword("metric_definitions") or item.last == "PropertyFile" for item in calls)
            held = ({Origin.PARAMETERS} if settings else set()) | ({Origin.DATA} if prepared else set())
            yield EngineRun(found.site, "SageMaker", frozenset(held), figures, remote=True)


def _sagemaker_jobs(repo: Repo) -> Iterator[EngineRun]:
    """Find jobs that are sent to SageMaker one by one: it keeps the model of each below the name of its job."""
    for found in called(repo, "fit", "create_training_job"):
        calls, file = found.program.file.calls, found.program.file
        asked = found.call.last == "create_training_job" and "boto3" in file.packages
        if asked or found.call.name.startswith("sagemaker."):
            settings = any(item.keyword("hyperparameters") or item.keyword("HyperParameters") for item in calls)
            figures = any(item.keyword("metric_definitions") for item in calls)
            yield EngineRun(
                found.site, "SageMaker", frozenset({Origin.PARAMETERS} if settings else ()), figures, remote=True
            )


def _azure(repo: Repo) -> Iterator[EngineRun]:
    """Find jobs of Azure ML, to which the commit that they are sent from is written."""
    for found in called(repo, "command"):
        if found.call.name.startswith("azure.ai.ml.") and _names_training(repo, found):
            held = {Origin.COMMIT} | ({Origin.PARAMETERS} if found.call.keyword("inputs") else set())
            yield EngineRun(found.site, "Azure ML", frozenset(held), stores_model=False, remote=True)


def _names_training(repo: Repo, found: Sited) -> bool:
    """Tell whether the command of a job starts a program that trains."""
    command = found.call.keyword("command")
    text = (command.string or command.text) if command is not None else ""
    return any(path.rpartition("/")[2] in text for path in training_path(repo) if path.endswith(".py"))
