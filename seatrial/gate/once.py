"""What is found out once about two commits, before each is judged by a process of its own?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from typing import TypeAlias

from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.python_files import python_files
from seatrial.facts.data.personal_data import personal_records
from seatrial.facts.documents.documents import documents
from seatrial.facts.security.secrets import searched_for_secrets
from seatrial.read.reader import Unread, Unreadable
from seatrial.read.sensitive.secrets import SECRETS, SecretScan
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.halves import answered
from seatrial.repo.readings import Readings
from seatrial.scanners.ahead import Ahead, Version
from seatrial.scanners.kingfisher import KINGFISHER
from seatrial.scanners.ruff import RUFF
from seatrial.scanners.scanning import is_workflow
from seatrial.scanners.zizmor import ZIZMOR

#: A commit, and what opens it as it will be asked.
Due: TypeAlias = tuple[Commit, Callable[[], Repo]]
_Searched: TypeAlias = tuple[str, SecretScan]  #: id of a content, and what was found in it


def found_out_once(due: Sequence[Due], readings: Readings) -> None:
    """Let scanners look at the files of all commits, while two processes read those that most of the work goes into.

    The readings of the commits are shared. Whatever else is asked of a commit is asked by whoever judges it; so is what
    a scanner, or git, could not tell.
    """
    commits = [commit for commit, _ in due]
    with closing(Ahead(dict(_contents(commits, _is_scanned)), readings)) as ahead:
        ahead.start(RUFF, _is_python)
        ahead.start(ZIZMOR, is_workflow)
        _, searched = answered(None, [partial(_read, due), partial(_search, due)])
        for blob, scan in searched:
            readings.keep(SECRETS, scan.path, blob, scan)
        doubtful = {scan.path for _, scan in searched if scan.doubtful}
        with closing(Ahead(dict(_contents(commits, doubtful.__contains__)), readings)) as second:
            second.start(KINGFISHER)
            second.learn()
        ahead.learn()


def _read(due: Sequence[Due]) -> list[_Searched]:
    """Read code, documents and tables: most of their records would take as long to travel as to be made."""
    for _, opened in due:
        repo = opened()
        python_files(repo), notebooks(repo), documents(repo), personal_records(repo)
    return []


def _search(due: Sequence[Due]) -> list[_Searched]:
    """Search for credentials, which looks at every word and tells next to nothing: that travels at once."""
    repos = (opened() for _, opened in due)
    return [
        (repo.entries[scan.path].blob, scan)
        for repo in repos
        for path in searched_for_secrets(repo)
        if not isinstance(scan := repo.record(SECRETS, path), Unread)
    ]


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
