"""What is a component taken for before it is judged, and what do its judgements come to?"""

from collections.abc import Iterable
from dataclasses import replace

from seatrial.audit.terms import Terms
from seatrial.component import Component
from seatrial.facts.archetype import archetype
from seatrial.facts.surfaces import surfaces
from seatrial.judging.verdicts import Verdicts
from seatrial.judging.wall import Wall
from seatrial.model import Archetype, ComponentReport, Confidence, Exposure, Finding, LedgerLine, Taken
from seatrial.model.record import dataclass
from seatrial.rubric import Rubric, Situation, assess

#: Judged when even the archetype crashes: what asks least, so that nothing is demanded of what nobody recognised.
_UNTAKEN = Taken(Archetype.RESEARCH_CODE, confidence=Confidence.LIKELY)


@dataclass(frozen=True, slots=True)
class Part:
    """A component, as far as it is known before it is judged."""

    component: Component
    report: ComponentReport
    situation: Situation | None = None  #: None when it does no machine learning, and is not judged


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a component comes to; one that is not judged has no lines and no findings."""

    report: ComponentReport
    ledger: tuple[LedgerLine, ...] = ()
    findings: tuple[Finding, ...] = ()


def part_of(component: Component, terms: Terms, wall: Wall) -> Part:
    """Say what a component is taken for, and in which situation it is judged, if it is."""
    taken = wall.ask("what the project is taken for", lambda: archetype(component), _UNTAKEN)
    undeclared: tuple[Exposure, ...] = ()
    exposed = wall.ask("the surfaces", lambda: surfaces(component), undeclared)
    report = ComponentReport(component.name, component.root, taken, exposed)
    if taken.archetype is Archetype.NOT_ML:
        return Part(component, report)
    return Part(component, report, situation_of(component, taken.archetype, exposed, terms))


def situation_of(component: Component, taken: Archetype, exposed: Iterable[Exposure], terms: Terms) -> Situation:
    """Return all that the score of a component depends on besides its judgements."""
    return Situation(
        archetype=taken,
        target=terms.target,
        as_of=terms.as_of,
        component=component.name,
        root=component.root,
        surfaces={exposure.surface: exposure.present for exposure in exposed},
        attestations=terms.config.attestations,
        waivers=terms.config.waivers,
    )


def outcome_of(part: Part, answers: Verdicts, rubric: Rubric) -> Outcome:
    """Count what the checks answered about a component."""
    if part.situation is None:
        return Outcome(part.report)
    name = part.component.name
    assessment = assess(rubric, part.situation, answers.judged[name], part.component.repo)
    report = replace(
        part.report,
        score=assessment.score,
        level=assessment.level,
        steps=assessment.steps,
        hardest=answers.hardest[name],
        shape=answers.shapes[name],
    )
    return Outcome(report, assessment.ledger, assessment.findings)
