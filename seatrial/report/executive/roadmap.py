"""In which order is the way to production walked: now, next, later?"""

from collections.abc import Iterable, Mapping

from seatrial.model import Effort, Severity
from seatrial.model.finding import Finding
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.executive.decision import Days, days

_EACH = 6  #: actions of one column on the page


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do."""

    finding: Finding
    opens: tuple[str, ...]  #: levels of which it opens a gate

    @property
    def step(self) -> str:
        """Return the first step of its fix."""
        return self.finding.fix[0] if self.finding.fix else self.finding.message


@dataclass(frozen=True, slots=True)
class Phase:
    """One column of the roadmap."""

    title: str
    when: str
    actions: tuple[Action, ...]
    more: int  #: actions beyond those shown

    @property
    def work(self) -> Days:
        """Return how long the shown actions take one person."""
        return days(one.finding.effort for one in self.actions)


def roadmap(report: Report) -> tuple[Phase, ...]:
    """Return what blocks or closes the next level first, then what weighs most for its effort, then the rest."""
    opens = {(step.component, step.check): step.opens for part in report.components for step in part.steps}
    gates = {
        (part.name, hold.check) for part in report.components if part.level for hold in part.level.held_by if hold.check
    }
    now: list[Finding] = []
    following: list[Finding] = []
    later: list[Finding] = []
    for one in report.findings:
        if one.quiet or one.waived:
            continue
        if one.severity is Severity.BLOCKER or (one.component, one.check) in gates:
            now.append(one)
        else:
            (following if one.severity is Severity.HIGH and not one.ahead else later).append(one)
    return tuple(
        _phase(title, when, found, opens)
        for title, when, found in (
            ("Now", "0 to 2 weeks", now),
            ("Next", "2 to 6 weeks", following),
            ("Later", "after that", later),
        )
    )


def _phase(
    title: str, when: str, found: Iterable[Finding], opens: Mapping[tuple[str, str], tuple[object, ...]]
) -> Phase:
    ranked = sorted(found, key=_weight)
    shown = tuple(Action(one, tuple(map(str, opens.get((one.component, one.check), ())))) for one in ranked[:_EACH])
    return Phase(title, when, shown, max(0, len(ranked) - _EACH))


def _weight(finding: Finding) -> tuple[object, ...]:
    """Order by severity, then by points for the effort."""
    effort = list(Effort).index(finding.effort) + 1
    return -list(Severity).index(finding.severity), -finding.points / effort, finding.component, finding.check
