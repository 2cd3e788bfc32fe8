"""Can the exact data behind a model be fetched again: what pins it, what only manages it, what lies in git?"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, called, programs
from seatrial.facts.data.data_tools import Hold, tool_holds
from seatrial.facts.data.dvc import dvc_outputs, dvc_stages
from seatrial.facts.training.training_path import training_path
from seatrial.model import Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Class, Function
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_DATA = frozenset(
    {".csv", ".tsv", ".parquet", ".feather", ".arrow", ".jsonl", ".avro", ".orc", ".npz", ".npy", ".h5ad"}
)
_LISTS = regex(
    r"(?:.*[-_.])?(?:manifest|checksums?|sha256sums?|registry|data[-_]?versions?|snapshot)(?:\.\w+)?", re.IGNORECASE
)
_LISTED = regex(r"[\w./-]{1,300}\.(?:csv|tsv|parquet|jsonl?|zip|gz|tar|npz|arrow|feather|txt|png|jpg|wav)\b")
_DIGEST = regex(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
_OWN_VERSIONS = regex(
    r"(?:data_?set|data|snapshot|input)_?(?:version|snapshot|lineage|manifest|fingerprint|revision)", re.IGNORECASE
)
_FINGERPRINT = regex(
    r"(?:data|data_?set|input|frame|df|file)\w*_(?:hash|fingerprint|checksum|digest|sha256)|(?:hash|fingerprint|checksum)_(?:data|df|frame|input|file)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DataVersion:
    """One way in which data is held."""

    place: Place
    hold: Hold
    what: str
    used: bool = False  #: code that takes part in training reads through it
    liveness: Liveness | None = None

    @property
    def own(self) -> bool:
        """Whether it stands in the owner's code or files, and not in an example, a notebook or a document."""
        return self.liveness is None


@fact
def data_versions(repo: Repo) -> tuple[DataVersion, ...]:
    """Return everything that holds data to a version, by place."""
    found = (
        *_by_dvc(repo),
        *_by_calls(repo),
        *_by_pointers(repo),
        *_by_lists(repo),
        *_by_own_tables(repo),
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
        used = held.site.path in path and held.site.liveness is None
        verb = "records" if held.hold is Hold.RECORDED else "uses"
        yield DataVersion(held.site.place, held.hold, f"{verb} {held.by}", used, held.site.liveness)


def _by_pointers(repo: Repo) -> Iterator[DataVersion]:
    """Find data that git-lfs and git-annex keep by digest in the place of the file."""
    read = _texts_of_training(repo)
    for path in _data_files(repo):
        try:
            repo.head(path, 64)
        except Unreadable as error:
            if str(error).startswith(("git-lfs", "git-annex")):
                tool = str(error).partition(" ")[0]
                used = any(PurePosixPath(path).name in text for text in read)
                yield DataVersion(Place(path), Hold.PINNED, f"{tool} keeps this data by its digest", used)


def _by_lists(repo: Repo) -> Iterator[DataVersion]:
    """Find lists of files with their digests."""
    read = _texts_of_training(repo)
    for path in repo.paths:
        name = PurePosixPath(path).name
        if not _LISTS.fullmatch(name) or name.endswith((".py", ".md")) or role(repo, path) is not Role.OWN:
            continue
        try:
            lines = repo.text(path, 1_000_000).split("\n")
        except Unreadable:
            continue
        line = next((number for number, line in enumerate(lines, 1) if _DIGEST.search(line)), 0)
        if line and any(map(_LISTED.search, lines)):
            used = any(name in item for item in read)
            yield DataVersion(Place(path, line), Hold.PINNED, "lists data files with their digests", used)


def _by_own_tables(repo: Repo) -> Iterator[DataVersion]:
    """Find the owner's own classes that keep versions of data sets, and functions that take a digest of the data."""
    for program in programs(repo):
        if program.role is not Role.OWN:
            continue
        digests = {call.scope for call in program.file.calls if call.name.startswith("hashlib.")}
        for item in program.file.classes:
            if _OWN_VERSIONS.search(item.name) and _keeps_versions(item):
                yield DataVersion(Place(program.path, item.line), Hold.MANAGED, f"{item.name} keeps versions of data")
        for function in program.file.functions:
            if (
                function.name in digests
                and _FINGERPRINT.search(function.name)
                and _in_training(repo, program, function)
            ):
                what = f"{function.name} takes a digest of the data"
                yield DataVersion(Place(program.path, function.line), Hold.RECORDED, what)


def _in_training(repo: Repo, program: Program, function: Function) -> bool:
    """Tell whether a digest is taken on the way of training; of what a request brings it is for a cache."""
    path, last = training_path(repo), function.name.rpartition(".")[2]
    if not path:
        return True
    callers = [found.program.path for found in called(repo, last)]
    return (program.path in path and not callers) or any(caller in path for caller in callers)


def _keeps_versions(item: Class) -> bool:
    names = " ".join(attribute.name for attribute in item.attributes).lower()
    return bool(re.search(r"version|hash|checksum|digest|source_dataset|snapshot", names))


def _in_git(repo: Repo) -> Iterator[DataVersion]:
    """Find tables that are simply committed, the largest first, at most three."""
    own = [path for path in _data_files(repo) if role(repo, path) is Role.OWN and not repo.entries[path].problem]
    for path in sorted(own, key=lambda one: (-repo.entries[one].size, one))[:3]:
        yield DataVersion(Place(path), Hold.IN_GIT, "this data is a plain file in git")


def _data_files(repo: Repo) -> tuple[str, ...]:
    named = (path for path in repo.paths if PurePosixPath(path).suffix.lower() in _DATA)
    return tuple(path for path in named if role(repo, path) in (Role.OWN, Role.EXAMPLE))
