"""Which level does a component have, what holds it there, and what is to be done next?"""

from typing import Final

from seatrial.model.grades import Effort, Level
from seatrial.model.record import dataclass

#: What may hold a level by figures that its message does not name, with their unit.
_UNITS: Final = {"score": "", "dimension": " %", "coverage": " %", "attested": ""}


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing that keeps a component below a level."""

    level: Level  #: the level that it closes
    what: str  #: "gate", "score", "dimension", "coverage", "attested", "expired", "unwritten" or "archetype"
    check: str = ""  #: the id of a gate's check, or a dimension
    requires: str = ""  #: in words: "at least substantive", "45"
    found: str = ""  #: in words: "absent", "32.5"
    message: str = ""  #: one sentence, lower case: "no process number is named"
    step: str = ""  #: the first thing to do about it
    effort: Effort | None = None

    @property
    def told(self) -> str:
        """What closes the level in one sentence, with its figures where the message has none."""
        unit = _UNITS.get(self.what)
        if unit is None:
            return self.message
        return f"{self.message}: {self.found}{unit}, and {self.requires}{unit} is asked"


@dataclass(frozen=True, slots=True)
class FlipSet:
    """The fixes that together open a level with the least work."""

    level: Level
    checks: tuple[str, ...]  #: least work first
    efforts: tuple[Effort, ...]  #: of each of them
    exact: bool = True  #: no other set takes less work; otherwise it was found step by step


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a component stands: by everything that is asked, and by its engineering alone."""

    name: Level
    engineering: Level
    next: Level | None  #: the level above ``name``; None at the top of the archetype's ladder
    held_by: tuple[Hold, ...] = ()  #: what closes the next level
    engineering_held_by: tuple[Hold, ...] = ()  #: what closes the level above ``engineering``
    opened: tuple[str, ...] = ()  #: gates of the next level that hold already: "ARC-01 at least present"
    dropped: tuple[str, ...] = ()  #: gates that the archetype or a missing surface rules out: "PRF-01 at least present"
    points_missing: float = 0.0  #: to the score floor of the next level
    top: Level = Level.MISSION_CRITICAL  #: where the archetype's ladder stops
    flip: FlipSet | None = None  #: the least work that opens the next level; None when no fixes open it


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next, with what it brings."""

    check: str
    name: str
    component: str
    points: float  #: gained by rescoring with this check passed
    effort: Effort
    action: str  #: the first step of the fix
    opens: tuple[Level, ...] = ()  #: levels of which it opens a gate
