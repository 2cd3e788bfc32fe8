"""Can the data behind a model be fetched again?"""

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, data
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.data.data_tools import Hold
from seatrial.facts.data.data_versions import BY_TORRENT, DataVersion, data_versions, is_held_out
from seatrial.facts.data.published_records import BY_RECORD
from seatrial.facts.product.handed import fits_for_callers
from seatrial.facts.product.own_trainings import trains_here
from seatrial.facts.training.learned_from import from_media
from seatrial.facts.training.main_training import main_training, named_trainings
from seatrial.facts.training.origins.named_data import BY_ROW, named_data
from seatrial.facts.training.training_reader import training_reader, training_readers

VERSIONS = (
    ".dvc files and dvc.lock with digests, git-lfs and git-annex, lists of files with SHA-256, Delta, Iceberg and "
    "lakeFS at a version, data sets of a hub at a commit, W&B and ClearML versions, queries as of a time, own tables, "
    "records of Zenodo, figshare and Dryad"
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
    asking = named if named and named.what == BY_ROW else None  # what writes a row after the fit reads nothing
    trainer = reader or asking or (named_trainings(component) if stages else training_readers(component))
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
    return not version.what.startswith(BY_ROW), list(Hold).index(version.hold), not version.used, held_out


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
    if best.what.startswith(BY_ROW):
        return f"{best.what}, and no digest tells whether it is still the same"
    if best.what == BY_TORRENT:
        return f"{best.place.path} {best.what}, and nothing holds the other data to a version"
    record = best.what.startswith(BY_RECORD)
    return f"{best.place.path} {best.what}, and no training compares what it reads with that" if record else ""
