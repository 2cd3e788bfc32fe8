"""What is found out once about two commits, before each is judged by a process of its own?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress

from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.python_files import python_files
from seatrial.facts.data.personal_data import personal_records
from seatrial.facts.documents.documents import documents
from seatrial.facts.security.secrets import doubtful_files
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.readings import Readings
from seatrial.scanners.ahead import Ahead, Version
from seatrial.scanners.kingfisher import KINGFISHER
from seatrial.scanners.ruff import RUFF
from seatrial.scanners.scanning import is_workflow
from seatrial.scanners.zizmor import ZIZMOR


def found_out_once(due: Sequence[tuple[Commit, Callable[[], Repo]]], readings: Readings) -> None:
    """Let scanners look at the files of all commits, while those are read that most of the work goes into.

    Each commit comes with what opens it as it will be asked; their readings are shared. Whatever else is asked of a
    commit is asked by whoever judges it; so is what a scanner, or git, could not tell.
    """
    commits = [commit for commit, _ in due]
    with closing(Ahead(dict(_contents(commits, _is_scanned)), readings)) as ahead:
        ahead.start(RUFF, _is_python)
        ahead.start(ZIZMOR, is_workflow)
        doubtful: set[str] = set()
        for _, opened in due:
            repo = opened()
            doubtful.update(doubtful_files(repo))
            python_files(repo), notebooks(repo), documents(repo), personal_records(repo)
        with closing(Ahead(dict(_contents(commits, doubtful.__contains__)), readings)) as second:
            second.start(KINGFISHER)
            second.learn()
        ahead.learn()


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
