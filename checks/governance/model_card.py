"""Can a user of the model read what it is for, how good it is, and where it fails?"""

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, governance
from seatrial.facts.archetype import archetype
from seatrial.facts.code.folders import folders_of_code
from seatrial.facts.documents.card_links import card_links
from seatrial.facts.documents.card_topics import Topic
from seatrial.facts.documents.card_use import card_uses, copied_cards
from seatrial.facts.documents.cards import Card, model_cards
from seatrial.facts.documents.coded_cards import CodedCard, coded_cards
from seatrial.facts.documents.documents import document_templates, unread_documents
from seatrial.facts.documents.loose_answers import loose_answers, told_beside_cards
from seatrial.facts.product.whose import NO_MODEL, Whose, comes, may_hold_model, only_of_others
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import has_ml
from seatrial.facts.signs import pages
from seatrial.facts.training.training import training

from .. import acts

LOOKED_FOR = (
    "MODEL_CARD.md, a README with the head of a model hub, or a document with intended use, out-of-scope use, training "
    "data, evaluation with numbers, limits, version and contact, or code or settings that hold these; CI that checks it"
)
#: What is made from data of its own may not show in code that trains.
_MAKERS = frozenset({Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC, Archetype.LIBRARY, Archetype.LLM_APP})
_ELSEWHERE = "a card is linked, and nothing here says what it tells and of which version"
_OF_OTHERS = "where the models are ready-made ones of others"
_OF_CODE = "where rules in code decide"


@governance.practice(
    "GOV-02",
    question="Can a user of the model read what it is for, how good it is, and where it fails?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A model without its limits on paper is used beyond them, by people who could not know better.",
    act=acts.CARD,
    fix=(
        "State in {card:MODEL_CARD.md}: {missing:intended use, out-of-scope use, training data, evaluation, limits}.",
        "Give each number of the evaluation with the data it was measured on, and name the version of the model.",
        "Let CI compare the numbers of {card:MODEL_CARD.md} with the metrics of the released model.",
    ),
    fix_for={
        Archetype.LLM_APP: (
            "State in {card:MODEL_CARD.md}: {missing:intended and out-of-scope use, models asked, evaluation, limits}.",
            "Give each number of the evaluation with the questions it was measured on, and the models' versions.",
            "Let CI compare the numbers of {card:MODEL_CARD.md} with those of the evaluation.",
        )
    },
    fix_when={
        _OF_OTHERS: (
            "State in {card:MODEL_CARD.md}: {missing:which model, whose, intended and out-of-scope use, limits}.",
            "Link the card of its makers at the version that is used, and say how well it does on data like yours.",
        ),
        _OF_CODE: (
            "State in {card:MODEL_CARD.md}: {missing:how it decides, intended and out-of-scope use, limits}.",
            "Give the figures that it reached, with the data they were measured on and the version of the rules.",
        ),
    },
    references=("42001 A.6.2.7", "42001 A.8.2", "AIA 11", "AIA 13", "GMLP 9", "MS 2.9", "MP 2.2", "SR VI"),
    raised_by=("finance", "healthcare"),
    gated_by=("healthcare",),
    when=may_hold_model,
    when_not=NO_MODEL,
)
def model_card(component: Component) -> Graded:
    repo = component.repo
    cards = component.of(model_cards(repo))
    copied = component.of(copied_cards(repo))
    own = [card for card in cards if card not in copied]
    full = [card for card in own if _full(card)]
    telling = [card for card in own if len(card.topics) >= 2]
    uses = component.of(card_uses(repo)) if full else ()
    coded = component.of(coded_cards(repo))
    made = [card for card in coded if card.full and reach(repo).is_run(card.site.path, card.site.scope)]
    elsewhere = component.of(card_links(repo))[:5]
    if not telling and (unread := [item for item in unread_documents(repo) if "card" in item.path.lower()]):
        return Graded.unknown(str(unread[0]), looked_for=LOOKED_FOR)
    graded = Graded.best(
        (Grade.IN_USE, [*uses, *full] if uses else ()),
        (Grade.SUBSTANTIVE, [*full, *made]),
        (Grade.PRESENT, [*telling, *copied, *coded, *elsewhere]),
        looked_for=LOOKED_FOR,
        message=""
        if full or made
        else _coded(component, coded[0])
        if coded and not telling
        else _written(component, own, telling, copied),
    )
    best = next(iter(full or telling or _thin(own)), None)
    missing = _lacking(component, coded[0].told) if coded and best is None else _missing(component, best)
    named = graded.naming(card=best or next(iter(coded), None), missing=missing)
    ready_made = _asks_others(component)
    if ready_made and not has_ml(repo):
        return named.in_case(_OF_CODE)
    return named.in_case(_OF_OTHERS if ready_made or only_of_others(component) else "")


def _asks_others(component: Component) -> bool:
    """Tell whether no model is made here, nor in another part: by a product, or by a page that asks ready-made ones."""
    made = comes(component, Whose.MADE, Whose.UNKNOWN) or any(item.site.counts for item in training(component.repo))
    return not made and (archetype(component).archetype not in _MAKERS or bool(pages(component)))


def _full(card: Card) -> bool:
    """Five questions at least, the two uncomfortable ones among them, and numbers in the evaluation."""
    asked = {Topic.OUT_OF_SCOPE, Topic.LIMITS, Topic.EVALUATION}
    measured = any(char.isdigit() for char in card.answer(Topic.EVALUATION))
    return len(card.topics) >= 5 and asked <= set(card.topics) and measured


def _missing(component: Component, card: Card | None) -> str | None:
    """What the card does not tell yet; None when nothing tells any of it, so that the fix names everything."""
    if card is not None:
        return _lacking(component, card.topics)
    loose = loose_answers(component)
    spots = " and ".join(dict.fromkeys(answer.place.spot for answer in loose))
    return f"{_lacking(component, tuple(x.topic for x in loose))}; take over what stands at {spots}" if loose else None


def _lacking(component: Component, topics: tuple[Topic, ...]) -> str:
    """Name the topics that are left; whoever asks models of others knows which, and not what they were trained on."""
    application = archetype(component).archetype is Archetype.LLM_APP and not comes(component, Whose.MADE)
    asked = {Topic.DATA: "the models asked"} if application or _asks_others(component) else {}
    left = (asked.get(topic, topic.value) for topic in Topic if topic not in topics)
    return ", ".join(left) or "numbers in the evaluation"


def _thin(own: list[Card]) -> list[Card]:
    """Return what calls itself a card, and answers one question alone."""
    return [card for card in own if card.named and card.topics]


def _coded(component: Component, card: CodedCard) -> str:
    """Say what a card that code or settings hold does not tell, or that nothing makes it."""
    if card.full:
        return f"{card.what}, and nobody was seen to run that"
    return f"{card.what}, and has no text about {_lacking(component, card.told)}"


def _written(component: Component, own: list[Card], telling: list[Card], copied: tuple[Card, ...]) -> str:
    if not telling and component.of(card_links(component.repo)):
        return _ELSEWHERE
    if telling:
        return f"{telling[0].path} does not give {_missing(component, telling[0])}"
    if thin := _thin(own):
        return f"{thin[0].path} is called a card, and does not give {_missing(component, thin[0])}"
    if copied:
        return f"{copied[0].path} describes a model that was made elsewhere, and no card describes this one"
    # a template among modules is what a package fills in for its users
    blank = [place for place in document_templates(component.repo) if "card" in place.path.lower()]
    templates = [place for place in blank if place.path.rpartition("/")[0] not in folders_of_code(component)]
    return f"{templates[0].path} is a template, and no card is filled in" if templates else _nowhere(component)


def _nowhere(component: Component) -> str:
    """Say that there is no card, and which of its questions pages beside it answer."""
    return "; ".join(("no model card was found", *told_beside_cards(component)))
