"""Does a report pass the policy of whoever runs the audit?"""

import math
from collections.abc import Iterator
from enum import StrEnum

from seatrial.model import Level, Severity
from seatrial.model.record import dataclass
from seatrial.model.result import Report


class Outcome(StrEnum):
    """What a policy makes of a report."""

    NONE = "none"  #: the policy asks for nothing
    PASS = "pass"  # noqa: S105 -- a word of the last line, not a password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"  #: nothing failed, but more is unknown than the policy allows


class Verdict(StrEnum):
    """Whether the lowest component has come as far as it was asked to."""

    READY = "ready"
    NOT_READY = "not-ready"
    NOTHING = "nothing"  #: there is no machine learning to assess


@dataclass(frozen=True, slots=True)
class Policy:
    """What a gate asks for; None and False ask for nothing."""

    fail_under: float | None = None  #: the least lower bound of the headline's score
    fail_on: Severity | None = None  #: the least severity of a finding that fails the gate
    max_unknown: float | None = None  #: per cent of the price that may be unknown
    strict: bool = False  #: notices fail too: terms that end, waivers that nothing uses


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a policy asks for, with what was found."""

    name: str
    found: str
    required: str
    holds: bool
    otherwise: Outcome = Outcome.FAIL  #: what the gate comes to when it does not hold


@dataclass(frozen=True, slots=True)
class Gate:
    """A policy applied to a report."""

    conditions: tuple[Condition, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return the worst that any condition comes to."""
        missed = {condition.otherwise for condition in self.conditions if not condition.holds}
        if missed:
            return Outcome.FAIL if Outcome.FAIL in missed else Outcome.INCONCLUSIVE
        return Outcome.PASS if self.conditions else Outcome.NONE


def gate(report: Report, policy: Policy) -> Gate:
    """Apply a policy to a report. What cannot be scored at all passes no minimum."""
    return Gate(tuple(_conditions(report, policy)))


def verdict(report: Report) -> Verdict:
    """Tell whether the lowest component reaches its target.

    A notebook that reaches the top of its own ladder is still not ready for production: what lies above is decided
    where it is deployed, and nobody has looked there.
    """
    if report.level is None or report.score is None:
        return Verdict.NOTHING
    return Verdict.READY if report.level.name >= Level(report.score.target) else Verdict.NOT_READY


def _conditions(report: Report, policy: Policy) -> Iterator[Condition]:
    if policy.fail_under is not None:
        lower = report.score.lower if report.score else 0.0
        yield Condition(
            "score", f"{math.floor(10 * lower) / 10:.1f}", f"at least {policy.fail_under:g}", lower >= policy.fail_under
        )
    if policy.fail_on is not None:
        least = policy.fail_on
        count = sum(finding.blocking and finding.severity >= least for finding in report.findings)
        yield Condition(f"findings from {least} up", str(count), "none", count == 0)
    if policy.max_unknown is not None:
        unknown = max((100 - one.score.coverage for one in report.components if one.score), default=100.0)
        allowed = f"at most {policy.max_unknown:g} %"
        holds = unknown <= policy.max_unknown
        yield Condition("unknown", f"{unknown:.1f} %", allowed, holds, Outcome.INCONCLUSIVE)
    if policy.strict:
        yield Condition("notices", str(len(report.notices)), "none", not report.notices)
