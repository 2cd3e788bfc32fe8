"""Which names does an installable package offer to those who import it?"""

from collections.abc import Iterator
from posixpath import dirname, join

from seatrial.facts.code.modules import import_root, modules
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.project.dependencies import own_projects
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.model import Confidence
from seatrial.read.code.python_record import PythonFile
from seatrial.read.project.project_record import Project
from seatrial.repo import Repo, Role, role

_INSTALLABLE = {"pyproject", "poetry", "setup.cfg", "setup.py"}
#: Folders beside a package whose scripts tend and show it: build backends leave them out unless they are named.
_BESIDE = {"benchmark", "benchmarks", "bin", "build", "ci", "demo", "demos", "doc", "docs", "example", "examples",
           "notebooks", "samples", "script", "scripts", "tasks", "test", "tests", "tools"}  # fmt: skip


def of_libraries(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the packages that are built for others: what their ``__init__`` files define, import or list.

    That others really install it is verified when its metadata describes it for an index, else likely.
    """
    projects = [x for x in own_projects(repo) if x.form in _INSTALLABLE and x.name]
    for project, file in _packages(repo, projects):
        package = dirname(file.path)
        offered = len(offered_names(repo, file))
        what = f"{file.path} offers no name: whoever imports {project.name} has to know its modules"
        if offered:
            names = "1 name" if offered == 1 else f"{offered} names"
            what = f"{project.name} offers {names} to whoever imports {package}"
        name = "" if offered else "*"
        yield EntryPoint(Kind.LIBRARY, file.path, name, project.place, what, confidence=_confidence(project))


def _packages(repo: Repo, projects: list[Project]) -> Iterator[tuple[Project, PythonFile]]:
    for file in python_files(repo):
        if not _is_init(file.path) or role(repo, file.path) is not Role.OWN:
            continue
        project = _project(projects, file.path)
        top = dirname(dirname(file.path)) == import_root(repo, file.path)
        if project and top and not _beside(repo, project, file.path):
            yield project, file


def _beside(repo: Repo, project: Project, path: str) -> bool:
    """Tell whether a package tends the project from a folder beside it, and is not installed with it.

    Where there is a folder ``src`` with a package, build backends look for packages there alone.
    """
    folder = dirname(project.path)
    first = path[len(folder) :].lstrip("/").partition("/")[0]
    if first in ("src", project.name):
        return False
    return first.lower() in _BESIDE or _has_packages(repo, join(folder, "src"))


def _has_packages(repo: Repo, folder: str) -> bool:
    depth = folder.count("/") + 2
    inits = repo.matching(_is_init)
    return any(path.startswith(folder + "/") and path.count("/") == depth for path in inits)


def _is_init(path: str) -> bool:
    return path.endswith("/__init__.py")


def _confidence(project: Project) -> Confidence:
    return Confidence.VERIFIED if project.classifiers else Confidence.LIKELY


def _project(projects: list[Project], path: str) -> Project | None:
    """Return the project that a package belongs to: the one in the nearest folder above it."""
    above = [x for x in projects if path.startswith(dirname(x.path) + "/") or not dirname(x.path)]
    return max(above, key=lambda x: len(dirname(x.path)), default=None)


def offered_names(repo: Repo, file: PythonFile, depth: int = 3) -> frozenset[str]:
    """Return the public names of a module: listed, defined, or taken from its own package; stars are followed."""
    package = dirname(file.path).rpartition("/")[2]
    own = [x for x in file.imports if x.level or x.name == "*" or x.package == package]
    names = {x.alias for x in own if x.name != "*"} | set(file.exports)
    names |= {x.name for x in file.functions} | {x.name for x in file.classes}
    for star in own if depth else ():
        found = modules(repo).find(star.module, file.path) if star.name == "*" else None
        behind = python_file(repo, found.path) if found and not found.rest else None
        if behind and behind.path != file.path:
            names |= frozenset(behind.exports) or offered_names(repo, behind, depth - 1)
    return frozenset(name for name in names if not name.startswith("_") and "." not in name)
