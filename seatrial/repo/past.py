"""Which files did a repository hold once, and which commit brought each of them?"""

from collections.abc import Iterable, Iterator
from datetime import date

from seatrial.model.record import dataclass
from seatrial.repo.commit import Commit
from seatrial.repo.folder import Folder
from seatrial.repo.git import Git
from seatrial.repo.git_log import day_of
from seatrial.repo.git_process import NoGit
from seatrial.repo.snapshot import Snapshot

COMMITS = 50_000  #: the newest ones, of all branches and tags, that are looked through
_LOG = (
    "log", "--all", "--reverse", f"-n{COMMITS}", "--no-show-signature", "--no-renames", "--no-ext-diff",
    "--no-textconv", "--raw", "--no-abbrev", "-z", "--diff-filter=AM", "--relative", "--format=%x01%H %ct", "--", ".",
)  # fmt: skip
_BATCH = 16_000_000  #: bytes that are asked for at once
_FILES = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class PastFile:
    """One content that a path had."""

    path: str
    blob: str
    commit: str  #: that brought it first
    when: date


@dataclass(frozen=True, slots=True)
class Past:
    """What a repository held in the commits that were looked through, the oldest content first."""

    files: tuple[PastFile, ...] = ()
    cut_off: str = ""  #: why older contents are missing, in one phrase


def past(snapshot: Snapshot) -> Past:
    """Return every content that any branch or tag ever held and the snapshot does not; raises ``NoGit``."""
    git = snapshot.git if isinstance(snapshot, Folder | Commit) else None
    if git is None:
        raise NoGit("not under git")
    known = {entry.blob for entry in snapshot.entries()}
    found: dict[str, PastFile] = {}
    commits = 0
    for file in _files_by_commit(git):
        if file is None:
            commits += 1
        elif file.blob not in known:
            found.setdefault(file.blob, file)
    shallow = "a shallow clone has no older commits" if git.shallow else ""
    return Past(tuple(found.values()), f"only the newest {COMMITS:,} commits" if commits >= COMMITS else shallow)


def contents(snapshot: Snapshot, files: Iterable[PastFile], limit: int, whole: int) -> Iterator[tuple[PastFile, bytes]]:
    """Yield the files with their bytes, those above a limit left out, until the whole of them reaches a bound."""
    git = snapshot.git if isinstance(snapshot, Folder | Commit) else None
    if git is None:
        return
    by_blob = {file.blob: file for file in files}
    sizes = {blob: size for blob, size in git.known_sizes(by_blob).items() if size <= limit}
    for batch in _batches(sizes, whole):
        for blob, data in git.contents(batch):
            yield by_blob[blob], data


def _files_by_commit(git: Git) -> Iterator[PastFile | None]:
    """Yield None for each commit, and then what it brought."""
    rows = iter(git.lines(*_LOG))
    commit, when = "", date.min
    for word in rows:
        if word.startswith("\x01"):
            commit, _, seconds = word[1:].strip().partition(" ")
            when = day_of(seconds)
            yield None
            continue
        modes = word.strip().lstrip(":").split(" ")
        path = next(rows, "")
        if len(modes) == 5 and modes[1] in _FILES:
            yield PastFile(path, modes[3], commit, when)


def _batches(sizes: dict[str, int], whole: int) -> Iterator[list[str]]:
    batch: list[str] = []
    held = total = 0
    for blob, size in sizes.items():
        total += size
        if total > whole:
            break
        batch.append(blob)
        held += size
        if held > _BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
