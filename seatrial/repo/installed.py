"""What did an installer write into a folder that is packed with it, as ``pip install -t package`` does?"""

from collections.abc import Iterator, Mapping

from seatrial.read.posix_path import posix
from seatrial.read.regex import regex
from seatrial.repo.repo import Repo

#: The papers of a package that was installed: the list of what was written for it, or what it tells of itself.
_PAPER = regex(r"((?:.+/)?)([^/]+?)(?:-[^/-]+)?\.dist-info/(RECORD|METADATA)")


def installed_paths(repo: Repo) -> frozenset[str]:
    """Return the paths that the papers of installed packages name, and what lies beside those as a copy of own code.

    What the owner wrote into the same folder, and nowhere else, stays the owner's.
    """
    names = _names_by_folder(repo)
    if not names:
        return frozenset()
    within = {path: folders for path in repo.paths if (folders := tuple(_around(path, names)))}
    written = {path for path, folders in within.items() if any(_first(path, one) in names[one] for one in folders)}
    beside = [path for path in within if path not in written and path.endswith(".py")]
    return frozenset(written) | frozenset(_copies(repo, beside, {path for path in repo.paths if path not in within}))


def _names_by_folder(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return the outermost names that an installer wrote, by the folder that it wrote them into."""
    found: dict[str, set[str]] = {}
    for path in repo.paths:
        if ".dist-info/" in path and (match := _PAPER.fullmatch(path)):
            known = found.setdefault(match[1], set())
            known.add(_first(path, match[1]))
            named = match[2].replace("-", "_")
            known |= set(_recorded(repo.text_or_empty(path))) if match[3] == "RECORD" else {named, f"{named}.py"}
    return {folder: frozenset(known) for folder, known in found.items()}


def _recorded(text: str) -> Iterator[str]:
    for line in text.splitlines():
        name = line.partition(",")[0].partition("/")[0].strip('"')
        if name and name != "..":
            yield name


def _around(path: str, names: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the folders around a path into which an installer wrote."""
    ends = (0, *(end + 1 for end, letter in enumerate(path) if letter == "/"))
    yield from (path[:end] for end in ends if path[:end] in names)


def _first(path: str, folder: str) -> str:
    return path[len(folder) :].partition("/")[0]


def _copies(repo: Repo, beside: list[str], outside: set[str]) -> Iterator[str]:
    """Yield the programs that were laid beside the packages to be packed with them, where their source is elsewhere.

    It is one of the same name in the folder around, which may have moved on since, or of the same text anywhere.
    """
    asked = {posix(path).name for path in beside} - {"__init__.py"}
    texts: dict[str, set[str]] = {name: set() for name in asked}
    for path in outside:
        if (name := posix(path).name) in asked:
            texts[name].add(repo.text_or_empty(path))
    for path in beside:
        pure = posix(path)
        above = f"{pure.parent.parent}/{pure.name}".removeprefix("./")
        same = pure.name in asked and repo.text_or_empty(path) in texts[pure.name] - {""}
        if pure.name in asked and (above in outside or same):
            yield path
