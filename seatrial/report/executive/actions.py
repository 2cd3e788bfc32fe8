"""What is there to do, in which order, told once for all components that need it?"""

from collections.abc import Iterator, Mapping, Sequence

from seatrial.model import Effort, Level, Severity
from seatrial.model.finding import Finding
from seatrial.model.grouped import grouped
from seatrial.model.ladder import Step
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.executive.decision import blocking
from seatrial.report.words import TIME
from seatrial.report.work import Days, days

_ACRONYMS = frozenset({"api", "ci", "genai", "kpi", "llm", "ml", "rag", "roi", "sbom", "slo"})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of checks, each by component and id."""

    severities: Mapping[tuple[str, str], Severity]
    blockers: frozenset[tuple[str, str]]
    gates: frozenset[tuple[str, str]]  #: for which the next level waits
    efforts: Mapping[tuple[str, str], Effort]


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
    pressing: tuple[Effort, ...] = ()  #: of an act, what its parts take that block or that the next level waits for

    @property
    def told(self) -> str:
        """Say how long it takes, in the words of its effort where it is one piece of work."""
        return TIME[self.efforts[0]] if len(self.efforts) == 1 else str(self.work)

    @property
    def work(self) -> Days:
        """Return how long it takes one person."""
        return days(self.efforts)

    @property
    def urgent(self) -> tuple[Effort, ...]:
        """Return the work until nothing waits for it: the rest of an act can be done later."""
        return min(self.efforts, self.pressing or self.efforts, key=lambda efforts: days(efforts).most)


def actions(report: Report) -> tuple[Action, ...]:
    """Return everything to do, in the order of the steps, then findings that earn nothing, the worst first."""
    known = _known(report)
    stepped = tuple(_from_steps(report, known))
    answered = {check for action in stepped for check in action.checks}
    left = (one for one in report.findings if not (one.quiet or one.waived or one.check in answered))
    alike = grouped((one.check, one) for one in left).values()
    return (*stepped, *(_from_findings(those, known) for those in alike))


def way_up(report: Report) -> tuple[Level, Days] | None:
    """Return the level that the target asks for and the work behind all gates up to it; None where it is the next one.

    What blocks is the least of it: whoever reads only that, and takes it for the way to production, plans too little.
    """
    level, score = report.level, report.headline.score
    if level is None or score is None:
        return None
    goal = min(Level(score.target), level.top)
    if level.next is None or level.next >= goal:
        return None
    asked = (one for one in actions(report) if one.blocks or one.next or any(gate <= goal for gate in one.opens))
    return goal, days(effort for one in asked for effort in one.urgent)


def title_of(name: str) -> str:
    """Return the name of a check in words: "model-quality-gate" is "Model quality gate"."""
    words = [word.upper() if word in _ACRONYMS else word for word in name.split("-")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _known(report: Report) -> Known:
    severities = {(line.component, line.id): line.severity for line in report.ledger}
    severities |= {(one.component, one.check): one.severity for one in report.findings}
    levels = ((part.name, part.level) for part in report.components if part.level is not None)
    return Known(
        severities,
        frozenset((one.component, one.check) for one in blocking(report)),
        frozenset((name, hold.check) for name, level in levels for hold in level.held_by if hold.what == "gate"),
        {(line.component, line.id): line.effort for line in report.ledger},
    )


def _from_steps(report: Report, known: Known) -> Iterator[Action]:
    parts = (report.headline, *(part for part in report.components if part is not report.headline))
    placed = (one for part in parts for one in enumerate(part.steps))
    alike = grouped(("" if one[1].keys else one[1].check, one) for one in placed)
    for found in sorted(alike.values(), key=lambda those: min(place for place, _ in those)):
        yield _merged([step for _, step in found], known)


def _merged(found: Sequence[Step], known: Known) -> Action:
    first = found[0]
    ids = [(step.component, check) for step in found for check in step.checks]
    return Action(
        "What only people can say" if first.keys else title_of(first.name),
        first.action,
        tuple(dict.fromkeys(check for _, check in ids)),
        max(known.severities.get(one, Severity.LOW) for one in ids),
        tuple({step.action: step.effort for step in found}.values()),
        first.points,
        first.opens,
        not known.blockers.isdisjoint(ids),
        not known.gates.isdisjoint(ids),
        tuple(dict.fromkeys(check for step in found for check in step.after)),
        len(found),
        () if first.keys else _pressing(ids, known),
    )


def _pressing(ids: Sequence[tuple[str, str]], known: Known) -> tuple[Effort, ...]:
    """Return what takes the time of those that do not wait, each check once."""
    urgent = {one[1]: known.efforts[one] for one in ids if one in known.blockers | known.gates and one in known.efforts}
    return tuple(urgent.values())


def _from_findings(alike: Sequence[Finding], known: Known) -> Action:
    first = alike[0]
    ids = [(one.component, one.check) for one in alike]
    return Action(
        title_of(first.name),
        first.fix[0] if first.fix else first.message,
        (first.check,),
        first.severity,
        (first.effort,),
        first.points,
        (),
        not known.blockers.isdisjoint(ids),
        not known.gates.isdisjoint(ids),
        components=len(set(ids)),
    )
