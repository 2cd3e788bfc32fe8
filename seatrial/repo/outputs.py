"""Which folders hold what a program of the owner's writes, as names, rules for git and copies say?"""

from collections.abc import Iterator

from seatrial.read.regex import caseless, regex
from seatrial.repo.repo import Repo

#: Folders of a program that makes programs: its work may be tracked all the same, to show what it makes.
_NAMED = caseless(r"/?((?:[\w.-]+/){0,4}generated[-_]?\w*)(?:/\*{0,2})?")
_RULES = ".gitignore"
#: Where setuptools copies a package to before it packs a wheel.
_BUILT = regex(r"((?:[^/]+/)*?)(build/lib(?:\.[\w.-]+)?/)(.+\.py)")


def output_folders(repo: Repo) -> tuple[str, ...]:
    """Return the folders that are called generated and that git is told to leave out: nobody wrote what is in them.

    Either alone does not tell: much that is called so is the owner's product, and a list of ignored names is often that
    of a template, which names ``lib/`` and ``data/`` as well.
    """
    return tuple(dict.fromkeys([*(f"{name}/" for name in _named(repo)), *_built(repo)]))


def _named(repo: Repo) -> Iterator[str]:
    for line in repo.text_or_empty(_RULES).splitlines():
        if match := _NAMED.fullmatch(line.strip()):
            yield match[1]


def _built(repo: Repo) -> Iterator[str]:
    """Yield the folders into which a package was copied to be packed, where its source stands beside them."""
    found = [match for path in repo.paths if "build/lib" in path and (match := _BUILT.fullmatch(path))]
    known = frozenset(repo.paths) if found else frozenset()
    for match in found:
        if not known.isdisjoint((match[1] + match[3], f"{match[1]}src/{match[3]}")):
            yield match[1] + match[2]
