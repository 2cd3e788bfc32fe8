"""What is there to do, in which order, told once for all components that need it?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from seatrial.model import Effort, Level, Severity
from seatrial.model.component_report import ComponentReport
from seatrial.model.finding import Finding
from seatrial.model.ladder import Step
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.executive.decision import Days, blocking, days
from seatrial.report.words import TIME

_ACRONYMS: Final = frozenset({"api", "ci", "genai", "kpi", "llm", "ml", "rag", "roi", "sbom", "slo"})

Severities = Mapping[tuple[str, str], Severity]  # by component and check


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do."""

    title: str  #: what it is about, in words: "Model quality gate"
    step: str  #: the first thing to do
    checks: tuple[str, ...]
    severity: Severity  #: of the worst of them
    efforts: tuple[Effort, ...]  #: one for each different piece of work
    points: float  #: that the first component gains
    opens: tuple[Level, ...]  #: levels of which it opens a gate, each as often as it opens one
    blocks: bool  #: a blocking risk is among what it settles
    next: bool = False  #: the next level waits for it
    after: tuple[str, ...] = ()  #: checks that it builds on
    components: int = 1  #: how many need it

    @property
    def told(self) -> str:
        """Say how long it takes, in the words of its effort where it is one piece of work."""
        return TIME[self.efforts[0]] if len(self.efforts) == 1 else str(self.work)

    @property
    def work(self) -> Days:
        """Return how long it takes one person."""
        return days(self.efforts)


def actions(report: Report) -> tuple[Action, ...]:
    """Return everything to do, in the order of the steps, then findings that earn nothing, the worst first."""
    severities = {(line.component, line.id): line.severity for line in report.ledger}
    severities |= {(one.component, one.check): one.severity for one in report.findings}
    blockers = {(one.component, one.check) for one in blocking(report)}
    stepped = tuple(_from_steps(report, severities, blockers))
    known = {check for action in stepped for check in action.checks}
    left: dict[str, list[Finding]] = {}
    for one in report.findings:
        if not (one.quiet or one.waived or one.check in known):
            left.setdefault(one.check, []).append(one)
    return (*stepped, *(_from_findings(alike) for alike in left.values()))


def title_of(name: str) -> str:
    """Return the name of a check in words: "model-quality-gate" is "Model quality gate"."""
    words = [word.upper() if word in _ACRONYMS else word for word in name.split("-")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _from_steps(report: Report, severities: Severities, blockers: set[tuple[str, str]]) -> Iterator[Action]:
    parts = (report.headline, *(part for part in report.components if part is not report.headline))
    alike: dict[str, list[tuple[int, ComponentReport, Step]]] = {}
    for part in parts:
        for place, step in enumerate(part.steps):
            alike.setdefault("" if step.keys else step.check, []).append((place, part, step))
    for found in sorted(alike.values(), key=lambda those: min(place for place, _, _ in those)):
        yield _merged([(part, step) for _, part, step in found], severities, blockers)


def _merged(
    found: Sequence[tuple[ComponentReport, Step]], severities: Severities, blockers: set[tuple[str, str]]
) -> Action:
    first = found[0][1]
    ids = [(step.component, check) for _, step in found for check in step.checks]
    return Action(
        "What only people can say" if first.keys else title_of(first.name),
        first.action,
        tuple(dict.fromkeys(check for _, check in ids)),
        max(severities.get(one, Severity.LOW) for one in ids),
        tuple({step.action: step.effort for _, step in found}.values()),
        first.points,
        first.opens,
        any(one in blockers for one in ids),
        any(part.level is not None and part.level.next in step.opens for part, step in found),
        tuple(dict.fromkeys(check for _, step in found for check in step.after)),
        len(found),
    )


def _from_findings(alike: Sequence[Finding]) -> Action:
    first = alike[0]
    return Action(
        title_of(first.name),
        first.fix[0] if first.fix else first.message,
        (first.check,),
        first.severity,
        (first.effort,),
        first.points,
        (),
        any(one.severity is Severity.BLOCKER and one.blocking for one in alike),
        components=len({one.component for one in alike}),
    )
