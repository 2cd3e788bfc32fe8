"""Which modules of the owner's own does the import of a file need that are not in the repository, or are no Python?"""

import posixpath
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.modules import modules
from seatrial.facts.code.python_files import python_files
from seatrial.facts.project.dependencies import declared_names, project_names
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Import, PythonFile
from seatrial.read.project.requirement import normal
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Made by a build, compiled, or kept out of a repository on purpose.
_MADE = regex(
    r"_.*|.*_pb2(_grpc)?|(.*_)?version(_info)?|(.*_)?(local|secrets?|credentials?|private|generated|gen)|(local|private)_.*"
)
#: What makes an application of an endpoint; a function that does is its factory.
_APPLICATIONS = frozenset({"FastAPI", "Flask", "Litestar", "Quart", "Sanic", "Starlette"})
#: What no version of Python reads; other errors may be of an older or a newer one than ours.
_FATAL = regex(
    r"unterminated (?:triple-quoted )?string literal|unexpected indent|unindent does not match|was never closed"
    r"|expected an indented block|unmatched '[)\]}]'"
)
#: Libraries that folders are called after which hold what such a tool is given.
_TOOLS = frozenset({
    "airflow", "celery", "dagster", "databricks", "dbt", "docker", "feast", "google", "grpc", "kafka", "kubernetes",
    "locust", "mlflow", "prefect", "pulumi", "pyspark", "ray", "redis", "sagemaker", "spark", "sqlalchemy", "streamlit",
})  # fmt: skip


def missing_module(repo: Repo, path: str) -> Evidence | None:
    """Return the import that stops a file from being imported, its own or that of what it imports; None for none.

    Only what runs with the import counts, and what a factory of an application runs, since its start calls that:
    what stands in another function, below ``TYPE_CHECKING`` or in a ``try`` that catches its failure may be missing. A
    module is missing only below a package of which others are there.
    """
    return unimportable_files(repo).get(path)


@fact
def unimportable_files(repo: Repo) -> Mapping[str, Evidence]:
    """Return the files whose import ends in a module that is missing or is no Python, each with the nearest such."""
    found = dict(_lost(repo))
    waiting = deque(found)
    importers = _importers(repo) if found else {}
    while waiting:
        lost = waiting.popleft()
        for path in importers.get(lost, ()):
            if path not in found:
                found[path] = found[lost]
                waiting.append(path)
    return found


def _importers(repo: Repo) -> dict[str, list[str]]:
    """Return by file the files whose import imports it."""
    known = modules(repo)
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for file in python_files(repo):
        taken = (known.find(one.dotted, file.path) for one in at_import(file))
        for path in dict.fromkeys(one.path for one in taken if one):
            by_file[path].append(file.path)
    return by_file


def at_import(file: PythonFile) -> Iterator[Import]:
    """Return the imports that run when a file is imported: none below a ``try`` that catches, nor for types alone."""
    run = _run(file) if any(one.scope for one in file.imports) else {""}
    return (one for one in file.imports if one.scope in run and not (one.guarded or one.for_typing))


def _run(file: PythonFile) -> set[str]:
    """Return the scopes that run when a file is imported and the application that it makes is made."""
    own = {item.name for item in file.functions if not item.in_class}
    calls = [call for call in file.calls if not {"main", "try", "except", "lambda"}.intersection(call.inside)]
    found: set[str] = set()
    more = {"", *(call.scope for call in calls if call.last in _APPLICATIONS and call.scope in own)}
    while more:
        found |= more
        more = {call.name for call in calls if call.scope in found and call.name in own} - found
    return found


@fact
def _lost(repo: Repo) -> Mapping[str, Evidence]:
    """Return, by file, the first import of a module that should stand in a package of the owner's and does not.

    A file that no Python reads is lost itself.
    """
    own = [file for file in python_files(repo) if role(repo, file.path) in {Role.OWN, Role.TEST}]
    proven = {top for file in own for one in file.imports if (top := _proves(repo, file, one))}
    found: dict[str, Evidence] = {}
    for file in own:
        if _FATAL.search(file.broken):
            found[file.path] = Evidence(Place(file.path), f"{file.path} is no Python: {file.broken}")
            continue
        for one in at_import(file):
            lacks = one.module if one.module.lstrip(".").partition(".")[0] in proven else ""
            if lacks and _is_missing(repo, file, lacks):
                name = lacks.lstrip(".")
                found[file.path] = Evidence(
                    Place(file.path, one.line), f"{file.path} imports {name}, which is not here"
                )
                break
    return found


def _proves(repo: Repo, file: PythonFile, one: Import) -> str:
    """Return the first part of a name of several that leads to a file here: its package is no library's."""
    top, dot, _ = one.module.lstrip(".").partition(".")
    found = modules(repo).find(one.module, file.path) if dot else None
    return top if found and not found.rest and found.path.endswith(".py") else ""


def _is_missing(repo: Repo, file: PythonFile, dotted: str) -> bool:
    """Tell whether a package of the owner's holds no module of this name, nor could a build bring it there."""
    known, mark = modules(repo), "." if dotted.startswith(".") else ""
    parts = dotted.lstrip(".").split(".")
    if (found := known.find(dotted, file.path)) and not found.rest:
        return False
    for end in range(len(parts) - 1, 0, -1):
        above = known.find(f"{mark}{'.'.join(parts[:end])}", file.path)
        if above is not None and not above.rest:
            folder = above.path.removesuffix("/__init__.py")
            if folder.endswith(".py") or (not mark and _may_be_a_library(repo, file, parts[0])):
                return False
            return _lacks(repo, folder, parts[end], above.path)
    return False


def _may_be_a_library(repo: Repo, file: PythonFile, top: str) -> bool:
    """Tell whether a folder is called like a library that is installed: the folder ``airflow`` holds what Airflow runs.

    A package of the owner's by that name stands at the top, and not inside of another one.
    """
    known = modules(repo)
    found = known.find(top, file.path)
    init = found.path if found and found.path.endswith("/__init__.py") else ""
    is_top = bool(init) and known.root(init) == posixpath.dirname(posixpath.dirname(init))
    named = declared_names(repo) - project_names(repo)
    asked = normal(top) in named  # a bare folder never hides what is installed
    # nor does one that several packages share: ``acme`` of acme-core and of acme-tools, which is installed
    shared = not init and any(name.startswith(f"{normal(top)}-") for name in named)
    return not is_top and (asked or shared or is_called_like_a_library(top))


def is_called_like_a_library(top: str) -> bool:
    """Tell whether the first part of a name is that of a tool, or of a library of machine learning."""
    return top in _TOOLS or is_ml(top)


def _lacks(repo: Repo, folder: str, name: str, package: str) -> bool:
    if _MADE.fullmatch(name) or f"{folder}/{name}" in repo.entries or _ignored(repo, f"{folder}/{name}"):
        return False
    if repo.matching(lambda path: path.startswith((f"{folder}/{name}.", f"{folder}/{name}/"))):
        return False  # compiled code, or a folder of other files
    return package not in repo.entries or not modules(repo).gives(package, name)


def _ignored(repo: Repo, path: str) -> bool:
    """Tell whether git is told to leave this one module out, as settings of one's own: whoever runs it brings it.

    A rule for a folder, as ``models/`` for what a training keeps, takes the code of a package of that name with it by
    mistake, and no clone has it. Where the rules stand in for what git would list, the package may be there.
    """
    from pathspec import PathSpec  # rarely asked, and slow to import

    try:
        rules = repo.text(".gitignore").splitlines() if ".gitignore" in repo.entries else []
        spec = PathSpec.from_lines("gitignore", rules)
    except (Unreadable, ValueError):
        return False
    if repo.snapshot.guessed:
        return spec.match_file(f"{path}.py") or spec.match_file(f"{path}/__init__.py")
    return spec.match_file(f"{path}.py") and not spec.match_file(f"{path.rpartition('/')[0]}/")
