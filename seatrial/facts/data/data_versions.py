"""Can the exact data behind a model be fetched again: what pins it, what only manages it, what lies in git?"""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.code.programs import called, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.data_tools import Hold, tool_holds
from seatrial.facts.data.dvc import dvc_outputs, dvc_stages
from seatrial.facts.data.own_data_versions import own_data_versions
from seatrial.facts.data.published_records import Holds, published_records
from seatrial.facts.data.published_sets import published_sets
from seatrial.facts.training.origins.engines import KEEP_THE_ROWS, engine_runs
from seatrial.facts.training.origins.model_origin import Origin
from seatrial.facts.training.origins.named_data import named_data
from seatrial.facts.training.training_path import training_path
from seatrial.model import Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.models.endings import STORED, pattern_of
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role
from seatrial.repo.problems import is_pointer

_DATA = frozenset(
    {".csv", ".tsv", ".parquet", ".feather", ".arrow", ".jsonl", ".avro", ".orc", ".npz", ".npy", ".h5ad"}
)
_LISTS = caseless(r"(?:.*[-_.])?(?:manifest|checksums?|sha256sums?|registry|data[-_]?versions?|snapshot)(?:\.\w+)?")
_LISTED = regex(
    r"[\w./-]{1,300}\.(?:csv|tsv|parquet|jsonl?|zip|gz|tar|npz|arrow|feather|txt|png|jpg|wav)\b|(?:train|val|test)\.bin\b"
)
#: What a list of models with their digests names: it holds models at a version, and no data.
_WEIGHTS = regex(rf"\.(?:{pattern_of(STORED)})\b|(?<!train)(?<!val)(?<!test)\.bin\b|/(?:models|weights)/")
_DIGEST = regex(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
_WORDS = regex(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class DataVersion:
    """One way in which data is held."""

    place: Place
    hold: Hold
    what: str
    used: bool = False  #: code that takes part in training reads through it
    liveness: Liveness | None = None
    #: an engine keeps it with each run, or a library comes with it: nobody here holds data to a version
    by_others: bool = False

    @property
    def own(self) -> bool:
        """Whether it stands in the owner's code or files, and not in an example, a notebook or a document."""
        return self.liveness is None


BY_TORRENT = "fetches a data set by the hash of its torrent"
#: Tables that a training or a prediction wrote, and none learns from.
_WRITTEN = caseless(
    r"(?:^|/)(?:\w+[-_])?(?:reports?|results?|outputs?|submi\w+|blends?|predictions?|metrics|mlruns|oof)/|importance|submission"
    r"|predictions?\b|(?:^|[/_])(?:oof|blend|metrics?|results?|report|scores?|recorder|rewards?|losses)[_.]"
)

#: Tables that programs look things up in, written by hand or by an authority: no model learns from their rows.
_LOOKED_UP = caseless(
    r"(?:^|/)(?:reference|look[-_]?ups?|mappings?)/|(?:^|[/_-])(?:holidays?|look[-_]?ups?|mappings?|stop[-_]?words"
    r"|adj(?:acency)?(?:[-_]matrix)?|transition[-_](?:\w+[-_])?matrix|blend[-_]weights)(?:[-_.]|$)"
)
#: Where data lies that no training names: what lies elsewhere serves another end.
_OF_DATA = caseless(
    r"(?:^|/)(?:[\w.-]*data(?:[-_]?sets?)?|raw|inputs?|train(?:ing)?|corpus|corpora)(?:/|[-_.][^/]*$)|^[^/]*$"
)
_MADE_UP = caseless(r"(?:^|[/_.-])(?:dummy|fake|mock|toy|load[-_]?tests?|stress|hpa|latenc\w+|requests)(?=[/_.-])")
#: What is kept for a test, or was made of the raw tables on the way.
_HELD_OUT = caseless(
    r"(?:^|[/_-])(?:test|holdout|hold[-_]out|valid(?:ation)?|eval)(?:[-_.]|$)|(?:^|/)(?:processed|interim|cleaned|prepared"
    r"|caches?|outputs?|predictions?)/"
)


@fact
def data_versions(repo: Repo) -> tuple[DataVersion, ...]:
    """Return everything that holds data to a version, by place."""
    found = (
        *_by_dvc(repo),
        *_by_calls(repo),
        *_by_libraries(repo),
        *_by_pointers(repo),
        *_by_lists(repo),
        *(DataVersion(place, hold, what) for place, hold, what in own_data_versions(repo)),
        *_by_jobs(repo),
        *_by_torrents(repo),
        *_by_records(repo),
        *_in_git(repo),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda version: (version.place, version.what)))


def _by_dvc(repo: Repo) -> Iterator[DataVersion]:
    read = _texts_of_training(repo)
    stages = dvc_stages(repo)
    for kept in dvc_outputs(repo):
        by_stage = any(kept.path in stage.reads or kept.path in stage.makes for stage in stages)
        by_name = any(PurePosixPath(kept.path).name in text for text in read)
        yield DataVersion(kept.place, Hold.PINNED, kept.what, by_stage or by_name)
    for stage in stages:
        if stage.reads and not any(kept.path in stage.reads for kept in dvc_outputs(repo)):
            yield DataVersion(stage.place, Hold.MANAGED, f"{stage.what}, and no digest of what it reads is kept")


def _texts_of_training(repo: Repo) -> tuple[str, ...]:
    path = training_path(repo)
    files = (program.file for program in programs(repo) if program.path in path)
    return tuple(text.value for file in files for text in file.texts)


def _by_calls(repo: Repo) -> Iterator[DataVersion]:
    path = training_path(repo)
    for held in tool_holds(repo):
        taken = held.site.path in path or (held.handed and _submits(repo, held.site.path, path))
        used = taken and held.site.liveness is None
        verb = "records" if held.hold is Hold.RECORDED else "uses"
        yield DataVersion(held.site.place, held.hold, f"{verb} {held.by}", used, held.site.liveness)


def _submits(repo: Repo, submitting: str, path: Collection[str]) -> bool:
    """Tell whether a program that starts a job of a platform names what trains; one that scores takes other rows."""
    names = {PurePosixPath(one).name for one in path}
    file = python_file(repo, submitting)
    return file is not None and any(names.intersection(_WORDS.findall(text.value)) for text in file.texts)


def _by_libraries(repo: Repo) -> Iterator[DataVersion]:
    """Find what an engine of pipelines hands to a training and keeps, and sets of a library that never change.

    A set that no training takes only shows something.
    """
    for run in engine_runs(repo):
        if Origin.DATA in run.held:
            hold = Hold.PINNED if run.engine in KEEP_THE_ROWS else Hold.RECORDED
            what = f"{run.engine} keeps {'what' if hold is Hold.PINNED else 'which data'} each step is handed, by run"
            yield DataVersion(run.place, hold, what, run.liveness is None, run.liveness, by_others=True)
    path = training_path(repo)
    for site, what in published_sets(repo):
        if site.path in path and site.liveness is None:
            yield DataVersion(site.place, Hold.PINNED, f"uses {what}", used=True, by_others=True)


def _by_jobs(repo: Repo) -> Iterator[DataVersion]:
    """Find trainings that take the data set which the row of their job names."""
    for row in named_data(repo):
        yield DataVersion(row.place, Hold.RECORDED, row.what, used=True)


def _by_torrents(repo: Repo) -> Iterator[DataVersion]:
    """Find data sets that are fetched by the hash of their torrent, while what else is read is held by nothing."""
    for found in called(repo, "get"):
        if found.call.name == "academictorrents.get" and found.site.liveness is None:
            yield DataVersion(found.site.place, Hold.RECORDED, BY_TORRENT, used=True, by_others=True)


def _by_records(repo: Repo) -> Iterator[DataVersion]:
    """Find data that a page or a program takes from a record of an archive, whose number names one state of it."""
    path = training_path(repo)
    for one in published_records(repo):
        if one.holds is Holds.DATA:
            used = one.fetched and one.site.path in path
            yield DataVersion(one.place, Hold.RECORDED, one.what, used, one.site.liveness)


def _by_pointers(repo: Repo) -> Iterator[DataVersion]:
    """Find data that git-lfs and git-annex keep by digest in the place of the file."""
    read = _texts_of_training(repo)
    for path in _data_files(repo):
        try:
            repo.head(path, 64)
        except Unreadable as error:
            if is_pointer(str(error)):
                tool = str(error).partition(" ")[0]
                used = any(posix(path).name in text for text in read)
                yield DataVersion(Place(path), Hold.PINNED, f"{tool} keeps this data by its digest", used)


def _is_list(path: str) -> bool:
    name = posix(path).name
    return bool(_LISTS.fullmatch(name)) and not name.endswith((".py", ".md"))


def _by_lists(repo: Repo) -> Iterator[DataVersion]:
    """Find lists of files with their digests."""
    read = _texts_of_training(repo)
    for path in repo.matching(_is_list):
        if role(repo, path) is not Role.OWN:
            continue
        try:
            lines = repo.text(path, 1_000_000).split("\n")
        except Unreadable:
            continue
        line = next((number for number, line in enumerate(lines, 1) if _DIGEST.search(line)), 0)
        listed, models = (sum(map(bool, map(one.search, lines))) for one in (_LISTED, _WEIGHTS))
        if line and listed > models:
            used = any(posix(path).name in item for item in read)
            yield DataVersion(Place(path, line), Hold.PINNED, "lists data files with their digests", used)


def _in_git(repo: Repo) -> Iterator[DataVersion]:
    """Find tables that are simply committed, at most three: those that a training names, else the largest of data."""
    read = _texts_of_training(repo)
    own = [path for path in _data_files(repo) if role(repo, path) is Role.OWN and not repo.entries[path].problem]
    own = [path for path in own if not (_WRITTEN.search(path) or _LOOKED_UP.search(path))]
    named = _closest({path for path in own if any(posix(path).name in text for text in read)}, read)
    meant = [path for path in own if path in named]
    meant = meant or [path for path in own if _OF_DATA.search(path) and not _MADE_UP.search(path)]
    for path in sorted(meant, key=lambda one: (one not in named, is_held_out(one), -repo.entries[one].size, one))[:3]:
        yield DataVersion(Place(path), Hold.IN_GIT, "this data is a plain file in git", path in named)


def _closest(named: set[str], read: tuple[str, ...]) -> set[str]:
    """Leave out copies: of files of one name those that are named with their folder, where any is."""
    folders = {path for path in named if any("/".join(posix(path).parts[-2:]) in text for text in read)}
    known = {posix(path).name for path in folders}
    return folders | {path for path in named if posix(path).name not in known}


def is_held_out(path: str) -> bool:
    """Tell a table that is called after a test or after what was made of other tables: it is no source of a model."""
    return bool(_HELD_OUT.search(path))


def _data_files(repo: Repo) -> tuple[str, ...]:
    named = repo.matching(lambda path: posix(path).suffix.lower() in _DATA)
    return tuple(path for path in named if role(repo, path) in (Role.OWN, Role.EXAMPLE))
