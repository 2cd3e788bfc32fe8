"""Which level does a component have, what holds it there, and what is to be done next?"""

from collections.abc import Sequence

from seatrial.model.counted import counted
from seatrial.model.grades import Effort, Level
from seatrial.model.record import dataclass

#: What may hold a level by figures that its message does not name, with their unit.
_UNITS = {"score": "", "dimension": " %", "coverage": " %", "attested": ""}


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing that keeps a component below a level."""

    level: Level  #: the level that it closes
    what: str  #: "gate", "score", "dimension", "coverage", "attested", "expired" or "unwritten"
    check: str = ""  #: the id of a gate's check, or a dimension
    requires: str = ""  #: in words: "at least substantive", "45"
    found: str = ""  #: in words: "absent", "32.5"
    message: str = ""  #: one sentence, lower case: "no process number is named"
    step: str = ""  #: the first thing to do about it
    effort: Effort | None = None
    key: str = ""  #: of seatrial.yaml, when declaring it opens the gate: "kpi"

    @property
    def told(self) -> str:
        """What closes the level in one sentence, with its figures where the message has none."""
        unit = _UNITS.get(self.what)
        if unit is None:
            return self.message
        return f"{self.message}: {self.found}{unit}, and {self.requires}{unit} is asked"


def on_conditions(what: str, conditions: Sequence[Hold]) -> str:
    """Say that something holds on conditions; as it is without any."""
    return f"{what} on {counted(len(conditions), 'condition')}" if conditions else what


@dataclass(frozen=True, slots=True)
class FlipSet:
    """The fixes that together open a level with the least work, so that no condition is left."""

    level: Level
    checks: tuple[str, ...]  #: least work first
    efforts: tuple[Effort, ...]  #: of each of them
    exact: bool = True  #: no other set takes less work; otherwise it was found step by step
    declared: tuple[str, ...] = ()  #: of them, those that are only declared, in one go

    @property
    def work(self) -> tuple[Effort, ...]:
        """The efforts of all, where everything that is only declared is one."""
        pairs = zip(self.checks, self.efforts, strict=True)
        done = [effort for check, effort in pairs if check not in self.declared]
        return (*([Effort.SMALL] if self.declared else []), *done)


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
    flip: FlipSet | None = None  #: the least work that opens the next level outright; None when no fixes open it
    conditions: tuple[Hold, ...] = ()  #: closed gates of ``name`` that have to open before the level above
    engineering_conditions: tuple[Hold, ...] = ()  #: those of ``engineering``

    @property
    def outright(self) -> Level:
        """The highest level that is reached without conditions."""
        return self.name.raised(-1) if self.conditions else self.name

    @property
    def held_besides(self) -> tuple[Hold, ...]:
        """What closes the next level besides the conditions."""
        return tuple(hold for hold in self.held_by if hold not in self.conditions)

    @property
    def told(self) -> str:
        """The level in words: "candidate", "candidate on 2 conditions"."""
        return on_conditions(self.name, self.conditions)

    @property
    def engineering_told(self) -> str:
        """The level that the engineering reaches, in words, with the checks behind its conditions."""
        checks = ", ".join(one.check for one in self.engineering_conditions)
        conditional = on_conditions(self.engineering, self.engineering_conditions)
        return f"{conditional} ({checks})" if checks else conditional


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next, with what it brings. What people only have to declare is one step together."""

    check: str
    name: str
    component: str
    points: float  #: gained by rescoring with its checks passed; what is declared is substantive at most
    effort: Effort
    action: str  #: the first step of the fix
    opens: tuple[Level, ...] = ()  #: levels of which it opens a gate, each as often as it opens one
    also: tuple[str, ...] = ()  #: further checks that it settles
    keys: tuple[str, ...] = ()  #: of seatrial.yaml, that it declares; () for everything else
    after: tuple[str, ...] = ()  #: checks that it builds on, and of which there is nothing yet

    @property
    def checks(self) -> tuple[str, ...]:
        """Every check that it settles."""
        return (self.check, *self.also)
