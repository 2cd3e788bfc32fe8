"""Which folders are packaged apart, and which of them do machine learning or answer over the network?"""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.component.images import DOCKERFILES, is_image
from seatrial.read.code.python import PYTHON
from seatrial.read.ml_packages import is_ml
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, fact, role

#: Folders of helpers: what stands below them is no part that somebody deploys.
_HELPERS = frozenset({
    "tools", "tool", "scripts", "utils", "dev", "ci", ".github", "infra", "benchmarks", "plugins",
})  # fmt: skip
#: Packages by which a program answers others over the network.
FRAMEWORKS = frozenset({
    "fastapi", "flask", "django", "rest_framework", "starlette", "litestar", "aiohttp", "tornado", "sanic", "quart",
    "falcon", "bottle", "grpc",
})  # fmt: skip
#: Where language models are asked by plain HTTP.
_ASKED_AT = regex(r"^https?://[^/\s]{1,80}/[^\s]{0,80}(?:chat/completions|v1/messages|:generateContent)\b")
#: Manifests of programs in other languages.
_MANIFESTS = frozenset({"package.json", "go.mod", "pom.xml", "build.gradle", "build.gradle.kts", "cargo.toml"})
#: Programs that start what a folder of pipelines holds, and how the folder in it is called that they read.
_ORCHESTRATORS = frozenset({"airflow", "prefect", "dagster", "kfp", "metaflow", "flytekit", "luigi", "mage_ai"})
_LAST = regex(r"(?<=[^/])/(?:dags|flows|pipelines|jobs|assets|plugins)$")
#: What is imported to prepare rows or to judge a model that another part makes and answers with.
_JUDGING = ("sklearn.metrics.", "torchmetrics.", "evaluate.")
_PREPARING = ("sklearn.preprocessing.", "sklearn.model_selection.", "sklearn.utils.", "imblearn.")
#: Lists of packages: ``requirements-cpu.in``, ``trainer_requirements.txt``.
_REQUIREMENTS = regex(r"requirements.*|[\w.-]{1,80}[_.-]requirements\.(?:txt|in)")
#: What is imported to have a cloud do the work: pipelines hand it over, and what trains or answers stands elsewhere.
_HANDING = ("google.cloud.aiplatform",)
_DEEPEST = 3  #: folders below the root in which a part may start


def roots_with_models(repo: Repo) -> Iterator[str]:
    """Yield the outermost folders that are packaged apart and do machine learning.

    One that only prepares rows, as to fill a database, has no model; nor have pipelines that only judge one or hand it
    to a cloud: they start and watch the work of others.
    """
    found: list[str] = []
    for folder in sorted(packaged_folders(repo), key=lambda folder: (folder.count("/"), folder)):
        inside = below(repo, folder)
        besides = (*_PREPARING, *_JUDGING, *_HANDING) if orchestrates(repo, inside) else _PREPARING
        if not any(folder.startswith(f"{outer}/") for outer in found) and does_ml(repo, inside, besides):
            found.append(folder)
    yield from sorted(found)


def below(repo: Repo, folder: str) -> frozenset[str]:
    """Return what stands in a folder, and in those within it."""
    return frozenset(path for path in repo.paths if path.startswith(f"{folder}/"))


def packaged_folders(repo: Repo) -> Iterator[str]:
    """Yield the folders with a packaging manifest of their own, or with requirements and a Dockerfile of any name."""
    for folder, inside in _names_by_folder(repo).items():
        built = any(DOCKERFILES.search(name) for name in inside)
        required = any(_REQUIREMENTS.fullmatch(name) for name in inside)
        if inside & {"pyproject.toml", "setup.py"} or (built and required):
            yield folder


def orchestrated_folders(repo: Repo, roots: tuple[str, ...]) -> Iterator[str]:
    """Yield the folders outside of all parts whose files an orchestrator starts, and that do machine learning.

    One that imports what is of a part does the work of that part, and one that only judges a model starts and watches
    the work of others: neither is a part of its own.
    """
    theirs = frozenset(word for root in roots for word in importable(repo, root))
    found: dict[str, None] = {}
    for path in repo.matching(_is_python):
        if not path.startswith(tuple(f"{root}/" for root in roots)) and role(repo, path) is Role.OWN:
            folder = _LAST.sub("", path.rpartition("/")[0])
            if folder and not _helps(folder) and orchestrates(repo, (path,)):
                found[folder] = None
    for folder in found:
        inside = below(repo, folder)
        if theirs.isdisjoint(imported_packages(repo, inside)) and does_ml(repo, inside, besides=(*_JUDGING, *_HANDING)):
            yield folder


def orchestrates(repo: Repo, paths: Iterable[str]) -> bool:
    """Tell whether own code among the paths imports what starts pipelines."""
    return not _ORCHESTRATORS.isdisjoint(imported_packages(repo, paths))


def _is_python(path: str) -> bool:
    return path.endswith(".py")


def importable(repo: Repo, root: str) -> Iterator[str]:
    """Yield the names by which others may import what stands in a folder."""
    yield root.rpartition("/")[2]
    for path in repo.paths:
        if path.startswith(f"{root}/") and path.endswith(".py"):
            inside = path[len(root) + 1 :].removeprefix("src/")
            yield inside.partition("/")[0].removesuffix(".py")


def foreign_folders(repo: Repo) -> Iterator[str]:
    """Yield the folders with a manifest of a program in another language: a page, a gateway, a library for callers."""
    yield from (folder for folder, inside in _names_by_folder(repo).items() if inside & _MANIFESTS)


@fact
def _names_by_folder(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return what stands in each folder that could be a part, in small letters; what helps to build is none."""
    names: dict[str, set[str]] = {}
    for path in repo.paths:
        folder, _, name = path.rpartition("/")
        if folder and folder.count("/") < _DEEPEST and role(repo, path) is Role.OWN:
            names.setdefault(folder, set()).add(name.lower())
    return {folder: frozenset(found) for folder, found in names.items() if not _helps(folder)}


def _helps(folder: str) -> bool:
    return not _HELPERS.isdisjoint(folder.lower().split("/"))


def serves(repo: Repo, paths: frozenset[str]) -> bool:
    """Tell whether an image at the top, and a framework that own code among the paths imports, make a server of it."""
    return any("/" not in path and is_image(path) for path in paths) and not FRAMEWORKS.isdisjoint(
        imported_packages(repo, paths)
    )


def imported_packages(repo: Repo, paths: Iterable[str]) -> frozenset[str]:
    """Return the outermost packages that own code among the paths imports."""
    files = (path for path in sorted(paths) if path.endswith(".py") and role(repo, path) is Role.OWN)
    return frozenset(found.package for file in repo.records(PYTHON, files) for found in file.imports)


def has_packaged_root(repo: Repo) -> bool:
    """Tell whether the top of the repository is packaged itself."""
    return any(name in repo.entries for name in ("pyproject.toml", "setup.py", "setup.cfg"))


def does_ml(repo: Repo, paths: frozenset[str], besides: tuple[str, ...] = ()) -> bool:
    """Tell whether own code among the paths imports a library of machine learning that is not the repository's.

    ``besides`` names the beginnings of imports that do not count. What names the address at which a language model is
    asked needs no library for that.
    """
    ours = {part for path in repo.paths for part in path.removesuffix(".py").split("/")}
    files = (path for path in sorted(paths) if path.endswith(".py") and role(repo, path) is Role.OWN)
    return any(
        any(
            is_ml(name := f"{found.module}.{found.name}") and not name.startswith(besides) and found.package not in ours
            for found in file.imports
        )
        or any(_ASKED_AT.search(text.value) for text in file.texts)
        for file in repo.records(PYTHON, files)
    )
