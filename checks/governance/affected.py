"""Was it asked what the system does to people, are they told, and can they object?"""

from collections.abc import Iterable, Sequence

from seatrial.api import Archetype, Component, Effort, Found, Grade, Graded, Place, Severity, Stage, Surface, governance
from seatrial.facts.documents.card_topics import Topic
from seatrial.facts.documents.card_use import own_cards
from seatrial.facts.documents.cards import Card
from seatrial.facts.documents.closed_documents import closed_files, unfilled
from seatrial.facts.documents.governance_topics import Duty
from seatrial.facts.documents.named_harms import NamedHarm, named_harms
from seatrial.facts.documents.notices import Notice, notices
from seatrial.facts.documents.said_assessments import said_assessments
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.documents.written_governance import Statement, statements
from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.facts.project.people import owners
from seatrial.facts.serving.main_page import main_page
from seatrial.facts.serving.people.affected import tells_of_people
from seatrial.facts.serving.people.handing_on import ONLY_HANDS_ON, hands_on
from seatrial.facts.serving.people.objections import issue_forms, objections
from seatrial.facts.serving.people.things import about_things
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.serving.written_pages import written_page
from seatrial.facts.signs import pages

from .. import acts

ASSESSED_BY = (
    "DPIA, FRIA, AI or algorithmic impact assessment: who is affected, harms, likelihood, mitigations, consultation, "
    "sign-off, the date of the next review, the number of the risk"
)
TOLD_BY = (
    "a notice on the page or in the answer that a machine answers and may be wrong, fields such as ai_generated or "
    "disclaimer, a description of the interface, instructions for use with intended use and limits"
)
HEARD_BY = (
    "a section on appeals, complaints or feedback with a channel and a handling time, an endpoint for objections, an "
    "issue form for harm or wrong results, an address"
)
_HARM_NAMED = "where a card of the model says who may be harmed"
_UNSAID = "where nothing tells that people are affected"


def for_people(component: Component) -> bool:
    """Tell whether people receive what the model answers; only its owner can say that nobody does."""
    declared = component.repo.settings.surfaces
    return declared.get(Surface.UI) is not False or declared.get(Surface.PEOPLE_AFFECTING) is not False


def may_meet_people(component: Component) -> bool:
    """Tell a system that may affect somebody from one about things alone, unless its owner says that it does."""
    declared = component.repo.settings.surfaces
    meets = (Surface.PEOPLE_AFFECTING, Surface.PERSONAL_DATA, Surface.REGULATED)
    return any(declared.get(surface) for surface in meets) or not about_things(component)


@governance.practice(
    "GOV-10",
    question="Was the effect on people and fundamental rights assessed before use?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="The harm that nobody wrote down beforehand is the one that is explained to a regulator afterwards.",
    act=acts.RISKS,
    act_when={_UNSAID: ""},
    fix=(
        "Fill in {document:docs/impact-assessment.md}: who is affected, which harms, how likely, what is done.",
        "Let the data protection officer sign it, with a date and the day of the next review.",
        "Name in it the numbers of the risks in the risk register.",
    ),
    fix_when={
        _HARM_NAMED: (
            "Begin docs/impact-assessment.md from {section:the card}: who is hit, by what, how likely, what is done.",
            "Let the data protection officer sign it, with a date and the day of the next review.",
            "Name in it the numbers of the risks in the risk register.",
        ),
        _UNSAID: (
            "Say under `surfaces` in seatrial.yaml which hold: `people_affecting`, `personal_data`, `regulated`.",
            "Where one is, fill in {document:docs/impact-assessment.md}: who is affected, which harms, how likely.",
            "Let the data protection officer sign it, with a date and the day of the next review.",
        ),
    },
    missing="no assessment says what the system does to people",
    references=(
        "GDPR 35",
        "AIA 27",
        "42001 A.5.2",
        "42001 A.5.3",
        "42001 A.5.4",
        "42001 A.5.5",
        "MP 5.1",
        "MP 5.2",
        "GV 4.2",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("healthcare",),
    when=may_meet_people,
    when_not="the project says of itself that it is about things, and nothing here is about a person",
)
def impact_assessment(component: Component) -> Graded:
    if hands_on(component):
        return Graded.not_applicable(ONLY_HANDS_ON)
    found = [item for item in statements(component, Duty.IMPACT) if item.given]
    full = [item for item in found if item.specific and not _lacks(item)]
    current = [item for item in full if item.linked and item.review and item.review >= component.repo.as_of]
    if not found and (closed := closed_files(component, Duty.IMPACT)):
        return Graded.unknown(f"{closed[0].path} is no text that can be read", looked_for=ASSESSED_BY)
    if not found and (said := component.of(said_assessments(component.repo))):
        return Graded.unknown(f"{said[0].place} {said[0].what}, and it is kept elsewhere", looked_for=ASSESSED_BY)
    named = component.of(named_harms(component.repo)) if not found else ()
    templates = unfilled(component, Duty.IMPACT)
    graded = Graded.best(
        (Grade.IN_USE, current[:3]),
        (Grade.SUBSTANTIVE, full[:3]),
        (Grade.PRESENT, [*found[:3], *named[:3]]),
        looked_for=ASSESSED_BY,
        message=_only_named(named) or _not_assessed(found, full, current, templates),
    ).naming(document=next(iter(found), None))
    if named:
        return graded.naming(section=f'"{named[0].section[:60]}" of {named[0].path}').in_case(_HARM_NAMED)
    return graded if found or tells_of_people(component) else graded.in_case(_UNSAID)


def _only_named(named: Sequence[NamedHarm]) -> str:
    return f"{named[0].path} says who may be harmed, and nobody assessed and signed how likely that is" if named else ""


def _lacks(item: Statement) -> tuple[str, ...]:
    return item.lacks("who is affected", "harms", "mitigations", "sign-off")


def _not_assessed(
    found: list[Statement], full: list[Statement], current: list[Statement], templates: tuple[Place, ...]
) -> str:
    if current:
        return ""
    if full:
        return f"{full[0].path} gives no review that is still to come, or names no risk by its number"
    if found and (lacks := _lacks(found[0])):
        return f"{found[0].path} does not give {', '.join(lacks)}"
    if found:
        return f"{found[0].path} names nothing of this system, no figure and no date"
    return f"{templates[0].path} is a template, and no assessment is filled in" if templates else ""


_HALF_TOLD = "where people are told that a machine answers, and not when it is wrong"


@governance.practice(
    "GOV-12",
    question="Do users know they deal with AI, and how to read its output?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="Whoever takes an estimate for a fact acts on it, and the law asks that a machine says that it is one.",
    act=acts.ANSWERS,
    fix=(
        "Say where people meet the model, {app:the page or the answer}, that a machine answers and when it is wrong.",
        "Say the same in the description of the interface, and mark content that is generated.",
    ),
    fix_when={
        _HALF_TOLD: (
            "Say in {notice:the notice} too when the answer is wrong, and what it is no substitute for.",
            "Mark content that is generated where it is handed on.",
        )
    },
    missing="nobody is told that a model answers, or how far to trust it",
    references=("AIA 13", "AIA 50", "42001 A.8.2", "42001 A.9.4", "MS 2.8", "GMLP 9", "GDPR 13"),
    raised_by=("finance", "healthcare"),
    when=for_people,
    when_not="its owner declares that no person receives what the model answers",
)
def user_transparency(component: Component) -> Graded:
    found = component.of(notices(component.repo))
    shown = [item for item in found if item.shown]
    honest = [item for item in shown if item.limits]
    telling = [item for item in found if not item.shown and item.machine]
    cards = _instructions(component)
    app = main_page(component) or written_page(component) or answers_at(component)
    graded = Graded.best(
        (Grade.IN_USE, honest[:3]),
        (Grade.SUBSTANTIVE, [*telling[:2], *cards[:2]]),
        (Grade.PRESENT, [*shown[:3], *found[:3]]),
        looked_for=TOLD_BY,
        message=_not_told(shown, honest, telling or cards, found),
    )
    half = bool(shown) and not honest
    seen = {item.place.path for item in pages(component)}  # people read a page before the description of an interface
    notice = min(shown, key=lambda item: item.place.path not in seen, default=None)
    return graded.naming(app=app, notice=notice).in_case(_HALF_TOLD if half else "")


def _instructions(component: Component) -> list[Card]:
    """Return the cards that say what the model is for and where it fails: instructions for those who use it."""
    cards = component.of(own_cards(component.repo))
    return [card for card in cards if {Topic.INTENDED_USE, Topic.LIMITS} <= set(card.topics)]


def _not_told(shown: list[Notice], honest: list[Notice], written: Found, found: Iterable[Notice]) -> str:
    if honest:
        return ""
    if written:
        return "documents say how to read what the model answers, and nothing does where people meet it"
    if shown:
        return "people are told that a machine answers, and not when it is wrong"
    return "a document disclaims, and says nowhere that a machine answers" if any(True for _ in found) else ""


@governance.practice(
    "GOV-14",
    question="Can users or staff contest a result or report a concern?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="Those who are hit by a wrong result know it first; without a channel they tell a journalist.",
    act=acts.CARD,
    act_when={Archetype.LIBRARY: ""},
    fix=(
        "Say in {document:MODEL_CARD.md} whom to write to about a wrong result, and within how many days they answer.",
        "Add an issue form .github/ISSUE_TEMPLATE/wrong-result.yml, and keep what was right as a label for the model.",
    ),
    fix_for={
        Archetype.LIBRARY: (
            "Say in {document:README.md} where a wrong result is reported, and within how many days somebody answers.",
            "Add an issue form .github/ISSUE_TEMPLATE/wrong-result.yml: version, input, what came out, what was right.",
        )
    },
    missing="nobody is named to whom a wrong result could be reported",
    references=("MS 3.3", "GV 5.1", "42001 A.3.3", "42001 A.8.3", "AIA 86", "GDPR 22"),
    raised_by=("finance", "healthcare"),
    when=for_people,
    when_not="its owner declares that no person receives what the model answers",
)
def feedback_and_appeal(component: Component) -> Graded:
    if not for_use(component):
        return Graded.not_applicable(NOT_FOR_USE)
    appeals = statements(component, Duty.APPEAL)
    full = [item for item in appeals if not item.lacks("a channel", "a handling time")]
    forms = [form for form in component.of(issue_forms(component.repo)) if form.about_results]
    doors = component.of(objections(component.repo))
    generic = [owner for owner in component.of(owners(component.repo)) if _may_be_written_to(owner)]
    others = [form for form in component.of(issue_forms(component.repo)) if not form.about_results]
    return (
        Graded.best(
            (Grade.IN_USE, [*full[:2], *forms[:1], *doors[:2]] if full and (forms or doors) else ()),
            (Grade.SUBSTANTIVE, full[:3]),
            (Grade.PRESENT, [*appeals[:2], *forms[:2], *doors[:2], *generic[:2], *others[:2]]),
            looked_for=HEARD_BY,
            message=_not_heard(full, forms or doors, appeals) if appeals or forms or doors or generic or others else "",
        )
        .naming(document=next(iter(appeals), None) or next(iter(component.of(own_cards(component.repo))), None))
        .having_done_if(full, forms)
    )


def _may_be_written_to(owner: NamedOwner) -> bool:
    """Tell an address for everybody from the handles by which a forge asks for reviews."""
    return owner.reachable and not owner.placeholder and owner.source is not Source.CODEOWNERS


def _not_heard(full: list[Statement], doors: Found, unheard: Found) -> str:
    if full:
        return "" if doors else "a channel is named, and no form or endpoint takes what is said there to the model"
    if doors:
        return "there is a way in, and nothing says within which time somebody answers"
    return "no channel with a handling time is named" if unheard else "there is a general contact, and none for results"
