"""Which files did an audit write? They tell of a repository, and show nothing of what is done in it."""

import re
from collections.abc import Iterable, Iterator

from seatrial.model.grouped import grouped
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo.repo import Repo

#: How each format of a result begins. A record of the bench, a baseline and an inventory of models are none of them:
#: those are meant to be committed, and count.
_BEGINS = regex(
    rb'<!doctype html>.{0,600}?<meta name="generator" content="seatrial '
    rb"|<!-- seatrial:pr-comment "
    rb"|component,check,name,dimension,severity,stage,state,grade,"
    rb"|<\?xml [^>]*>\s*<testsuites [^>]*name=\"seatrial\""
    rb'|\{\s*"components": \[\s*\{\s*"(?:beside|hardest)": '
    rb'|\{\s*"\$schema": "[^"]*sarif[^"]*",\s*"runs": \[\s*\{\s*"automationDetails": \{\s*"id": "seatrial/'
    rb'|\[\s*\{\s*"check_name": "[A-Z]+-\d+ [a-z0-9-]+",\s*"description": "'
    rb"|seatrial \d+\.\d+\.\d+ \xc2\xb7 ",
    re.DOTALL,
)
_SUFFIXES = (".html", ".md", ".json", ".csv", ".xml", ".txt", ".sarif")
#: In the name of a file that somebody gave to a result. Beside a page any name will do.
_NAMES = caseless(r"seatrial|result|report|summary|readiness|audit")
_HEAD = 1000  #: bytes
_LARGEST = 20_000_000  #: bytes: of a commit the whole file is read for its head
_MOST = 200  #: files of a folder: one with more of them holds data


def reports(repo: Repo) -> tuple[str, ...]:
    """Return the paths of what an audit wrote: those with a likely name, and whatever lies beside one of them."""
    folders = grouped((path.rpartition("/")[0], path) for path in repo.paths if path.endswith(_SUFFIXES))
    return tuple(found for paths in folders.values() if len(paths) <= _MOST for found in _among(repo, paths))


def _among(repo: Repo, paths: Iterable[str]) -> Iterator[str]:
    likely = [path for path in paths if path.endswith(".html") or _NAMES.search(path.rpartition("/")[2])]
    found = [path for path in likely if _is_report(repo, path)]
    yield from found
    if found:
        yield from (path for path in paths if path not in likely and _is_report(repo, path))


def _is_report(repo: Repo, path: str) -> bool:
    if repo.entries[path].size > _LARGEST:
        return False
    try:
        return _BEGINS.match(repo.head(path, _HEAD)) is not None
    except Unreadable:
        return False
