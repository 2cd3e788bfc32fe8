"""Which folders hold what a program of the owner's writes, as their name and the owner's rules for git both say?"""

from collections.abc import Iterator

from seatrial.read.regex import caseless
from seatrial.repo.repo import Repo

#: Folders of a program that makes programs: its work may be tracked all the same, to show what it makes.
_NAMED = caseless(r"/?((?:[\w.-]+/){0,4}generated[-_]?\w*)(?:/\*{0,2})?")
_RULES = ".gitignore"


def output_folders(repo: Repo) -> tuple[str, ...]:
    """Return the folders that are called generated and that git is told to leave out: nobody wrote what is in them.

    Either alone does not tell: much that is called so is the owner's product, and a list of ignored names is often that
    of a template, which names ``lib/`` and ``data/`` as well.
    """
    return tuple(f"{name}/" for name in dict.fromkeys(_named(repo)))


def _named(repo: Repo) -> Iterator[str]:
    for line in repo.text_or_empty(_RULES).splitlines():
        if match := _NAMED.fullmatch(line.strip()):
            yield match[1]
