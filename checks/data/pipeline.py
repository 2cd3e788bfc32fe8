"""Can the model be made again by one command?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, data
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.training.making_parts import Part
from seatrial.facts.training.own_model import own_trainings
from seatrial.facts.training.rebuild import Rebuild, rebuilds, unattended_rebuilds
from seatrial.facts.training.training import Training, foremost

LOOKED_FOR = (
    "dvc.yaml, tasks of make, just and others, Snakefile, Kedro, Airflow, Prefect, Dagster, Metaflow, ZenML, Kubeflow "
    "and Databricks pipelines, workflows of CI, and a documented program that reads the data, trains and evaluates"
)


def makes_models(component: Component) -> bool:
    """Tell whether the component trains a model of its own, and is no library, whose users train."""
    return archetype(component).archetype is not Archetype.LIBRARY and bool(own_trainings(component))


@data.practice(
    "DAT-09",
    question="Can the model be rebuilt by one command from raw data to artefact?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A model that only its author can make again, step by step, stops improving when the author leaves.",
    fix=(
        "Write dvc.yaml with the stages prepare, train and evaluate around {trainer:the training script}.",
        "Name for each stage what it reads and what it writes, so that `dvc repro` runs what has changed.",
        "Run it in CI on a sample of the data.",
    ),
    missing="no command, task or pipeline makes the model",
    references=("MTS-Infra1", "MTS-Infra3", "MTS-Data6", "42001 A.6.2.3"),
    when=makes_models,
    when_not="nothing is trained here, or the training is that of a library's users",
)
def pipeline_one_command(component: Component) -> Graded:
    repo = component.repo
    trained = own_trainings(component)
    found = [item for item in component.of(rebuilds(repo)) if item.files & component.own]
    whole = [item for item in found if item.whole]
    runs = [(item, run) for item, run in unattended_rebuilds(repo) if item in whole]
    scripts = [item for item in trained if item.site.counts]
    graded = Graded.best(
        (Grade.IN_USE, [shown for pair in runs[:2] for shown in pair]),
        (Grade.SUBSTANTIVE, whole[:3]),
        (Grade.PRESENT, [*found[:3], *scripts[:3]] if not whole else ()),
        looked_for=LOOKED_FOR,
        message=_message(trained, found, whole, [run for _, run in runs]),
    )
    if graded.grade is Grade.ABSENT and (reason := why_absence_proves_nothing(repo)):
        return Graded.unknown(reason, looked_for=LOOKED_FOR)
    return graded.naming(trainer=foremost(trained))


def _message(trained: tuple[Training, ...], found: list[Rebuild], whole: list[Rebuild], runs: list[Evidence]) -> str:
    if runs:
        return ""
    if whole:
        return f"{whole[0].how} makes the model, and neither CI nor a schedule runs it"
    if found:
        left = [part.value for part in Part if part not in found[0].parts]
        if left:
            return f"{found[0].how} trains, and no step of it is seen that {' or '.join(left)}"
        return f"{found[0].how} does it all, and no task, pipeline or document says how it is started"
    if any(item.site.counts for item in trained):
        return "the model is trained by code that no command of the repository starts"
    return "the model is made in notebook cells or examples only"
