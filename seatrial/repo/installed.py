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
    paths = (path for path in repo.paths if any(path.startswith(folder) for folder in names))
    return frozenset(path for path in paths if _is_written(path, names) or _is_a_copy(repo, path, names))


def _names_by_folder(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return the outermost names that an installer wrote, by the folder that it wrote them into."""
    found: dict[str, set[str]] = {}
    for path in repo.paths:
        if ".dist-info/" in path and (match := _PAPER.fullmatch(path)):
            known = found.setdefault(match[1], set())
            known.add(path[len(match[1]) :].partition("/")[0])
            named = match[2].replace("-", "_")
            known |= set(_recorded(repo.text_or_empty(path))) if match[3] == "RECORD" else {named, f"{named}.py"}
    return {folder: frozenset(known) for folder, known in found.items()}


def _recorded(text: str) -> Iterator[str]:
    for line in text.splitlines():
        name = line.partition(",")[0].partition("/")[0].strip('"')
        if name and name != "..":
            yield name


def _is_written(path: str, names: Mapping[str, frozenset[str]]) -> bool:
    return any(path.startswith(folder) and path[len(folder) :].partition("/")[0] in names[folder] for folder in names)


def _is_a_copy(repo: Repo, path: str, names: Mapping[str, frozenset[str]]) -> bool:
    """Tell a program that was laid beside the packages to be packed with them, where its source stands elsewhere.

    It is one of the same name in the folder around, which may have moved on since, or of the same text anywhere.
    """
    name = posix(path).name
    if not path.endswith(".py") or name == "__init__.py":
        return False
    folder = posix(path).parent.parent
    if f"{folder}/{name}" in repo.entries:
        return True
    others = (one for one in repo.paths if one.endswith(f"/{name}") or one == name)
    sources = (one for one in others if not any(one.startswith(folder) for folder in names))
    text = repo.text_or_empty(path)
    return bool(text) and any(repo.text_or_empty(one) == text for one in sources)
