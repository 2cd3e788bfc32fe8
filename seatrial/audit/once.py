"""What is found out about commits while the checks are imported, and before they are judged by two processes?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TypeAlias

from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.python_files import python_files
from seatrial.facts.data.personal_data import personal_records
from seatrial.facts.documents.documents import documents
from seatrial.facts.security.secrets import searched_for_secrets
from seatrial.model.record import dataclass
from seatrial.model.scan import Scan
from seatrial.read.reader import Unread, Unreadable
from seatrial.read.sensitive.secrets import SECRETS, SecretScan
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.forked import in_background
from seatrial.repo.git_process import NoGit
from seatrial.repo.readings import Readings
from seatrial.scanners.ahead import Ahead, Keep, Version
from seatrial.scanners.kingfisher import KINGFISHER
from seatrial.scanners.ruff import RUFF
from seatrial.scanners.scanning import is_workflow
from seatrial.scanners.zizmor import ZIZMOR

#: A commit, and what opens it as it will be asked.
Due: TypeAlias = tuple[Commit, Callable[[], Repo]]
Ready: TypeAlias = Callable[[Sequence[Due]], None]  #: what is called right before the commits are judged
#: Facts that read what most of the work goes into.
_READ: tuple[Callable[[Repo], object], ...] = (python_files, notebooks, documents, personal_records)
_Told: TypeAlias = tuple[str, str, Scan]  #: path and id of a content, and what a scanner said of it


@dataclass(frozen=True, slots=True)
class _Searched:
    """What was found in the files of both commits."""

    credentials: tuple[tuple[str, SecretScan], ...] = ()  #: by the id of a content
    scans: tuple[_Told, ...] = ()


@contextmanager
def found_out_once(commits: Sequence[Commit], readings: Readings) -> Iterator[Ready]:
    """Begin with what any judgement of small commits asks for, and let the caller import what judges them.

    A second process runs scanners and looks for credentials, which asks for much and tells next to nothing: that
    travels at once. What is lent reads code, documents and tables, whose records would take as long to travel as to be
    made, and takes over what the other one found. Whatever else is asked of a commit is asked by whoever judges it; so
    is what a scanner, or git, could not tell. Large commits are only read, since that keeps all processors busy.
    """
    if _any_large(commits):
        yield _read_all
        return
    with in_background(partial(_search, commits)) as search:
        yield partial(_finish, readings, search)


def _any_large(commits: Sequence[Commit]) -> bool:
    try:
        return any(Repo(commit).large for commit in commits)
    except NoGit:  # whoever judges it says why
        return True


def _finish(readings: Readings, search: Callable[[], _Searched], due: Sequence[Due]) -> None:
    _read(due)
    found = search()
    for blob, scan in found.credentials:
        readings.keep(SECRETS, scan.path, blob, scan)
    for path, blob, answer in found.scans:
        readings.keep_scan(path, blob, answer)


def _read(due: Sequence[Due]) -> None:
    for _, opened in due:
        repo = opened()
        for read in _READ:
            read(repo)


def _read_all(due: Sequence[Due]) -> None:
    _read(due)
    for _, opened in due:
        repo = opened()
        repo.records(SECRETS, searched_for_secrets(repo))


def _search(commits: Sequence[Commit]) -> _Searched:
    scans: list[_Told] = []
    with closing(Ahead(dict(_contents(commits, _is_scanned)), _to(scans))) as ahead:
        ahead.start(RUFF, _is_python)
        ahead.start(ZIZMOR, is_workflow)
        credentials = tuple(_credentials(commits))
        doubtful = {scan.path for _, scan in credentials if scan.doubtful}
        with closing(Ahead(dict(_contents(commits, doubtful.__contains__)), _to(scans))) as second:
            second.start(KINGFISHER)
            second.learn()
        ahead.learn()
    return _Searched(credentials, tuple(scans))


def _to(scans: list[_Told]) -> Keep:
    return lambda *told: scans.append(told)


def _credentials(commits: Sequence[Commit]) -> Iterator[tuple[str, SecretScan]]:
    for repo in map(Repo, commits):
        for path in searched_for_secrets(repo):
            if not isinstance(scan := repo.record(SECRETS, path), Unread):
                yield repo.entries[path].blob, scan


def _is_scanned(path: str) -> bool:
    return _is_python(path) or is_workflow(path)


def _is_python(path: str) -> bool:
    return path.endswith(".py")


def _contents(commits: Sequence[Commit], wanted: Callable[[str], bool]) -> Iterator[tuple[Version, bytes]]:
    """Yield what the commits hold under the paths that are wanted, as far as it can be read."""
    versions = {(one.path, one.blob): commit for commit in commits for one in commit.entries() if wanted(one.path)}
    for (path, blob), commit in versions.items():
        if blob:
            with suppress(Unreadable):
                yield (path, blob), commit.read(path)
