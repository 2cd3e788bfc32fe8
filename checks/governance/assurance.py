"""Can an outsider check the claims: independent validation, one index for auditors, a plan for the end?"""

from collections import Counter

from seatrial.api import Archetype, Component, Effort, Evidence, Found, Grade, Graded, Severity, Stage, governance
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.audit_index import ENOUGH, SUBJECTS, Index, indexes, link_checks
from seatrial.facts.documents.card_topics import Topic
from seatrial.facts.documents.cards import Card, model_cards
from seatrial.facts.documents.closed_documents import closed_files
from seatrial.facts.documents.given_up import given_up
from seatrial.facts.documents.governance_topics import THE_END, VALIDATOR, Duty
from seatrial.facts.documents.own_words import own_papers
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.documents.written_governance import Statement, mentions, statements
from seatrial.facts.project.people import history
from seatrial.facts.serving.people.oversight import Hand, interventions
from seatrial.facts.testing.tested_code import nodes_of_tests

from .. import acts

VALIDATED_BY = (
    "a report of an independent, external or clinical validation with scope, data, findings, decision and validator, "
    "findings followed to their end, a period after which it is repeated"
)
INDEXED_BY = (
    "docs/technical-documentation.md, Annex IV headings, the navigation of MkDocs, an index that leads to description, "
    "design, data, model, oversight, tests, risks, monitoring, security, changes, operation and standards"
)
RETIRED_BY = (
    "a section on retirement, decommissioning or deprecation with criteria, steps and an owner; a switch that stops "
    "the model, with a test"
)


@governance.practice(
    "GOV-11",
    question="Did someone not in the build team try to break the model's claims?",
    severity=Severity.MEDIUM,
    effort=Effort.LARGE,
    stage=Stage.PRODUCTION,
    why="Those who built a model test what they thought of; what they did not think of is found by somebody else.",
    fix=(
        "Have somebody outside the team validate the model, and keep the report: {report:docs/validation-report.md}.",
        "State in it scope, data, findings with their severity, the decision, and who validated.",
        "Track each finding until it is closed, and say after which time the validation is repeated.",
    ),
    missing="the claims of the model were checked by nobody",
    references=("SR V", "MS 1.3", "MS 4.2", "MG 1.1", "42001 A.6.2.4", "GMLP 8", "GMLP 5", "AIA 43"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def independent_validation(component: Component) -> Graded:
    found = [item for item in statements(component, Duty.VALIDATION) if len(item.given) > 1]
    whole = [item for item in found if item.specific and not _unsaid(item)]
    apart = [item for item in whole if not _one_of_us(component, item)]
    closed = [item for item in apart if not item.lacks("closure of findings", "repeat period")]
    if not found and (files := closed_files(component, Duty.VALIDATION)):
        return Graded.unknown(f"{files[0].path} is no text that can be read", looked_for=VALIDATED_BY)
    own, published = _own_evaluations(component), component.of(own_papers(component.repo))
    return Graded.best(
        (Grade.IN_USE, closed[:2]),
        (Grade.SUBSTANTIVE, apart[:2]),
        (Grade.PRESENT, [*found[:2], *own[:2], *published[:1]]),
        looked_for=VALIDATED_BY,
        message=_not_validated(found, whole, apart, closed, own) if found or own or published else "",
    ).naming(report=next(iter(found), None))


def _unsaid(item: Statement) -> tuple[str, ...]:
    return item.lacks("scope", "data", "findings", "decision", "validator")


def _one_of_us(component: Component, item: Statement) -> bool:
    """Tell whether the validator is one of those who make most of the changes; people are counted, and never ranked."""
    match = VALIDATOR.search(item.text)
    if match is None:
        return False
    names = set((match[1] or match[2]).lower().replace(".", " ").split())
    changes = history(component.repo).changes
    authors = Counter(change.author.lower() for change in changes)
    builders = [set(author.split()) for author, count in authors.items() if count * 10 >= len(changes)]
    return any(len(names & author) >= min(2, len(author)) for author in builders)


def _own_evaluations(component: Component) -> list[Card]:
    """Return the cards in which those who made a model give its numbers themselves."""
    cards = component.of(model_cards(component.repo))
    return [card for card in cards if any(char.isdigit() for char in card.answer(Topic.EVALUATION))]


def _not_validated(
    found: list[Statement], whole: list[Statement], apart: list[Statement], closed: list[Statement], own: list[Card]
) -> str:
    if closed:
        return ""
    if apart:
        return f"{apart[0].path} does not give {' and '.join(apart[0].lacks('closure of findings', 'repeat period'))}"
    if whole:
        return f"the validator that {whole[0].path} names is also one of those who build the model"
    if found:
        lacks = _unsaid(found[0])
        return f"{found[0].path} does not give {', '.join(lacks)}" if lacks else f"{found[0].path} fits any model"
    return (
        "only those who made the model tell how good it is" if own else "a paper is about the model, not this use of it"
    )


@governance.practice(
    "GOV-13",
    question="Is there one index for an auditor: system description, design, data, tests, monitoring, changes?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="GOV-03",
    why="An auditor who must ask for each document finds the gaps one by one, with weeks in between.",
    fix=(
        "Add to {index:docs/technical-documentation.md} a link for each of these: {missing:the headings of Annex IV}.",
        "Link to the evidence itself: code, tests, dashboards as code, registers.",
        "Let CI check the links, and keep the page with each release.",
    ),
    missing="no page leads an auditor to what there is",
    references=("AIA 11", "AIA 18", "42001 A.6.2.3", "42001 A.6.2.7", "SR VI", "HIPAA 164.316", "MS 2.8"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
)
def technical_documentation_pack(component: Component) -> Graded:
    found = component.of(indexes(component.repo))
    full = [item for item in found if item.full]
    checks = component.of(link_checks(component.repo))
    best = next(iter([*full, *found]), None)
    return Graded.best(
        (Grade.IN_USE, [*checks[:2], *full[:1]] if full and checks else ()),
        (Grade.SUBSTANTIVE, full[:2]),
        (Grade.PRESENT, found[:3]),
        looked_for=INDEXED_BY,
        message=_not_indexed(best, checks),
    ).naming(index=best if best and best.linked >= 3 else None, missing=_left_out(best))


def _left_out(best: Index | None) -> str | None:
    return ", ".join(best.missing if best else SUBJECTS) or None


def _not_indexed(best: Index | None, checked: Found) -> str:
    if best is None or (best.full and checked):
        return ""
    if best.full:
        dead = f"; {len(best.dead)} links of {best.path} lead nowhere, such as {best.dead[0]}" if best.dead else ""
        return f"no run of CI finds a link that leads nowhere{dead}"
    dead = f", and {len(best.dead)} of its links lead nowhere" if best.dead else ""
    if len(best.covered) >= ENOUGH:
        return f"{best.path} speaks of {len(best.covered)} subjects, and links to little of them{dead}"
    whole = len(best.covered) + len(best.missing)
    return f"{best.path} leads to {len(best.covered)} of {whole} subjects, and {ENOUGH} are asked for{dead}"


@governance.practice(
    "GOV-16",
    question="Is it stated how the model is switched off and what happens to data and users?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.MISSION_CRITICAL,
    why="A model that nobody may switch off answers on, years after the last person who knew it has left.",
    act=acts.RUNBOOK,
    act_when={Archetype.LIBRARY: "", Archetype.RESEARCH_CODE: ""},
    fix=(
        "Write half a page, {document:docs/retirement.md}: when it is switched off, in which steps, and who decides.",
        "Say what happens to its data and to those who use it, and set a day on which this is looked at again.",
    ),
    fix_for={
        Archetype.LIBRARY: (
            "Say in {document:docs/deprecation.md} for how many releases a deprecated name stays, and who decides.",
            "Warn with DeprecationWarning from the release on that announces it, and name the successor.",
        ),
        Archetype.RESEARCH_CODE: (
            "Say in {document:README.md} whether the code is still kept up, and what has taken its place.",
            "Archive the repository when nobody answers any more.",
        ),
    },
    missing="nothing says how the model comes to its end",
    references=("GV 1.7", "MG 2.4", "42001 A.6.2.6", "AIA 18"),
)
def retirement_plan(component: Component) -> Graded:
    plans = [item for item in statements(component, Duty.RETIREMENT) if item.given]
    full = [item for item in plans if item.steps > 1 and not item.lacks("criteria", "steps", "an owner")]
    if archetype(component).archetype is Archetype.LIBRARY:  # its names end, and not a model
        full = [item for item in plans if not item.lacks("a period", "an owner")]
    stops = [
        item for item in component.of(interventions(component.repo)) if item.hand is Hand.STOP and item.site.counts
    ]
    known = nodes_of_tests(component.repo) if full and stops else frozenset()
    tested = [item for item in stops if (item.site.path, item.site.scope) in known]
    said = [Evidence(place, f'it says "{text}"') for place, text in mentions(component, THE_END)][:3]
    said = [notice] if (notice := given_up(component.repo)) else said
    return Graded.best(
        (Grade.IN_USE, [*tested[:2], *full[:1]] if full and tested else ()),
        (Grade.SUBSTANTIVE, full[:2]),
        (Grade.PRESENT, [*plans[:2], *said]),
        looked_for=RETIRED_BY,
        message=_not_planned(plans, full, tested, said) or _no_end(component, plans, said),
    ).naming(document=next(iter(plans), None))


def _no_end(component: Component, plans: list[Statement], said: list[Evidence]) -> str:
    """Say of a library what it lacks: its releases end, and not a model."""
    silent = not plans and not said and archetype(component).archetype is Archetype.LIBRARY
    return "nothing says for how long a deprecated name stays" if silent else ""


def _not_planned(plans: list[Statement], full: list[Statement], tested: Found, said: list[Evidence]) -> str:
    if full:
        return "" if tested else "the end is planned, and no test tries the switch that stops the model"
    if plans:
        lacks = plans[0].lacks("criteria", "steps", "an owner")
        return f"{plans[0].path} does not give {', '.join(lacks)}" if lacks else f"{plans[0].path} gives a single step"
    return "something is called deprecated, and no plan says when and how it ends" if said else ""
