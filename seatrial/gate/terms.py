"""What is a policy, what is a change, and what does the one make of the other? The nouns of a gate."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from seatrial.comparison import Comparison
from seatrial.config import Config
from seatrial.model import Level, Place, Severity
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.repo import Snapshot


class Outcome(StrEnum):
    """What a policy makes of a report."""

    NONE = "none"  #: the policy asks for nothing
    PASS = "pass"  # noqa: S105 -- a word of the last line, not a password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"  #: nothing failed, but more is unknown than the policy allows


class Verdict(StrEnum):
    """Whether the lowest component has come as far as it was asked to."""

    READY = "ready"
    CONDITIONAL = "conditional"  #: but for gates that the level allows to open later
    NOT_READY = "not-ready"
    NOTHING = "nothing"  #: there is no machine learning to assess


@dataclass(frozen=True, slots=True)
class Policy:
    """What a gate asks for; None and False ask for nothing."""

    fail_under: float | None = None  #: the least lower bound of the headline's score
    fail_on: Severity | None = None  #: the least severity of a finding that fails the gate
    max_unknown: float | None = None  #: per cent of the price that may be unknown
    strict: bool = False  #: notices fail too: terms that end, waivers that nothing uses
    no_new: Severity | None = None  #: the least severity of a finding that a change may not bring
    min_level: Level | None = None  #: the least level of the headline
    #: the least per cent that each component earns in a dimension, by the prefix of its checks
    dimensions: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    report_only_until: dt.date | None = None  #: through this day what is missed is told, and fails nothing
    latency: float | None = None  #: per cent by which a measured p50 or p99 may become longer


@dataclass(frozen=True, slots=True)
class End:
    """One end of a change: a state of a repository, and what its owner configured there."""

    snapshot: Snapshot
    config: Config


@dataclass(frozen=True, slots=True)
class Loosened:
    """One way in which a change asks for less than was asked before."""

    place: Place  #: in the configuration of the later state
    message: str  #: one sentence, lower case, no full stop
    severity: Severity = Severity.HIGH

    @property
    def order(self) -> tuple[int, Place, str]:
        """Return the worst first, then by place."""
        return -self.severity.rank, self.place, self.message


@dataclass(frozen=True, slots=True)
class Change:
    """What a change does to a result, and to the policy itself."""

    compared: Comparison
    loosened: tuple[Loosened, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a policy asks for, with what was found."""

    name: str
    found: str
    required: str
    holds: bool
    otherwise: Outcome = Outcome.FAIL  #: what the gate comes to when it does not hold; NONE is only told
    against: frozenset[tuple[str, str]] = frozenset()  #: components and checks whose findings it does not allow


@dataclass(frozen=True, slots=True)
class Gate:
    """A policy applied to a report."""

    conditions: tuple[Condition, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return the worst that any condition comes to."""
        missed = {condition.otherwise for condition in self.conditions if not condition.holds} - {Outcome.NONE}
        if missed:
            return Outcome.FAIL if Outcome.FAIL in missed else Outcome.INCONCLUSIVE
        return Outcome.PASS if self.conditions else Outcome.NONE


@dataclass(frozen=True, slots=True)
class Judged:
    """A change with what its policy makes of it."""

    change: Change
    gate: Gate

    @property
    def head(self) -> Report:
        """Return the later result."""
        return self.change.compared.new
