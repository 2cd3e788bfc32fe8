"""Can the data behind a model be fetched again, and does the model know it?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, data
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.data.data_tools import Hold
from seatrial.facts.data.data_versions import BY_TORRENT, DataVersion, data_versions, is_held_out
from seatrial.facts.data.published_records import BY_RECORD
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.product.handed import fits_for_callers
from seatrial.facts.product.kept_models import keeps_model
from seatrial.facts.product.named_parts import own_first
from seatrial.facts.product.own_trainings import trains_here
from seatrial.facts.product.whose import Whose, comes
from seatrial.facts.training.learned_from import from_media
from seatrial.facts.training.main_training import main_training, named_training
from seatrial.facts.training.origins.lineage import LineageMark, Origin, exposed_lineage, lineage
from seatrial.facts.training.origins.named_data import BY_ROW, named_data
from seatrial.facts.training.origins.stores import model_stores
from seatrial.facts.training.trained_beside import trained_beside
from seatrial.facts.training.training_reader import training_reader
from seatrial.facts.training.used_up import hands_on_answers, keeps_own_model

from .. import acts

VERSIONS = (
    ".dvc files and dvc.lock with digests, git-lfs and git-annex, lists of files with SHA-256, Delta, Iceberg and "
    "lakeFS at a version, data sets of a hub at a commit, W&B and ClearML versions, queries as of a time, own tables, "
    "records of Zenodo, figshare and Dryad"
)
ORIGINS = (
    "the commit, the version of the data and the parameters, written down when the model is stored: MLflow and W&B "
    "runs, stores of TFX, Kubeflow, ZenML, Metaflow, Flyte, SageMaker and Azure ML, a metadata file, ONNX and "
    "safetensors metadata; and a route or log that tells which model answers"
)


_UNSEEN = "where no file of the training data lies here"
_UNNAMED = "where something keeps versions of the data, and no training names one"
_HANDED = "where the training is handed its data by whoever calls it"
_UNREAD = "where a version is pinned, and no training reads through it"
_NAMED = "where the row of each training names its data"
_ON_RECORD = "where a page or a program names the published record of the data"
_UNLOCKED = "where stages of DVC name what they read, and their lock is not here"


@data.practice(
    "DAT-02",
    question="Can the exact training data of a given model be fetched again?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PILOT,
    why="Without the data of that day a model can be neither reproduced, nor explained, nor repaired.",
    fix_when={
        _UNSEEN: (
            "Hold the data of {trainer:training} to a version: {how:`dvc add`, a list of SHA-256, a table of one day}.",
            "Read it through that pin, and log its version with the run.",
        ),
        _UNNAMED: (
            "Let {trainer:the training} name the version of the data that it reads, and write it into what it stores.",
            "Refuse a run whose data has no version.",
        ),
        _NAMED: (
            "Keep the SHA-256 of each data set in its row, and compare it in {trainer:the training} before the fit.",
            "Write it into what is stored with the model.",
        ),
        _ON_RECORD: (
            "Write the SHA-256 of the files of that record into a list, and compare it in {trainer:the training}.",
            "Log the number of the record with the run.",
        ),
        _UNLOCKED: (
            "Run `dvc repro` beside {stages:dvc.yaml}, and commit dvc.lock: it keeps the digest of what is read.",
            "Log that digest with the run in {trainer:the training script}.",
        ),
        _HANDED: (
            "Let {trainer:the training} keep with each model a list of what it was handed: names and SHA-256.",
            "Refuse to train on what has no name or version, and say which list made the model that answers.",
        ),
        _UNREAD: (
            "Read the data in {trainer:the training script} through that pin, and log its version with the run.",
        ),
    },
    fix=(
        "Name {data:the training data} with its SHA-256 in a list; or take it out of git, and `dvc add` it.",
        "Compare that in {trainer:the training script} before the data is read, and log it with the run.",
    ),
    references=("MTS-Infra1", "42001 A.7.5", "SR IV", "AIA 10", "GMLP 5"),
    raised_by=("finance", "healthcare"),
    when=trains_here,
    when_not="nothing is trained here",
)
def data_versioned(component: Component) -> Graded:
    held = component.of(data_versions(component.repo))
    pinned = [one for one in held if one.hold is Hold.PINNED and one.own]
    graded = Graded.best(
        (Grade.IN_USE, [one for one in pinned if one.used]),
        (Grade.SUBSTANTIVE, pinned),
        (Grade.PRESENT, [one for one in sorted(held, key=_firmest) if one not in pinned]),
        looked_for=VERSIONS,
        message=_of_data(held, pinned),
    )
    used = (one for one in held if one.hold is Hold.IN_GIT and one.used)
    plain = min(used, key=lambda one: (is_held_out(one.place.path), not _is_named(component, one)), default=None)
    managed = [one for one in held if one.hold is Hold.MANAGED]
    stages = next((one for one in managed if _lacks_lock(one)), None)
    named = next(iter(component.of(named_data(component.repo))), None)
    reader = _reader(component, plain) if plain else None
    handed = not (reader or named or held) and _is_handed(component)
    unread = _UNLOCKED if stages else "" if plain else _NAMED if named else _UNNAMED if managed else _UNSEEN
    on_record = bool(held) and min(held, key=_firmest).what.startswith(BY_RECORD)
    how = "`dvc add`, or a list of its files with their SHA-256" if from_media(component) else None
    # a digest that DVC keeps is logged with the run, and all else is held where the data is read
    trainer = reader or named or (named_training(component) if stages else training_reader(component))
    graded = graded.naming(data=plain, trainer=trainer, how=how, stages=stages)
    return graded.in_case(_UNREAD if pinned else _HANDED if handed else _ON_RECORD if on_record else unread)


def _reader(component: Component, version: DataVersion) -> DataLoad | None:
    """Return what reads a file that is versioned; a notebook beside a program that trains is none."""
    main = main_training(component)
    loads = [one for one in component.of(data_loads(component.repo)) if _reads(one, version)]
    return next((one for one in loads if one.site.counts or main is None or not main.site.counts), None)


def _is_handed(component: Component) -> bool:
    """Tell whether the training is handed its data by whoever calls it, as a server that its users teach."""
    main = main_training(component)
    if main is None or training_reader(component) != main or not fits_for_callers(component.repo, main):
        return False
    return not any(one.site.counts and not one.made for one in component.of(data_loads(component.repo)))


def _is_named(component: Component, version: DataVersion) -> bool:
    """Tell whether the program that trains names a file itself, and not one that prepares other tables for it."""
    main = main_training(component)
    file = python_file(component.repo, main.site.path) if main else None
    name = version.place.path.rpartition("/")[2]
    return any(name in text.value for text in file.texts) if file else False


def _lacks_lock(version: DataVersion) -> bool:
    """Tell a stage of DVC that names what it reads, while no lock keeps the digest of it."""
    return "no digest" in version.what


def _reads(load: DataLoad, version: DataVersion) -> bool:
    """Tell whether a call reads the file that is versioned, by the name of the file."""
    name = version.place.path.rpartition("/")[2]
    return bool(name) and load.location.replace("\\", "/").rpartition("/")[2] == name


def _firmest(version: DataVersion) -> tuple[bool, int, bool, bool]:
    """Put first what names the very data of each training, then what holds data best; of tables those learned from."""
    held_out = is_held_out(version.place.path)
    return version.what != BY_ROW, list(Hold).index(version.hold), not version.used, held_out


def _of_data(held: tuple[DataVersion, ...], pinned: list[DataVersion]) -> str:
    if not held:
        return "nothing holds the data to a version"
    if pinned and not any(one.used for one in pinned):
        return "a version is pinned, and no training is seen to read through it"
    if pinned:
        return ""
    best = min(held, key=_firmest)
    if said := _of_one_kind(best):
        return said
    if best.hold is Hold.MANAGED and _lacks_lock(best):
        return best.what
    if best.hold is Hold.IN_GIT:
        return f"{best.what}, and no run tells which state of it was read"
    lacking = "no training is seen to name one" if best.hold is Hold.MANAGED else "no version of it is pinned"
    return f"{best.what}, and {lacking}"


def _of_one_kind(best: DataVersion) -> str:
    """Say what lacks where the data is named by a row, a torrent or a record; "" for what a tool holds."""
    if best.what == BY_ROW:
        return f"{best.what}, and no digest tells whether it is still the same"
    if best.what == BY_TORRENT:
        return f"{best.place.path} {best.what}, and nothing holds the other data to a version"
    record = best.what.startswith(BY_RECORD)
    return f"{best.place.path} {best.what}, and no training compares what it reads with that" if record else ""


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
    keeper = next(iter(stores), None) or named_training(component)
    named = graded.naming(trainer=keeper, missing=", ".join(missing) or None, model=stored)
    if not own and trains_here(component) and not keeps_model(component):
        lost = "what is trained is not kept, and nothing tells what it was made from"
        return replace(named, message=lost).in_case(_UNKEPT)
    if own and missing and hands_on_answers(component):
        record = Counter(mark.place.path for mark in own).most_common(1)[0][0]
        said = f"{record} keeps what the answers of a run were made from, without {_listed(missing)}"
        return replace(named, message=said).naming(record=record).in_case(_SAID)
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
