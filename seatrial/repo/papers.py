"""Which papers does a folder have, as a project has them: a licence, metadata, a README, and heads in its code?"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from seatrial.model.record import dataclass
from seatrial.read.ml_packages import is_ml
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless
from seatrial.repo.repo import Repo
from seatrial.repo.rights import Home, homes

_LICENCE = caseless(r"(?:licen[cs]e|copying)(?:[-_.](?:md|txt|rst|mit|bsd|apache|gpl|2\.0|v?3)){0,2}")
_README = caseless(r"readme(?:\.(?:md|rst|txt))?")
_MANIFESTS = ("setup.py", "setup.cfg", "pyproject.toml")
_INIT = "__init__.py"
_CODE = (".py", ".js", ".ts", ".go", ".rs", ".java", ".c", ".cc", ".cpp", ".h")
_LARGEST = 200_000  #: bytes of a paper that are read
_HEAD = 1_500  #: bytes of a file of code
SAMPLE = 5  #: files of code whose heads are read


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers of a folder say, each as its text."""

    folder: str  #: with a slash at its end; "" is the root
    licence: str
    manifest: str
    readme: str
    versioned: bool  #: a package with the name of one that others publish, and a version of its own

    @property
    def homes(self) -> frozenset[Home]:
        """The repositories in which it says it is at home."""
        return homes(self.manifest) | homes(self.readme)


def folders_with_papers(repo: Repo) -> Iterator[str]:
    """Yield the folders below the root that have a licence, metadata or a version, the outer ones first."""
    found = set()
    for path in repo.paths:
        folder, _, name = path.rpartition("/")
        if folder and (name in _MANIFESTS or (name == _INIT and _is_published(folder)) or _LICENCE.fullmatch(name)):
            found.add(f"{folder}/")
    yield from sorted(found)


def papers_of(repo: Repo, folder: str) -> Papers:
    """Return what stands in the papers of a folder; those that cannot be read say nothing."""
    inside = (path.removeprefix(folder) for path in _below(repo, folder))
    here = [name for name in inside if "/" not in name]

    def said(names: Iterable[str]) -> str:
        return "\n".join(beginning(repo, f"{folder}{name}") for name in names)

    return Papers(
        folder,
        said(filter(_LICENCE.fullmatch, here)),
        said(name for name in here if name in _MANIFESTS),
        said(filter(_README.fullmatch, here)),
        _is_published(folder.rstrip("/")) and "__version__" in said([_INIT]),
    )


def code_in(repo: Repo, folder: str) -> list[str]:
    """Return the files of code below a folder, those left out that are mostly empty."""
    return [path for path in _below(repo, folder) if path.endswith(_CODE) and not path.endswith(_INIT)]


def heads(repo: Repo, paths: list[str]) -> list[str]:
    """Return the first lines of a few files, taken from all over."""
    return [beginning(repo, path, _HEAD) for path in paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]]


def beginning(repo: Repo, path: str, most: int = _LARGEST) -> str:
    """Return the first bytes of a file as text, "" when there is no such file or it cannot be read."""
    try:
        return repo.head(path, most).decode("utf-8", "replace")
    except Unreadable:
        return ""


def _below(repo: Repo, folder: str) -> tuple[str, ...]:
    """Return the paths below a folder, which stand together since all are sorted."""
    paths = repo.paths
    return paths[bisect_left(paths, folder) : bisect_left(paths, f"{folder[:-1]}0")] if folder else paths  # "0" is next


def _is_published(folder: str) -> bool:
    return is_ml(folder.rpartition("/")[2])
