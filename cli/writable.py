"""Which file do the answers of an interview, and a waiver, go to?"""

from pathlib import Path
from typing import TYPE_CHECKING

from .exits import Refused
from .options import Manner

if TYPE_CHECKING:
    from datetime import date

    from seatrial.config.written.kept import Kept


def writable(path: str, how: Manner, today: "date", what: str) -> "Kept":
    """Return the file that the answers of an interview, or a waiver, go to; refuse what cannot be added to."""
    from seatrial.config import NAMES
    from seatrial.config.written.kept import Kept
    from seatrial.judging.registry import load_checks
    from seatrial.rubric import load

    from .subject import configured, opened

    if how.config is not None:
        raise Refused(f"{what} goes into the configuration of the repository itself: leave out --config")
    checks = load_checks().checks.values()
    name = configured(opened(path), None, today, checks).path or NAMES[0]
    file = Path(path) / name
    if name == "pyproject.toml":
        raise Refused(f"{what} goes into a seatrial.yaml: move [tool.seatrial] from pyproject.toml there first")
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise Refused(f"{file} is no plain file: nothing is written through a link")
    return Kept(file, today, load().known(checks))
