"""What is the model for, in numbers of the business, and who decides when whether it goes on?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, business
from seatrial.facts.business.unit_costs import cost_statements
from seatrial.facts.business.worked_out import BusinessFigure, business_figures
from seatrial.facts.documents.decisions import Case, cases
from seatrial.facts.documents.declared_kpis import DeclaredKpi, declared_kpis
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.documents.written_business import Matter, Statement, business_statements, named_kpis

_UNAGREED = "nothing says what it was, what it is to be, by when, and whose it is"
KPI_LOOKED_FOR = (
    "kpi in seatrial.yaml, or a document with a process figure: name, unit, baseline, target, date and owner; the "
    "query that measures it. Metrics of the model are none"
)
CASE_LOOKED_FOR = (
    "decision in seatrial.yaml, or a business case, decision log or record with benefit, cost, criteria to go on or "
    "to stop, a date, and what was decided"
)


@business.practice(
    "BIZ-01",
    question="Which process number should move, from what to what?",
    severity=Severity.BLOCKER,
    effort=Effort.SMALL,
    stage=Stage.POC,
    why="A model without a number to move is a demonstration: nobody can tell later whether it was worth it.",
    fix=(
        "List it under `kpi:` in seatrial.yaml: `- name:`, unit, baseline, target, by, owner, agreed with its sponsor.",
        "Let `measured_by:` name the query that measures it, and commit the query.",
    ),
    references=("MP 1.3", "MP 1.4", "MP 3.1", "42001 A.6.2.2", "42001 6.2", "GMLP 1"),
    raised_by=("finance", "healthcare", "retail"),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def business_kpi_defined(component: Component) -> Graded:
    declared = component.of(declared_kpis(component.repo))
    written = [item for item in component.of(business_statements(component.repo)) if item.matter is not Matter.COST]
    stated: list[DeclaredKpi | Statement] = [*declared, *written]
    full = [item for item in stated if not item.lacking]
    worked_out = component.of(business_figures(component.repo))[:2] if not stated else ()
    measured = [kpi for kpi in declared if not kpi.lacking and kpi.resolves]
    return Graded.best(
        (Grade.IN_USE, measured),
        (Grade.SUBSTANTIVE, full),
        (Grade.PRESENT, [*worked_out, *stated, *component.of(named_kpis(component.repo))]),
        looked_for=KPI_LOOKED_FOR,
        message="" if full else f"{worked_out[0].what}, and {_UNAGREED}" if worked_out else _lacking(stated),
    )


@business.practice(
    "BIZ-02",
    question="Is there a value-versus-cost statement with go/stop criteria and a date?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A proof of concept that nobody must stop never ends, and never becomes a product either.",
    fix=(
        "Add `decision:` with benefit, cost, criteria and review_date to seatrial.yaml.",
        "On that day write down the outcome: go, no-go or extend.",
    ),
    missing="nothing says what the work is worth, what it costs, and when it is decided whether it goes on",
    references=("MP 3.1", "MP 3.2", "MG 1.1", "MP 1.4"),
    raised_by=("finance", "retail"),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def roi_and_exit_decision(component: Component) -> Graded:
    today = component.repo.as_of
    found = component.of(cases(component.repo))
    overdue = [case for case in found if case.overdue(today)]
    if overdue:
        message = f"the decision was due on {overdue[0].review}, and no outcome is recorded"
        evidence = (Evidence(overdue[0].place, message),)
        return Graded.absent(evidence, CASE_LOOKED_FOR, message)
    full = [case for case in found if case.complete]
    decided = [case for case in full if case.outcome and (case.review is None or case.review >= today)]
    benefits = [item for item in component.of(business_statements(component.repo)) if item.matter is Matter.BENEFIT]
    worked_out = component.of(business_figures(component.repo))[:2] if not benefits else ()
    return Graded.best(
        (Grade.IN_USE, decided),
        (Grade.SUBSTANTIVE, full),
        (Grade.PRESENT, [*found, *benefits, *worked_out]),
        looked_for=CASE_LOOKED_FOR,
        message="" if full else _half_a_case(component, found, [*benefits, *worked_out]) or _cost_alone(component),
    )


def _half_a_case(component: Component, found: tuple[Case, ...], benefits: list[Statement | BusinessFigure]) -> str:
    """Say what the fullest case still lacks; a cost that another page gives is only to be put beside it."""
    priced = next(iter(component.of(cost_statements(component.repo))), None) if found else None
    if found and priced and "cost" in found[0].lacking:
        rest = ", ".join(word for word in found[0].lacking if word != "cost")
        return f"{found[0].what}, its cost stands at {priced.place}{f', and it lacks {rest}' if rest else ''}"
    if found:
        return f"{found[0].what}, and lacks {', '.join(found[0].lacking)}"
    if benefits and isinstance(benefits[0], BusinessFigure):
        return f"{benefits[0].what}, and neither criteria nor the day of a decision is written"
    if not benefits:
        return ""
    if any(isinstance(item, Statement) and item.priced for item in benefits):
        return "a benefit and a cost are given, and neither criteria nor the day of a decision"
    return "a benefit is given, and neither a cost nor the day of a decision"


def _cost_alone(component: Component) -> str:
    """Say that a document tells what it costs to run, and none what the work is worth."""
    stated = (item for item in component.of(business_statements(component.repo)) if item.matter is Matter.COST)
    cost = next(stated, None)
    said = "neither what the work is worth nor the day of a decision is written"
    return f"{cost.path} gives a cost, and {said}" if cost else ""


def _lacking(found: list[DeclaredKpi | Statement]) -> str:
    """Say what the fullest statement still lacks."""
    best = min(found, key=lambda item: len(item.lacking), default=None)
    return (
        f'"{best.what}" does not give {", ".join(best.lacking)}' if best else "no process figure is named with a number"
    )
