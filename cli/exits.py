"""With which exit code, and which last line, does a command end? The codes are frozen API."""

from collections.abc import Iterable
from enum import IntEnum

from seatrial.model.record import dataclass


class Exit(IntEnum):
    """What a shell sees."""

    PASSED = 0  #: done, and the gate passed if there was one
    FAILED = 1  #: the gate failed
    USAGE = 2  #: the command line, the configuration or a path cannot be used
    INTERNAL = 3  #: an internal error, or a check crashed: the results are kept and partial
    NOTHING = 4  #: nothing was audited, since no machine learning was found
    INCONCLUSIVE = 5  #: more is unknown than the gate allows
    INTERRUPTED = 130


#: When several apply, the first of these is told.
_ORDER = (Exit.INTERRUPTED, Exit.INTERNAL, Exit.USAGE, Exit.NOTHING, Exit.FAILED, Exit.INCONCLUSIVE, Exit.PASSED)

HELP = (
    "Exit codes: 0 the gate passed, or none was asked for; 1 the gate failed; 2 wrong usage, configuration or path; "
    "3 internal error, or a check crashed; 4 nothing to audit: no machine learning was found; "
    "5 too much is unknown; 130 interrupted."
)


class Refused(Exception):
    """The command line asks for something that cannot be done; the text says what and why."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended; ``told`` are the words of the last line besides verdict, gate and exit."""

    code: Exit
    verdict: str = "none"
    gate: str = "none"
    told: str = ""

    @property
    def line(self) -> str:
        """Return the line that stands last on standard error, to be searched for by scripts."""
        what = f" {self.told}" if self.told else ""
        return f"seatrial: verdict={self.verdict} gate={self.gate}{what} exit={int(self.code)}"


def worst(codes: Iterable[Exit]) -> Exit:
    """Return the code that is told when several apply; passed when none does."""
    found = set(codes)
    return next(code for code in _ORDER if code in found or code is Exit.PASSED)
