"""A repository holds one or more components; checks judge a component."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import field
from typing import Final, TypeVar

from seatrial.model import Evident
from seatrial.model.record import dataclass
from seatrial.read.code.python import PYTHON
from seatrial.read.infrastructure.dockerfile import DOCKERFILE, Dockerfile
from seatrial.read.ml_packages import is_ml
from seatrial.read.regex import regex
from seatrial.repo import Answers, Repo, Role, bound, role

Thing = TypeVar("Thing", bound=Evident)

#: Folders of helpers: what stands below them is no part that somebody deploys.
_HELPERS: Final = frozenset({
    "tools", "tool", "scripts", "utils", "dev", "ci", ".github", "infra", "benchmarks", "plugins",
})  # fmt: skip
#: Packages by which a program answers others over the network.
_FRAMEWORKS: Final = frozenset({
    "fastapi", "flask", "django", "rest_framework", "starlette", "litestar", "aiohttp", "tornado", "sanic", "quart",
})  # fmt: skip
#: Where language models are asked by plain HTTP.
_ASKED_AT: Final = regex(r"^https?://[^/\s]{1,80}/[^\s]{0,80}(?:chat/completions|v1/messages|:generateContent)\b")
_DOCKERFILE: Final = regex(r"^(?:docker|container)file(?:[._-]|$)|\.(?:docker|container)file$", re.IGNORECASE)
_DEEPEST: Final = 3  #: folders below the root in which a component may start
_TELLING: Final = 5  #: letters of a word that tells one part from another


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """One deployable or importable part: its own paths, and the files it shares with the others."""

    name: str  #: the root folder, or "." for the whole repository
    repo: Repo
    root: str = ""  #: "" for the whole repository
    own: Set[str] = frozenset()  #: paths of the component alone
    shared: Set[str] = frozenset()  #: paths outside all components: CI, documents, manifests
    answers: Answers = field(default_factory=Answers)

    def of(self, things: Iterable[Thing]) -> tuple[Thing, ...]:
        """Keep those records of a repository's fact that stand in this component, then those in its shared files."""
        kept = [thing for thing in things if thing.place.path in self]
        return tuple(sorted(kept, key=lambda thing: thing.place.path not in self.own))

    def __contains__(self, path: str) -> bool:
        """Tell whether a path is the component's own or shared."""
        return path in self.own or path in self.shared


@bound
def components(repo: Repo) -> tuple[Component, ...]:
    """Return the components, at least one, sorted by name.

    The whole repository is one, unless at least two folders are packaged apart and each does machine learning of its
    own. What stands outside them is shared, unless the root is packaged too and does machine learning itself, or is a
    server with an image of its own: a product beside the models that it asks, whose code, notebooks and packaged
    folders are its own. Code outside that the image of a part
    copies is its own: one server around several models makes each of them a service. So is a folder that is packaged
    apart and has no image, where the image of another copies it: a library beside the server that it is made for.
    """
    roots = tuple(_deployed(repo, tuple(_roots(repo))))
    if len(roots) < 2:
        return (_component(repo, ".", "", frozenset(repo.paths), frozenset()),)
    owned = {root: frozenset(path for path in repo.paths if path.startswith(f"{root}/")) for root in roots}
    outside = frozenset(repo.paths).difference(*owned.values())
    shared = outside
    whole: tuple[Component, ...] = ()
    if _packaged_root(repo) and (_does_ml(repo, outside) or _serves(repo, outside)):
        whole = (_component(repo, ".", "", outside, frozenset()),)
        apart = tuple(f"{folder}/" for folder in _packaged(repo))
        shared = frozenset(path for path in outside if not (path.startswith(apart) or _is_of_product(repo, path)))
    foreign = {root: _called_after_others(root, owned, shared) for root in owned}
    copied = {root: _copied(repo, root, own, shared) for root, own in owned.items()}
    taken = frozenset().union(*copied.values())  # by somebody; a part without such an image may use it all the same
    left = {root: shared - foreign[root] - (taken if copied[root] else frozenset()) for root in owned}
    return (*whole, *(_component(repo, root, root, own | copied[root], left[root]) for root, own in owned.items()))


def _is_of_product(repo: Repo, path: str) -> bool:
    """Tell code and notebooks of a product at the root from its documents, its pipelines and its tests of all parts."""
    return path.endswith(".ipynb") or (path.endswith(".py") and role(repo, path) is Role.OWN)


def _component(repo: Repo, name: str, root: str, own: frozenset[str], shared: frozenset[str]) -> Component:
    paths = (repo.some(f"{name}'s own", own), repo.some(f"shared with {name}", shared))
    return Component(name, repo, root, *paths, repo.answers.of(name))


def _deployed(repo: Repo, roots: tuple[str, ...]) -> Iterator[str]:
    """Yield the folders that have an image of their own, or that no image of another one of them copies."""
    built = {root: [path for path in repo.paths if path.startswith(f"{root}/") and _is_image(path)] for root in roots}
    copied = {root: frozenset(_folders(repo, root, paths)) for root, paths in built.items()}
    for root in roots:
        others = frozenset[str]().union(*(folders for other, folders in copied.items() if other != root))
        if built[root] or root not in others:
            yield root


def _is_image(path: str) -> bool:
    return bool(_DOCKERFILE.search(path.rpartition("/")[2]))


def _folders(repo: Repo, root: str, images: Iterable[str]) -> Iterator[str]:
    """Yield what those images of a part copy that are built from the top of the repository."""
    nested = any(path.startswith(f"{root}/{root}/") for path in repo.paths)  # what its name means inside of it
    for image in (frozenset(_sources(file)) for file in repo.records(DOCKERFILE, images)):
        if any(one.startswith(f"{root}/") or (one == root and not nested) for one in image):
            yield from image


def _copied(repo: Repo, root: str, own: Set[str], shared: Set[str]) -> frozenset[str]:
    """Return the shared code that an image of a part copies, where it is built from the top of the repository."""
    folders = tuple(_folders(repo, root, (path for path in sorted(own) if _is_image(path))))
    code = (path for path in shared if path.endswith(".py") and role(repo, path) is Role.OWN)
    return frozenset(path for path in code if any(path == one or path.startswith(f"{one}/") for one in folders))


def _sources(file: Dockerfile) -> Iterator[str]:
    """Yield what a Dockerfile copies from the folder it is built from."""
    for stage in file.stages:
        for found in stage.instructions:
            if found.name in {"COPY", "ADD"} and "from" not in dict(found.flags):
                words = found.words or tuple(found.text.split())
                yield from (word.removeprefix("./").strip("/") for word in words[:-1])


def _called_after_others(root: str, roots: Iterable[str], shared: frozenset[str]) -> frozenset[str]:
    """Return the shared files whose name says that they belong to other parts: ``k8s/fraud.yaml`` beside ``churn/``."""
    words = {one: _words(one) for one in roots}
    ours = words[root].difference(*(words[one] for one in words if one != root))
    theirs = set().union(*(words[one] for one in words if one != root)) - words[root]
    named = {path: _words(path.rpartition("/")[2].partition(".")[0]) for path in shared}
    return frozenset(path for path, told in named.items() if _meets(told, theirs) and not _meets(told, ours))


def _words(name: str) -> frozenset[str]:
    """Return the words of a name that are long enough to tell one part from another."""
    return frozenset(word for word in re.split(r"[\W_]+", name.lower()) if len(word) >= _TELLING)


def _meets(told: Iterable[str], words: Iterable[str]) -> bool:
    return any(one.startswith(word) or word.startswith(one) for one in told for word in words)


def _roots(repo: Repo) -> Iterator[str]:
    """Yield the outermost folders that are packaged apart and do machine learning."""
    found: list[str] = []
    for folder in sorted(_packaged(repo), key=lambda folder: (folder.count("/"), folder)):
        inside = frozenset(path for path in repo.paths if path.startswith(f"{folder}/"))
        if not any(folder.startswith(f"{outer}/") for outer in found) and _does_ml(repo, inside):
            found.append(folder)
    yield from sorted(found)


def _packaged(repo: Repo) -> Iterator[str]:
    """Yield the folders with a packaging manifest of their own, or with requirements and a Dockerfile of any name."""
    names: dict[str, set[str]] = {}
    for path in repo.paths:
        folder, _, name = path.rpartition("/")
        if folder and folder.count("/") < _DEEPEST and role(repo, path) is Role.OWN:
            names.setdefault(folder, set()).add(name.lower())
    for folder, inside in names.items():
        built = any(_DOCKERFILE.search(name) for name in inside)
        required = any(name.startswith("requirements") for name in inside)
        helper = _HELPERS.intersection(folder.lower().split("/"))
        if not helper and (inside & {"pyproject.toml", "setup.py"} or (built and required)):
            yield folder


def _serves(repo: Repo, paths: frozenset[str]) -> bool:
    """Tell whether an image at the top, and a framework that own code among the paths imports, make a server of it."""
    built = any("/" not in path and _is_image(path) for path in paths)
    files = (path for path in sorted(paths) if path.endswith(".py") and role(repo, path) is Role.OWN)
    return built and any(found.package in _FRAMEWORKS for file in repo.records(PYTHON, files) for found in file.imports)


def _packaged_root(repo: Repo) -> bool:
    return any(name in repo.entries for name in ("pyproject.toml", "setup.py", "setup.cfg"))


def _does_ml(repo: Repo, paths: frozenset[str]) -> bool:
    """Tell whether own code among the paths imports a library of machine learning that is not the repository's.

    What names the address at which a language model is asked needs no library for that.
    """
    ours = {part for path in repo.paths for part in path.removesuffix(".py").split("/")}
    files = (path for path in sorted(paths) if path.endswith(".py") and role(repo, path) is Role.OWN)
    return any(
        any(is_ml(f"{found.module}.{found.name}") and found.package not in ours for found in file.imports)
        or any(_ASKED_AT.search(text.value) for text in file.texts)
        for file in repo.records(PYTHON, files)
    )
