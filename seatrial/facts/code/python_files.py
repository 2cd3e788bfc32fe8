"""Which Python files does the repository hold, and what stands in them?"""

from seatrial.facts import fact
from seatrial.facts.code.scripts import is_python_script
from seatrial.read.code.python import PYTHON
from seatrial.read.code.python_record import PythonFile
from seatrial.read.posix_path import has_no_ending, is_python
from seatrial.read.reader import Unread
from seatrial.repo import Repo, Role, role

_READ = {Role.OWN, Role.TEST, Role.EXAMPLE, Role.DOCS}


@fact
def python_paths(repo: Repo) -> tuple[str, ...]:
    """Return the paths of Python files that are no foreign or generated code, programs without an ending among them."""
    named = (path for path in repo.matching(is_python) if role(repo, path) in _READ)
    bare = (path for path in repo.matching(has_no_ending) if role(repo, path) in _READ)
    return tuple(sorted((*named, *(path for path in bare if is_python_script(repo, path)))))


@fact
def python_files(repo: Repo) -> tuple[PythonFile, ...]:
    """Return every Python file of the roles own, test, example and docs, by path."""
    return repo.records(PYTHON, python_paths(repo))


@fact
def own_files(repo: Repo) -> tuple[PythonFile, ...]:
    """Return those of the product itself, by path."""
    return tuple(file for file in python_files(repo) if role(repo, file.path) is Role.OWN)


@fact
def files_outside_tests(repo: Repo) -> tuple[PythonFile, ...]:
    """Return every such file that is no test."""
    return tuple(file for file in python_files(repo) if role(repo, file.path) is not Role.TEST)


@fact
def unread_python(repo: Repo) -> tuple[Unread, ...]:
    """Return the Python files of which nothing is known, or only a part, with the reason."""
    partly = [Unread(file.path, file.broken) for file in python_files(repo) if file.broken]
    return (*repo.unread(PYTHON, python_paths(repo)), *partly)


def python_file(repo: Repo, path: str) -> PythonFile | None:
    """Return one Python file of any role; None when there is none, or it cannot be read."""
    if path not in repo.entries or not (is_python(path) or is_python_script(repo, path)):
        return None
    found = repo.record(PYTHON, path)
    return None if isinstance(found, Unread) else found
