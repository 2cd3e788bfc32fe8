"""Where does a file, or whoever runs the tests, tell Python to look for modules?"""

import posixpath
from collections.abc import Iterable, Iterator

from seatrial.facts import fact
from seatrial.facts.ci.commands.pytest_settings import pytest_settings
from seatrial.facts.code.python_files import python_file
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_DEEPEST = 8  #: calls and names within one another that are followed, and folders above a file
_MOST = 12  #: folders that one file may add
_EDITS = 24  #: calls of one file that are looked at, the last ones
_PARTS = 2  #: of one path that are no plain text: a tree of names would else be endless
_TOP = "@"  #: stands for the folder of the repository, in a path that begins at ``__file__``
#: Calls that leave a path what it is, or put it together, and what names the file that it stands in.
_SAME = frozenset({"os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath", "str", "os.path.join",
                   "pathlib.Path", "pathlib.PurePath", "os.path.expanduser"})  # fmt: skip
_THIS_FILE = frozenset({"inspect.getfile", "inspect.getsourcefile"})
_HERE = frozenset({"os.getcwd", "pathlib.Path.cwd"})
_CHAIN = regex(
    r"((?:pathlib\.)?Path\(__file__\)|\w+)"
    r"((?:\.parents?\b(?:\[\d\])?|\.(?:resolve|absolute|expanduser|as_posix)(?:\([^()]*\))?)*)"
)
_UP = regex(r"\.parent(s\[(\d)\])?")
#: A hook of pytest that runs before any test is imported is as good as the top of the file.
_AT_IMPORT = frozenset({"", MAIN, "pytest_configure", "pytest_sessionstart", "pytest_load_initial_conftests"})
_PREPARES = ("conftest.py", "__init__.py")  #: files that run before the tests beside and below them
_STARTS = regex(r"(?:^|/)(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|azure-pipelines\.yml|Makefile|tox\.ini)$")
_GIVEN = regex(r"\bPYTHONPATH['\"]?[ \t]*[:=][ \t]*['\"]?((?:\$\{\{[^}\n]*\}\}|\$\([^)\n]*\)|[^\s'\"&;])+)")
_WORKSPACE = regex(r"^(?:\$\{\{[^}]*workspace[^}]*\}\}|\$\{?\w*(?:WORKSPACE|PWD|CURDIR|PROJECT_DIR|toxinidir)\}?"
                   r"|\$\((?:pwd|PWD|CURDIR)\)|\{toxinidir\})/?")  # fmt: skip
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class SearchPath:
    """The folders that are added for the imports of one file, by their paths in the repository."""

    first: tuple[str, ...] = ()  #: before all others
    last: tuple[str, ...] = ()  #: after the folder of the file
    apart: bool = False  #: pytest is told not to add the folder of the file itself


def search_path(repo: Repo, path: str) -> SearchPath:
    """Return what is added for a file: by itself, and for a test by what pytest runs or reads before it."""
    if role(repo, path) is not Role.TEST:
        return _edits(repo, path)
    edits = [_edits(repo, one) for one in dict.fromkeys((path, *_run_before(repo, path)))]
    settings = pytest_settings(repo, posixpath.dirname(path))
    first = (*(folder for one in edits for folder in one.first), *settings.pythonpath)
    last = (*(folder for one in edits for folder in one.last), *_of_runs(repo))
    apart = "--import-mode=importlib" in settings.words
    return SearchPath(tuple(dict.fromkeys(first)), tuple(dict.fromkeys(last)), apart)


_NOTHING = SearchPath()


def _run_before(repo: Repo, path: str) -> Iterator[str]:
    """Yield what runs before a test is imported: set-up in its folder and above, and a neighbour that it imports."""
    folder = posixpath.dirname(path)
    file = python_file(repo, path)
    for one in file.imports if file else ():
        beside = [posixpath.join(folder, f"{name.rpartition('.')[2]}.py") for name in (one.module, one.name)]
        yield from (near for near in beside if near in repo.entries)
    for _ in range(_DEEPEST):
        yield from (near for name in _PREPARES if (near := posixpath.join(folder, name)) in repo.entries)
        if not folder:
            return
        folder = posixpath.dirname(folder)


def _edits(repo: Repo, path: str) -> SearchPath:
    """Return the folders that a file adds as it is imported, what is put in front last coming first."""
    file = python_file(repo, path)
    if file is None or not {"sys", "site"} & file.packages:
        return _NOTHING
    first: list[str] = []
    last: list[str] = []
    for at_front, value in tuple(_added(file))[-_EDITS:]:
        found = [folder for text in _texts(file, value, 0) for folder in _folders(path, text)]
        if at_front:
            first[:0] = found
        else:
            last += found
    return SearchPath(tuple(first[:_MOST]), tuple(last[:_MOST]))


def _added(file: PythonFile) -> Iterator[tuple[bool, Value]]:
    """Yield what is put on the path as the file is imported, each with whether it comes before what is there."""
    for call in file.calls:
        if call.scope in _AT_IMPORT and call.args:
            if call.name == "sys.path.insert":
                yield True, call.args[-1]
            elif call.name in ("sys.path.append", "sys.path.extend", "site.addsitedir"):
                yield False, call.args[0]
    for one in file.assignments:
        if one.name in ("sys.path", "sys.path[]") and one.scope in _AT_IMPORT:
            value = one.value.items[0] if one.value.kind == "operation" and one.value.items else one.value
            if value.kind == "list":
                yield True, value


def _folders(path: str, text: str) -> Iterator[str]:
    """Yield the folders of the repository that a path may be: one that begins at no file, from any above this one."""
    if text.startswith(_TOP):
        whole = posixpath.normpath(text)
        if whole.partition("/")[0] == _TOP:
            yield whole[len(_TOP) :].lstrip("/")
    elif not text.startswith(("/", "~")):
        folder = posixpath.dirname(path)
        for _ in range(_DEEPEST):
            whole = posixpath.normpath(posixpath.join(folder, text))
            if not whole.startswith(".."):
                yield "" if whole == "." else whole
            if not folder or text.startswith(".."):
                return
            folder = posixpath.dirname(folder)


def _texts(file: PythonFile, value: Value, depth: int) -> Iterator[str]:
    """Yield the paths that a value is, or that stand in a list."""
    if value.kind == "list":
        yield from (text for item in value.items if (text := _text(file, item, depth)) is not None)
    elif (text := _text(file, value, depth)) is not None:
        yield text


def _text(file: PythonFile, value: Value, depth: int) -> str | None:
    """Return a path as far as the file tells it, from ``@`` when it begins at the file; None when it does not."""
    if depth > _DEEPEST:
        return None
    if value.kind == "literal":
        return value.string or None
    if value.kind == "call" and value.name in _THIS_FILE:
        return f"{_TOP}/{file.path}"
    if value.kind == "call" and value.name in _HERE:
        return "."
    if value.kind == "call" and value.name == "os.path.dirname":
        inner = _together(file, value.items[:1], "", depth)
        return None if inner is None else posixpath.dirname(inner) or "."
    if value.kind == "call" and value.name in _SAME:
        return _together(file, value.items, "/", depth)
    return _made(file, value, depth)


def _made(file: PythonFile, value: Value, depth: int) -> str | None:
    """Return what an operation, an f-string, or a name with what is asked of it makes."""
    if value.kind == "operation":
        return _together(file, value.items, "/" if " / " in value.text else "", depth)
    if value.kind == "fstring":
        begin, *others = value.text.split("{}")
        known = _parts(file, value.items, depth)
        return begin + "".join(map(str.__add__, known, others)) if len(known) == len(others) else None
    found = _CHAIN.fullmatch(value.text) if value.kind in ("name", "item", "call") else None
    start = _start(file, found[1], depth) if found else None
    return _climbed(start, found[2]) if found and start is not None else None


def _start(file: PythonFile, name: str, depth: int) -> str | None:
    if name == "__file__" or name.endswith("(__file__)"):
        return f"{_TOP}/{file.path}"
    given = next((one.value for one in file.assignments if one.target == name), None)
    return None if given is None else _text(file, given, depth + 1)


def _climbed(start: str, chain: str) -> str:
    """Return the folder that ``.parent``, as often as it is written, leads to."""
    for step in _UP.finditer(chain):
        for _ in range(int(step[2]) + 1 if step[2] else 1):
            start = posixpath.dirname(posixpath.normpath(start)) or ".."
    return start


def _together(file: PythonFile, values: Iterable[Value], between: str, depth: int) -> str | None:
    known = _parts(file, tuple(values), depth)
    return between.join(known) if known else None


def _parts(file: PythonFile, values: tuple[Value, ...], depth: int) -> tuple[str, ...]:
    """Return what the parts of a path are; nothing where one is not known, or too many are no plain text."""
    if sum(value.kind != "literal" for value in values) > _PARTS:
        return ()
    parts = tuple(_text(file, value, depth + 1) for value in values)
    return () if None in parts else tuple(part for part in parts if part is not None)


@fact
def _of_runs(repo: Repo) -> tuple[str, ...]:
    """Return the folders that CI, a Makefile or tox gives as PYTHONPATH to what it runs."""
    named = [path for path in repo.matching(_STARTS.search) if repo.entries[path].size <= _LONGEST]
    found = [folder for path in named for folder in _given(path, repo.text_or_empty(path))]
    return tuple(dict.fromkeys(found))[:_MOST]


def _given(path: str, text: str) -> Iterator[str]:
    beside = "" if path.startswith(".") else posixpath.dirname(path)
    for hit in _GIVEN.finditer(text):
        for part in hit[1].replace("${{ ", "${{").split(":"):
            inner = _WORKSPACE.sub("", part.strip())
            whole = posixpath.normpath(posixpath.join(beside, inner or "."))
            if "$" not in inner and not whole.startswith((".", "/")):
                yield whole
