"""Which findings are told together, since one piece of work answers them?"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from seatrial.model import Effort, Kind, Severity
from seatrial.model.finding import Finding
from seatrial.model.ladder import Step
from seatrial.model.record import dataclass
from seatrial.model.result import Report


@dataclass(frozen=True, slots=True)
class Same:
    """A finding, and the components in which the very same was found."""

    finding: Finding  #: of the first of them, with the places of all
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What is told as one: findings that one act answers, or one finding that stands alone."""

    act: str  #: what is done about them all; "" for one that stands alone
    members: tuple[Same, ...]
    points: float  #: gained when all of it is done, in the first component that needs it
    effort: Effort

    @property
    def first(self) -> Finding:
        """Return the finding that gives the group its place among the others."""
        return self.members[0].finding

    @property
    def severity(self) -> Severity:
        """Return the worst severity in it."""
        return max(one.finding.severity for one in self.members)

    @property
    def checks(self) -> tuple[str, ...]:
        """Return the ids of its checks, each once."""
        return tuple(dict.fromkeys(one.finding.check for one in self.members))


def grouped(report: Report, findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Return findings of a report as they are told: each in one group, the groups in the order of their first finding.

    The same finding of several components is one where all that is said of it is the same: a file is mended once.
    """
    alike: dict[Hashable, list[Finding]] = {}
    for one in findings:
        alike.setdefault(_work(one), []).append(one)
    steps = {step.action: step for part in reversed(report.components) for step in part.steps if step.also}
    groups = []
    for those in alike.values():
        members = tuple(_members(those))
        # two findings of one component are never the same, whatever they have in common
        apart = [(one,) for one in members] if not those[0].act else [members]
        groups += [_group(some, steps.get(those[0].act)) for some in apart]
    return tuple(groups)


def _work(one: Finding) -> Hashable:
    """Return what findings have in common that are told together; what is asked for later stays apart."""
    return (one.act, one.ahead, one.quiet) if one.act else _anywhere(one)


def _anywhere(one: Finding) -> Finding:
    """Return a finding without what differs between components though the work is the same.

    A bad conduct is another one in another place; what a practice has to build on changes nothing about its steps.
    """
    places = one.places if one.kind is Kind.CONDUCT else ()
    return replace(one, component="", points=0.0, dependent=0.0, fingerprint="", marks=(), places=places)


def _members(those: Sequence[Finding]) -> Iterator[Same]:
    """Yield findings with all components of each; of two of one component each is its own."""
    alike: dict[tuple[Finding, int], list[Finding]] = {}
    seen: Counter[tuple[Finding, str]] = Counter()
    for one in those:
        what = _anywhere(one)
        alike.setdefault((what, seen[what, one.component]), []).append(one)
        seen[what, one.component] += 1
    for same in alike.values():
        places = tuple(dict.fromkeys(place for one in same for place in one.places))
        first = same[0] if len(same) == 1 else replace(same[0], places=places)
        yield Same(first, tuple(one.component for one in same))


def _group(members: tuple[Same, ...], step: Step | None) -> Group:
    findings = [one.finding for one in members]
    first, *others = findings
    if not others:
        return Group("", members, first.points, first.effort)
    if step is None:
        return Group(first.act, members, sum(one.points for one in findings), max(one.effort for one in findings))
    return Group(first.act, members, step.points, step.effort)
