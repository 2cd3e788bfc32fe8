"""Which folders hold a project of others that was copied in, with no mark but the papers that came with it?

A part of a monorepo has metadata, a README and often a licence of its own as well. So one paper alone is never enough,
and whatever ties a folder to the repository around it settles the matter: a holder of rights that both name, an address
that is the repository's own, or the repository's name in the title of the README.
"""

import re
from collections.abc import Iterator
from itertools import islice

from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo.charts import copied_charts, is_chart
from seatrial.repo.papers import SAMPLE, Papers, beginning, code_in, folders_with_papers, heads, papers_of
from seatrial.repo.repo import Repo
from seatrial.repo.rights import Home, holders, homes, kind_of

_NOTES = frozenset({"Kptfile", ".gitrepo"})  #: notes of tools that fetch a folder from another repository
_SOURCE = regex(r"(?m)^(?:upstream:\n(?:[ \t]+[^\n]*\n){0,8}?[ \t]+repo:|[ \t]*remote[ \t]*=)[ \t]*(\S{1,200})")
_NOTE = 20_000  #: bytes of such a note
_ENOUGH = 3  #: points that make a folder another's
_DIFFERS, _CONTRADICTS = 1, 2  #: points of one paper
_MANY = 200  #: folders with papers that are looked into; in whatever others there are all is taken for the owner's
_MOST = 3  #: of the heads of a sample say so
_TITLE = 200  #: characters of a README that hold its title
_NAME = 5  #: letters of a name that is no common word


@dataclass(frozen=True, slots=True)
class _Around:
    """What the repository says of itself outside of the folders that may be others'."""

    name: str
    papers: Papers
    holders: frozenset[str]

    def owns(self, papers: Papers) -> bool:
        """Tell whether something in the papers of a folder names this repository, or who holds its rights."""
        title = _plain(re.split(r"[/+]", self.name)[-1])
        titled = len(title) >= _NAME and title in _plain(papers.readme[:_TITLE])
        return titled or self.has(holders(papers.licence)) or any(map(self.is_home, papers.homes))

    def has(self, named: frozenset[str]) -> bool:
        """Tell whether somebody who holds rights holds them here too, or gave the repository its name."""
        return bool(named & self.holders) or any(len(one) > 3 and one in _plain(self.name) for one in named)

    def is_home(self, home: Home) -> bool:
        """Tell whether an owner and a name on a forge mean this repository, or another of the same owner."""
        owners = {owner for owner, _ in self.papers.homes}
        return home[0] in owners or any(_plain(part) in _plain(self.name) for part in home)


def copied_folders(repo: Repo) -> tuple[str, ...]:
    """Return the folders, each with a slash at its end, whose papers say that others made what is in them."""
    fetched, folders = tuple(_fetched(repo)), tuple(islice(folders_with_papers(repo), _MANY))
    if not folders and not repo.matching(is_chart):
        return fetched
    around = _around(repo, folders)
    found = [*fetched, *copied_charts(repo, around.is_home)]
    for folder in folders:  # the outer one first, which holds the inner ones
        if not folder.startswith(tuple(found)) and _points(repo, papers_of(repo, folder), around) >= _ENOUGH:
            found.append(folder)
    return tuple(found)


def _fetched(repo: Repo) -> Iterator[str]:
    """Yield the folders in which a tool notes from which repository of others it fetched them: kpt and git-subrepo."""
    own = _plain(re.split(r"[/+]", repo.name)[-1])
    for path in islice(repo.matching(_is_note), _MANY):
        folder, _, _ = path.rpartition("/")
        source = _SOURCE.search(repo.text_or_empty(path, _NOTE)) if folder else None
        if source and _plain(source[1].removesuffix(".git").rpartition("/")[2]) != own:
            yield f"{folder}/"


def _is_note(path: str) -> bool:
    return path.rpartition("/")[2] in _NOTES


def _around(repo: Repo, folders: tuple[str, ...]) -> _Around:
    papers = papers_of(repo, "")
    outside = [path for path in code_in(repo, "") if not path.startswith(folders)]
    nearest = sorted(outside, key=lambda path: path.count("/"))[: 2 * SAMPLE]  # copies lie deeper
    said = [papers.licence, beginning(repo, "NOTICE"), beginning(repo, "AUTHORS"), *heads(repo, nearest)]
    return _Around(repo.name.lower(), papers, frozenset().union(*map(holders, said)))


def _points(repo: Repo, papers: Papers, around: _Around) -> int:
    """Return how much speaks for a copy.

    Metadata of its own, which every part of a monorepo has, only tips the scales when something else contradicts.
    """
    if around.owns(papers):
        return 0
    by_licence = _by_licence(papers, around)
    by_heads = _by_heads(heads(repo, code_in(repo, papers.folder)), papers, around)
    by_metadata = _CONTRADICTS if homes(papers.manifest) else 0
    if papers.manifest and not by_metadata and _CONTRADICTS in (by_licence, by_heads):
        by_metadata = _DIFFERS
    homes_named = {_plain(name) for _, name in homes(papers.readme)}
    by_readme = _plain(papers.folder.rstrip("/").rpartition("/")[2]) in homes_named
    return by_licence + by_heads + by_metadata + by_readme + papers.versioned


def _by_licence(papers: Papers, around: _Around) -> int:
    """Return whether others hold the rights, and under another licence."""
    named, kind, root = holders(papers.licence), kind_of(papers.licence), kind_of(around.papers.licence)
    if named and (around.holders or (kind and root and kind != root)):
        return _CONTRADICTS
    return _DIFFERS if named or (kind and kind != root) else 0


def _by_heads(said: list[str], papers: Papers, around: _Around) -> int:
    """Return whether the first lines of most files of code name others, or another licence than the root has."""
    named = [holders(head) for head in said]
    if any(map(around.has, named)):
        return 0
    if sum(map(bool, named)) >= _MOST:
        return _CONTRADICTS if around.holders else _DIFFERS
    root, theirs = kind_of(around.papers.licence), holders(papers.licence)
    other = sum(kind_of(head) not in ("", root) for head in said) if root else 0
    signed = sum(sum(word in head.lower() for word in theirs) > 1 for head in said)
    return _DIFFERS if max(other, signed) >= _MOST else 0


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
