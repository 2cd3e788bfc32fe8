"""What is in a rubric file? The nouns of the table; ``pydantic`` fills and checks them by their types."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import ClassVar

from seatrial.model import Archetype, Effort, Grade, Kind, Level, Severity, Stage, Surface
from seatrial.model.record import dataclass


class Attestable(StrEnum):
    """What a person's word can do for a check that the repository cannot show."""

    SCORE = "score"  #: it counts in the score
    GATE = "gate"  #: it counts in the score and opens gates
    FROM_PRESENT = "from-present"  #: it counts when the evidence is at least present
    COMPLETES = "completes"  #: it makes substantive evidence full, and never opens a gate


@dataclass(frozen=True, slots=True)
class Row:
    """One check as the rubric sees it."""

    id: str
    name: str
    severity: Severity
    stage: Stage
    effort: Effort
    kind: Kind = Kind.PRACTICE
    genai: bool = False
    parents: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    attest: Attestable | None = None
    share: float = 1.0  #: of the severity's weight: how much the score asks of a repository what only others can show
    after: tuple[str, ...] = ()  #: rows that a good team has first, besides the parents; it orders steps and no more
    brings: tuple[str, ...] = ()  #: rows that are in use as soon as this one passes, where they are substantive
    declare: str = ""  #: the key of seatrial.yaml that answers it, substantively

    @property
    def dimension(self) -> str:
        """Return ARC, DAT, ..."""
        return self.id.rpartition("-")[0]

    @property
    def elsewhere(self) -> bool:
        """Tell whether only those who run the system can show it, as a rule."""
        return self.share < 1 and not self.conduct

    @property
    def conduct(self) -> bool:
        """Tell whether the row is about a bad thing that must be absent."""
        return self.kind is Kind.CONDUCT


@dataclass(frozen=True, slots=True)
class Conduct:
    """What a conduct check earns: a unit when clean, a share of the severity's weight when not."""

    required: Grade
    clean: float
    present: float
    absent: float


@dataclass(frozen=True, slots=True)
class Kindred:
    """How one archetype is judged."""

    budgets: Mapping[str, float]
    top: Level = Level.MISSION_CRITICAL
    not_applicable: tuple[str, ...] = ()
    also_needs: Mapping[str, tuple[str, ...]] | None = None
    headline: Mapping[Level, float] | None = None  #: points that a level asks of this archetype in place of the rung's


@dataclass(frozen=True, slots=True)
class Gates:
    """Checks that must reach a grade; ``A|B`` holds when either does."""

    at_least: Grade
    checks: tuple[str, ...]
    when: str = ""  #: surfaces, of which one must be there or undeclared


@dataclass(frozen=True, slots=True)
class Rung:
    """What one level asks for, floors and largest attested share in per cent."""

    gates: tuple[Gates, ...]
    coverage: float
    score: float = 0.0
    headline: float = 0.0  #: points of 100 for production, whatever the target of a run
    dimension: float = 0.0
    attested: float = 100.0
    expired_terms: bool = True  #: whether expired attestations and waivers are tolerated
    conditions: int = 0  #: how many closed gates may be left open as conditions of the level; see ``Climb.reached``


@dataclass(frozen=True, slots=True)
class Bound:
    """How much one clause asks, what it is worth, and who says so."""

    without: Grade  #: the most that the check's evidence is worth while the clause is not met
    source: str
    figures: Mapping[str, float] | None = None  #: by the names in the clause


@dataclass(frozen=True, slots=True)
class Profile:
    """What an industry asks for besides."""

    raises: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    required_from: Mapping[Stage, tuple[str, ...]] | None = None
    demands: Mapping[str, Mapping[str, Bound]] | None = None  #: by check, then by the name of its clause


@dataclass(frozen=True, slots=True)
class Engineering:
    """Which dimensions tell the level that the engineering reaches, and which checks of theirs do not."""

    dimensions: tuple[str, ...]
    without: tuple[str, ...] = ()
    later: Mapping[str, Level] = field(default_factory=dict)  #: by check, the level from which on it is asked of it


@dataclass(frozen=True, slots=True)
class Table:
    """A rubric file."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    name: str
    version: str
    target: Stage  #: that is scored where neither a wish nor the configuration names one
    dimensions: Mapping[str, str]
    engineering: Engineering
    weights: Mapping[Severity, float]
    required: Mapping[Stage, Mapping[Severity, Grade]]
    credits: Mapping[Grade, Mapping[Grade, float]]
    attested: float
    conduct: Conduct
    archetypes: Mapping[Archetype, Kindred]
    levels: Mapping[Level, Rung]
    profiles: Mapping[str, Profile]
    rows: tuple[Row, ...]
    #: data on known vulnerabilities that is older says nothing about what is clean
    vulnerability_data_days: int = 30
    unasked: float = 0.0  #: share of the price of rows that are not asked of a component, which stays open there


def surfaces_of(need: str) -> tuple[Surface, ...]:
    """Return the surfaces of which one is needed; raises ``ValueError`` for a word that is no surface."""
    return tuple(Surface(word) for word in need.split("|"))
