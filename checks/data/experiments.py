"""Can one see which run produced the model, with which settings, and how other runs compared?"""

from seatrial.api import Component, Effort, Evidence, Found, Grade, Graded, Severity, Stage, data
from seatrial.facts.product.own_trainings import trains_here
from seatrial.facts.training.main_training import main_training, named_trainings
from seatrial.facts.training.origins.run_records import committed_runs, dvc_runs, run_of_model, run_servers
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import Tracking, result_files, tracked_runs
from seatrial.facts.training.training import Training

from .. import acts
from ..unread import unread_code

TRACKERS = (
    "MLflow, Weights & Biases, ClearML, Neptune, Comet, Aim, DVCLive, Sacred, Guild, Azure ML, SageMaker and Vertex "
    "experiments, runs of TFX, Kubeflow, ZenML, Metaflow and SageMaker pipelines, TensorBoard, parameters and metrics "
    "of DVC"
)
_SHOWN = 6
_FILED = "where settings and metrics are written to a file"
_HALVES = "where runs are kept by half"
_LOCAL = "where runs are kept whole, and stay where they were made"
_PARAMETERS = (Kept.PARAMETERS, Kept.BOTH)
_METRICS = (Kept.METRICS, Kept.BOTH)


@data.practice(
    "DAT-07",
    question="Can one see which run produced the model and how others compared?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A model whose settings live in somebody's memory cannot be improved, only tried again.",
    act=acts.RUNS,
    fix=(
        "Start a run in {trainer:the training script}: mlflow.autolog(), or log_params and log_metrics by hand.",
        "Take the address of the tracking server from MLFLOW_TRACKING_URI, so that runs outlive the machine.",
        "Store the model within the run, or write the run's id into the file that is stored beside it.",
    ),
    fix_when={
        _FILED: (
            "Keep the run of {trainer:the training} beside those before it: a tracker, or a file for each run.",
            "Write the run's name into the file that is stored beside the model.",
        ),
        _HALVES: (
            "Log in {trainer:the training}, beside what is kept of a run, {half:settings and final metrics} too.",
            "Let runs outlive the machine: take the address of the tracker from a setting.",
            "Store the model within the run, or write the run's id into the file that is stored beside it.",
        ),
        _LOCAL: (
            "Let runs outlive the machine: take the address of the tracker from a setting.",
            "Store the model within the run, or write the run's id into the file that is stored beside it.",
        ),
    },
    missing="no tracker keeps the settings and results of a training",
    references=("MTS-Infra1", "42001 A.6.2.3", "MS 2.1", "SR VI"),
    raised_by=("finance",),
    when=trains_here,
    when_not="nothing is trained here",
)
def experiments_tracked(component: Component) -> Graded:
    repo = component.repo
    kept = component.of(tracked_runs(repo))
    own = [item for item in kept if item.trains and item.site.counts]
    by_commit = component.of(dvc_runs(repo))  # the commit is the run: it travels with git, and the lock names the model
    full: list[Tracking | Evidence] = [*_full(own), *by_commit]
    remote = by_commit or component.of(run_servers(repo))
    known = by_commit or component.of(run_of_model(repo))
    committed = component.of(committed_runs(repo))
    wired = [*remote[:2], *known[:2], *full[:_SHOWN]] if full and remote and known else []
    graded = Graded.best(
        (Grade.IN_USE, wired),
        (Grade.SUBSTANTIVE, full[:_SHOWN]),
        (Grade.PRESENT, [*own[:_SHOWN], *kept[:_SHOWN], *committed]),
        looked_for=TRACKERS,
        message="" if wired else _unwired(remote, known) if full else _message(kept, own, committed),
    )
    if unknown := unread_code(component, graded):
        return unknown
    trainer = main_training(component)
    if graded.grade is Grade.ABSENT and (written := component.of(result_files(repo))):
        return _only_results(written, trainer).naming(trainer=named_trainings(component, own)).in_case(_FILED)
    named = graded.naming(trainer=named_trainings(component, own), half=_other_half({item.kept for item in own}))
    if full:
        return named.in_case(_LOCAL).having_done_if(remote, known)
    kinds = {item.kept for item in own}
    filed = Kept.FILE in kinds and not kinds & {*_METRICS, *_PARAMETERS}
    return named.in_case(_FILED if filed else _HALVES if own else "")


def _only_results(written: tuple[Evidence, ...], trainer: Training | None) -> Graded:
    """Name the files of metrics that training leaves, its own first: what they came of is nowhere beside them."""
    own = sorted(written, key=lambda one: trainer is None or one.place.path != trainer.place.path)
    what = f"{own[0].what}, and nothing keeps the settings of the run beside them"
    return Graded.absent(own[:_SHOWN], TRACKERS, what)


def _other_half(kinds: set[Kept]) -> str | None:
    """Say what is not kept of a run: its settings, its metrics, or both."""
    if kinds & {*_METRICS}:
        return "its settings"
    return "its final metrics" if kinds & {*_PARAMETERS} else None


def _full(own: list[Tracking]) -> list[Tracking]:
    """Return what is kept by those tools that keep parameters as well as metrics."""
    kinds: dict[str, set[Kept]] = {}
    for item in own:
        kinds.setdefault(item.tool, set()).add(item.kept)
    full = {tool for tool, them in kinds.items() if them & {*_PARAMETERS} and them & {*_METRICS}}
    return sorted(
        (item for item in own if item.tool in full and item.kept in (*_PARAMETERS, *_METRICS)),
        key=lambda item: (item.kept not in _PARAMETERS, item.site),
    )


def _unwired(remote: Found, known: Found) -> str:
    left = [] if remote else ["runs stay on the machine that trains"]
    left += [] if known else ["no stored model knows its run"]
    return ", and ".join(left)


def _message(kept: tuple[Tracking, ...], own: list[Tracking], committed: Found) -> str:
    if own:
        return _half({item.kept for item in own})
    if kept:
        return "runs are kept in notebooks and examples, or away from training"
    return "runs of one machine are committed, and no training keeps any" if committed else ""


def _half(kinds: set[Kept]) -> str:
    if kinds <= {Kept.SCALARS}:
        return "only curves are kept, in local event files: no settings, and nothing to compare by"
    if kinds & {*_METRICS}:
        return "metrics are kept, and no settings beside them"
    if Kept.FILE in kinds:
        return "settings and metrics of a run are only written to a file"
    return "no metrics are kept with the runs"
