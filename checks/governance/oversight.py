"""Can a person step in, and can a past decision be told again?"""

import re

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, governance
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.documents.governance_topics import Duty
from seatrial.facts.documents.written_governance import Statement, mentions, statements
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.oversight import Intervention, interventions
from seatrial.facts.serving.serving import served
from seatrial.facts.testing.tested_code import nodes_of_tests

OVERSEEN_BY = (
    "a band of scores that goes to a queue for review, an endpoint that overrides, a switch that stops the model, "
    "an agent that waits for approval; a section that says who decides, when, with what authority and training"
)
SPOKEN = re.compile(
    r"human[- ]in[- ]the[- ]loop|human (?:oversight|review)|manual(?:ly)? review(?:ed)?\b|reviewed by (?:a |an )?"
    r"(?:human|analyst|clinician|underwriter|expert|physician)|final decision (?:is|lies|rests)",
    re.IGNORECASE,
)
KEEPS = re.compile(
    r"log|audit|record|insert|append|save|commit|publish|send|put|add|info|warning|write|emit", re.IGNORECASE
)
_SHOWN = 6


@governance.practice(
    "GOV-06",
    question="Is it defined when a human decides, overrides or stops the system?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="When a model is wrong about a person, somebody must be able to say so before it takes effect.",
    fix=(
        "Give {app:the service} a band of scores in which it does not decide, and send those cases to a review queue.",
        "Add a switch that stops the model without a deployment, log each use of it, and test both.",
        "Write down in {document:docs/human-oversight.md} who decides, when, with what authority and what training.",
    ),
    missing="the system decides alone, and nobody is said to step in",
    references=(
        "AIA 14",
        "AIA 26",
        "GV 3.2",
        "MP 3.5",
        "MG 2.4",
        "42001 A.9.2",
        "GMLP 7",
        "GDPR 22",
        "AML.M0029",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
)
def human_oversight(component: Component) -> Graded:
    found = [item for item in component.of(interventions(component.repo)) if item.site.counts]
    live = [item for item in found if answers(component, item.site)]
    told = statements(component, Duty.OVERSIGHT)
    roles = [item for item in told if not item.lacks("who decides", "when", "with what authority")]
    proven = [item for item in live if _is_logged(component, item) and _is_tested(component, item)]
    graded = Graded.best(
        (Grade.IN_USE, [*proven[:_SHOWN], *roles[:1]] if proven and roles else ()),
        (Grade.SUBSTANTIVE, [*live[:_SHOWN], *roles[:2]] if live and roles else ()),
        (Grade.PRESENT, [*found[:_SHOWN], *(item for item in told if item.given), *_spoken(component)]),
        looked_for=OVERSEEN_BY,
        message=_what_lacks(found, live, told, roles),
    )
    if graded.grade is Grade.ABSENT and (reason := why_absence_proves_nothing(component.repo)):
        return Graded.unknown(reason, looked_for=OVERSEEN_BY)
    app = next((item.place for item in served(component)), None)
    return graded.naming(app=app, document=next(iter(told), None))


def _is_logged(component: Component, item: Intervention) -> bool:
    calls = calls_in(component.repo, item.site.path, item.site.scope)
    return any(KEEPS.search(call.last) or KEEPS.search(call.written) for call in calls)


def _is_tested(component: Component, item: Intervention) -> bool:
    return (item.site.path, item.site.scope) in nodes_of_tests(component.repo)


def _spoken(component: Component) -> list[Evidence]:
    return [Evidence(place, f'it says "{text[:90]}"') for place, text in mentions(component, SPOKEN)][:3]


def _what_lacks(
    found: list[Intervention], live: list[Intervention], told: tuple[Statement, ...], roles: list[Statement]
) -> str:
    if live and not roles:
        best = f"{live[0].what}, and no document says"
        return (
            f"{best} {' and '.join(told[0].lacks('who decides', 'when', 'with what authority'))}"
            if told
            else (f"{best} who decides, when and with what authority")
        )
    if found and not live:
        return f"{found[0].what}, in code to which no endpoint and no job gets"
    return "a person is spoken of, and nothing in the code lets one step in" if told and not found else ""
