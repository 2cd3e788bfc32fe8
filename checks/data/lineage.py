"""From a served model, can one reach the commit, the data and the parameters that it was made from?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, data
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.product.kept_models import keeps_model
from seatrial.facts.product.named_parts import own_first
from seatrial.facts.product.own_trainings import trains_here
from seatrial.facts.product.whose import Whose, comes
from seatrial.facts.training.main_training import main_training, named_trainings
from seatrial.facts.training.origins.lineage import LineageMark, Origin, exposed_lineage, lineage
from seatrial.facts.training.origins.stores import model_stores
from seatrial.facts.training.trained_beside import trained_beside
from seatrial.facts.training.used_up import hands_on_answers, keeps_own_model

from .. import acts

ORIGINS = (
    "the commit, the version of the data and the parameters, written down when the model is stored: MLflow and W&B "
    "runs, stores of TFX, Kubeflow, ZenML, Metaflow, Flyte, SageMaker and Azure ML, a metadata file, ONNX and "
    "safetensors metadata; and a route or log that tells which model answers"
)


def has_or_ships_model(component: Component) -> bool:
    """Tell whether the component makes a model that is kept, or ships one, whoever made it."""
    return comes(component, Whose.UNKNOWN) or keeps_own_model(component)


_PUBLISHED = (
    "Keep with each model that {trainer:the training script} stores: {missing:commit, data and parameters}.",
    "Publish that with the weights, and print it where they are loaded.",
)
_WRITTEN = (_PUBLISHED[0], "Log that when the job starts, and write it beside what the model says.")
_BESIDE = (_PUBLISHED[0], "Print it where the model is loaded.")
_BY_OTHERS = "where models are stored that nothing here trains"
_UNKEPT = "where what is trained is not kept"
_SAID = "where a run hands on what its model says, and no model"


@data.practice(
    "DAT-11",
    question="From a served model, can one reach commit, data version and parameters?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="When a prediction is disputed, somebody has to say which code and which data made the model that gave it.",
    act=acts.RUNS,
    act_when={_BY_OTHERS: "", _UNKEPT: "", _SAID: ""},
    fix=(
        "Keep with each model that {trainer:the training script} stores: {missing:commit, data and parameters}.",
        "Log that at start-up, and answer it at GET /model-info.",
    ),
    fix_when={
        _BY_OTHERS: (
            "List the stored models beside {model:them}: who made each, from which release or page, its SHA-256.",
            "Where they are your own, commit the code that makes them, and name its commit and the data in that list.",
        ),
        _SAID: (
            "Write beside what a run of {trainer:the training} hands on, or into {record:a record}: {missing:commit}.",
            "Name that run in each answer that is read from there, so that it leads back to its code and its data.",
        ),
        _UNKEPT: ("Store what {trainer:the training} makes, and beside it: {missing:commit, data, parameters}.",),
    },
    fix_for={
        Archetype.LIBRARY: _PUBLISHED,
        Archetype.RESEARCH_CODE: _PUBLISHED,
        Archetype.NOTEBOOK_POC: _BESIDE,
        Archetype.BATCH_JOB: _WRITTEN,
    },
    references=(
        "MTS-Infra1", "42001 A.7.5", "42001 A.4.3", "AIA 12", "AIA 11 Annex IV(2)", "SR VI", "ML10", "AML.M0025",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=has_or_ships_model,
    when_not="no model is shipped here, and none is made that outlives the run which fits it",
)  # fmt: skip
def lineage_model_to_data_and_code(component: Component) -> Graded:
    every = component.of(lineage(component.repo))  # what a script beside keeps of its own models is a beginning, too
    marks = own_first(component, _of_this_part(component, every))
    own = [mark for mark in marks if mark.own]
    whole = [next((mark for mark in own if mark.origin is origin), None) for origin in _NEEDED]
    complete = [mark for mark in whole if mark is not None] if all(whole) else []
    exposed = component.of(exposed_lineage(component.repo))
    seen = {mark.origin for mark in own or marks if mark.own or not _is_unsure(mark)}
    missing = [origin.value for origin in _NEEDED if origin not in seen]
    stores = model_stores(component)
    graded = Graded.best(
        (Grade.IN_USE, [*complete, *exposed] if complete and exposed else ()),
        (Grade.SUBSTANTIVE, complete),
        (Grade.PRESENT, [*stores[:1], *_one_of_each(own or marks)] if every else ()),
        looked_for=ORIGINS,
        message=_of_origin(marks, missing, exposed),
    )
    trainer = main_training(component)
    stored = next((one for one in component.of(artifacts(component.repo)) if one.model and not one.is_test), None)
    by_others = trainer is None and stored is not None and not trains_here(component)
    trained = named_trainings(component, own)
    keeper = trained if len(trained) > 1 else stores or trained
    named = graded.naming(trainer=keeper, missing=", ".join(missing) or None, model=stored)
    if not own and trains_here(component) and not keeps_model(component):
        lost = "what is trained is not kept, and nothing tells what it was made from"
        return replace(named, message=lost).in_case(_UNKEPT)
    if own and missing and hands_on_answers(component):
        record = Counter(mark.place.path for mark in own).most_common(1)[0][0]
        said = f"{record} keeps what the answers of a run were made from, without {_listed(missing)}"
        return replace(named, message=said).naming(record=f"the record that {record} keeps").in_case(_SAID)
    return named.in_case(_BY_OTHERS if by_others else "")


def _of_this_part(component: Component, marks: Sequence[LineageMark]) -> list[LineageMark]:
    """Leave out what a shared script tells of models of its own, which the part neither serves nor trains."""
    beside = trained_beside(component)
    return [mark for mark in marks if mark.place.path not in beside]


def _is_unsure(mark: LineageMark) -> bool:
    """Tell a commit that a tracker writes down by itself from a notebook, where it knows of none."""
    return mark.origin is Origin.COMMIT and mark.place.path.endswith(".ipynb")


_NEEDED = (Origin.COMMIT, Origin.DATA, Origin.PARAMETERS)


def _one_of_each(marks: Sequence[LineageMark]) -> list[LineageMark]:
    first = {mark.origin: mark for mark in reversed(marks)}
    return [first[origin] for origin in Origin if origin in first]


def _of_origin(marks: tuple[LineageMark, ...], missing: list[str], exposed: tuple[LineageMark, ...]) -> str:
    if not marks:
        return "nothing tells what a stored model was made from"
    if missing:
        return f"stored models do not tell {_listed(missing)}"
    return "" if exposed else "the origin is written down, and no service tells which model answers"


def _listed(missing: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
