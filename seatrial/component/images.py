"""Which files describe images, and what do those of a folder copy from the rest of the repository?"""

from collections.abc import Iterable, Iterator, Set

from seatrial.read.infrastructure.dockerfile import DOCKERFILE, Dockerfile
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

DOCKERFILES = caseless(r"^(?:docker|container)file(?:[._-]|$)|\.(?:docker|container)file$")


def is_image(path: str) -> bool:
    """Tell whether a file describes an image, by its name."""
    return bool(DOCKERFILES.search(path.rpartition("/")[2]))


def deployed(repo: Repo, roots: tuple[str, ...]) -> Iterator[str]:
    """Yield the folders that have an image of their own, or that no image of another one of them copies."""
    built = {root: [path for path in repo.paths if path.startswith(f"{root}/") and is_image(path)] for root in roots}
    taken = {root: frozenset(copied_folders(repo, root, paths)) for root, paths in built.items()}
    for root in roots:
        others = frozenset[str]().union(*(folders for other, folders in taken.items() if other != root))
        if built[root] or root not in others:
            yield root


def carried(repo: Repo, roots: Iterable[str], outside: Set[str]) -> frozenset[str]:
    """Return the folders without an image that an image at the top copies, by name or with all else: ``COPY . .``."""
    top = (path for path in sorted(outside) if "/" not in path and is_image(path))
    copied = frozenset(one for file in repo.records(DOCKERFILE, top) for one in _sources(file))
    built = tuple(path for path in repo.paths if is_image(path))
    return frozenset(
        root
        for root in roots
        if not any(path.startswith(f"{root}/") for path in built)
        and any(one == "." or f"{root}/".startswith(f"{one}/") for one in copied)
    )


def copied_folders(repo: Repo, root: str, images: Iterable[str]) -> Iterator[str]:
    """Yield what those images of a part copy that are built from the top of the repository."""
    nested = any(path.startswith(f"{root}/{root}/") for path in repo.paths)  # what its name means inside of it
    for image in (frozenset(_sources(file)) for file in repo.records(DOCKERFILE, images)):
        if any(one.startswith(f"{root}/") or (one == root and not nested) for one in image):
            yield from image


def copied_code(repo: Repo, root: str, own: Set[str], shared: Set[str]) -> frozenset[str]:
    """Return the shared code that an image of a part copies, where it is built from the top of the repository."""
    folders = tuple(copied_folders(repo, root, (path for path in sorted(own) if is_image(path))))
    code = (path for path in shared if path.endswith(".py") and role(repo, path) is Role.OWN)
    return frozenset(path for path in code if any(path == one or path.startswith(f"{one}/") for one in folders))


def _sources(file: Dockerfile) -> Iterator[str]:
    """Yield what a Dockerfile copies from the folder it is built from."""
    for stage in file.stages:
        for found in stage.instructions:
            if found.name in {"COPY", "ADD"} and "from" not in dict(found.flags):
                words = found.words or tuple(found.text.split())
                yield from (word.removeprefix("./").strip("/") for word in words[:-1])
