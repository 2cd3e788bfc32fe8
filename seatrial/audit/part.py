"""What is a component taken for before it is judged, and what do its judgements come to?"""

from collections.abc import Iterable
from dataclasses import replace

from seatrial.audit.terms import Terms
from seatrial.blueprint.project import in_own_names, made_of, origin_of
from seatrial.component import Component
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.teaching import teaching
from seatrial.facts.product.beside_product import beside_product
from seatrial.facts.surfaces import surfaces
from seatrial.judging.verdicts import Verdicts, judged_everywhere
from seatrial.judging.wall import Wall
from seatrial.model import Archetype, ComponentReport, Confidence, Exposure, Finding, LedgerLine, Taken
from seatrial.model.record import dataclass
from seatrial.rubric import Situation, assess

#: Judged when even the archetype crashes: what asks least, so that nothing is demanded of what nobody recognised.
_UNTAKEN = Taken(Archetype.RESEARCH_CODE, confidence=Confidence.LIKELY)


@dataclass(frozen=True, slots=True)
class Part:
    """A component, as far as it is known before it is judged."""

    component: Component
    report: ComponentReport
    situation: Situation
    rated: bool = True  #: whether it does machine learning; else it has no score, and only what holds anywhere is asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a component comes to."""

    report: ComponentReport
    ledger: tuple[LedgerLine, ...] = ()
    findings: tuple[Finding, ...] = ()


def part_of(component: Component, terms: Terms, wall: Wall) -> Part:
    """Say what a component is taken for, and in which situation it is judged, if it is."""
    taken = wall.ask("what the project is taken for", lambda: taken_for(component), _UNTAKEN)
    undeclared: tuple[Exposure, ...] = ()
    exposed = wall.ask("the surfaces", lambda: surfaces(component), undeclared)
    beside = wall.ask("what stands beside the product", lambda: beside_product(component), "")
    taken, exposed = in_own_names(component.repo, (taken, exposed))
    report = ComponentReport(component.name, component.root, taken, exposed, beside=beside)
    if taken.archetype is Archetype.NOT_ML:
        return Part(component, report, situation_of(component, _UNTAKEN.archetype, exposed, terms), rated=False)
    return Part(component, report, situation_of(component, taken.archetype, exposed, terms))


def taken_for(component: Component) -> Taken:
    """Return what a component is taken for; the evidence says too for whom it is, where that takes questions away."""
    taken, made = archetype(component), made_of(component.repo)
    template = () if made is None else (made.reason,)
    evidence = (*template, *teaching(component)[:1], *taken.evidence)
    return replace(taken, evidence=evidence, template=made is not None)


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


def outcome_of(part: Part, answers: Verdicts, terms: Terms) -> Outcome:
    """Count what the checks answered about a component."""
    rubric = terms.rubric
    if not part.rated:
        return _unrated(part, terms)
    name = part.component.name
    assessment = assess(rubric, part.situation, answers.judged[name], origin_of(part.component.repo))
    report = replace(
        part.report,
        score=assessment.score,
        level=assessment.level,
        steps=assessment.steps,
        hardest=answers.hardest[name],
        shape=answers.shapes[name],
    )
    return Outcome(report, assessment.ledger, assessment.findings)


def _unrated(part: Part, terms: Terms) -> Outcome:
    """Tell what is wrong whatever a folder is for, as a credential in it is, for no points: there is no score."""
    repo = part.component.repo
    judged = in_own_names(repo, judged_everywhere(part.component, terms.checks))
    assessment = assess(terms.rubric, part.situation, judged, origin_of(repo))
    asked = {one.check.id for one in judged}
    lines = (
        replace(line, price=0.0, earned=0.0, upper=0.0, gain=0.0, dependent=0.0)
        for line in assessment.ledger
        if line.id in asked
    )
    findings = (replace(one, points=0.0, dependent=0.0, folded=(), act="") for one in assessment.findings)
    return Outcome(part.report, tuple(lines), tuple(one for one in findings if one.check in asked))
