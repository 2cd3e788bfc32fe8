"""What does it take to ask a scanner: which files, which command, and how its answer is read?"""

from collections.abc import Callable
from pathlib import Path

from seatrial.model.record import dataclass
from seatrial.model.scan import Seen
from seatrial.repo.repo import Repo
from seatrial.scanners.files import Given
from seatrial.scanners.process import Output


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scanner said, in our nouns."""

    seen: tuple[Seen, ...]
    missed: tuple[tuple[str, str], ...] = ()  #: path and reason
    version: str = ""  #: when the answer holds it


@dataclass(frozen=True, slots=True)
class Scanner:
    """One program. ``understood`` raises ``NotAssessed`` for what is no answer of it."""

    name: str
    package: str  #: the distribution that brings it
    give: Callable[[Repo, tuple[str, ...], Given], None]
    command: Callable[[Given, Path], tuple[str, ...]]  #: arguments; the folder is the scanner's own
    understood: Callable[[Output, Given], Answer]
