"""Which stored result does a path name?"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from .exits import Refused
from .named_file import content

if TYPE_CHECKING:
    from seatrial.model.result import Report

_LIMIT = 200_000_000  #: bytes; the result of a million lines has three


def result_of(path: str) -> "Report":
    """Return the report of a file that ``--format json=FILE`` wrote; refuse what is none, and say why."""
    from seatrial.report.stored import ResultError, from_json

    if path and Path(path).is_dir():
        raise Refused(f"{path} is a folder: name the result that `seatrial audit -f json=FILE` wrote")
    data = content(path, "result", _LIMIT)
    try:
        return from_json(data)
    except ResultError as error:
        raise Refused(f"{path} is no result that can be used: {error}") from None


def is_record(path: str) -> bool:
    """Tell whether a file holds what a benchmark measured, and no audit's result. What cannot be read is neither."""
    try:
        data = content(path, "result", _LIMIT)
        found = json.loads(data) if b'"subjects"' in data else {}  # an audit's, which has no such key, is read once
    except (Refused, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.keys() >= {"runs", "subjects", "asked"}


def results_in(folder: str, of: "Report") -> "tuple[Report, ...]":
    """Return the results in a folder that are about the same repository and older, the oldest first.

    Of each day the last by name counts; other files of the folder are no results, and passed over.
    """
    if not Path(folder).is_dir():
        raise Refused(f"{folder} is no folder")
    found = {}
    for file in sorted(Path(folder).glob("*.json")):
        try:
            one = result_of(str(file))
        except Refused:
            continue
        if one.subject.name == of.subject.name and one.subject.as_of < of.subject.as_of:
            found[one.subject.as_of] = one
    return tuple(found[day] for day in sorted(found))
