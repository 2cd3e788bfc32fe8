"""Which stored result does a path name?"""

from pathlib import Path
from typing import TYPE_CHECKING

from .exits import Refused

if TYPE_CHECKING:
    from seatrial.model.result import Report

_LIMIT = 200_000_000  #: bytes; the result of a million lines has three


def result_of(path: str) -> "Report":
    """Return the report of a file that ``--format json=FILE`` wrote; refuse what is none, and say why."""
    from seatrial.report.stored import ResultError, from_json

    file = Path(path)
    try:
        if file.is_dir():
            raise Refused(f"{path} is a folder: name the result that `seatrial audit -f json=FILE` wrote")
        if file.stat().st_size > _LIMIT:
            raise Refused(f"{path} is larger than {_LIMIT // 1_000_000} MB, which no result is")
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"cannot read {path}: {error.strerror or error}") from None
    try:
        return from_json(data)
    except ResultError as error:
        raise Refused(f"{path} is no result that can be used: {error}") from None
