"""Where does a baseline stand, and how is it read and written?"""

from pathlib import Path
from typing import TYPE_CHECKING

from .exits import Refused

if TYPE_CHECKING:
    from seatrial.gate.baseline import Baseline


def file_of(path: str, file: str | None) -> Path:
    """Return the file of a baseline: the one that was named, else the usual one in the folder."""
    from seatrial.gate.baseline import NAME

    if file:
        return Path(file)
    return Path(path) / NAME if Path(path).is_dir() else Path(NAME)


def baseline_in(file: str) -> "Baseline":
    """Return the baseline of a file; refuse what is none, what was cut off and what was edited."""
    from seatrial.gate.baseline import BaselineError, from_json
    from seatrial.gate.baseline.file import LIMIT

    try:
        with Path(file).open("rb") as opened:
            data = opened.read(LIMIT + 1)
    except FileNotFoundError:
        raise Refused(f"there is no baseline {file}: make it with seatrial baseline create") from None
    except OSError as error:
        raise Refused(f"cannot read {file}: {error.strerror or error}") from None
    try:
        return from_json(data)
    except BaselineError as error:
        raise Refused(f"{file} cannot be used: {error}") from None


def write(target: Path, baseline: "Baseline", *, new: bool) -> None:
    """Write a baseline in the place of another, whole or not at all; a new one overwrites nothing; and never a link."""
    from seatrial.atomic_write import write_whole
    from seatrial.gate.baseline import to_json

    if target.is_symlink():
        raise Refused(f"{target} is a link: nothing is written through one")
    try:
        if new:
            with target.open("xb") as opened:
                opened.write(to_json(baseline))
        else:
            write_whole(target, to_json(baseline))
    except OSError as error:
        raise Refused(f"cannot write {target}: {error.strerror or error}") from None
