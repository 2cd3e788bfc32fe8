"""Which documents describe a model or a data set, and which of the expected questions do they answer?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.card_topics import PATTERNS, RULED_OUT, Topic
from seatrial.facts.documents.documents import documents, lines_that
from seatrial.model import Evidence
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Line, Section
from seatrial.read.documents.placeholder import is_placeholder, word_count
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_LABEL = regex(r"([^:|]{2,40})\s*[:|]\s*(\S.*)")
_MODEL_CARD = caseless(
    r"model[-_ ]?cards?\b|system[-_ ]?cards?\b|modell?karte|ficha (?:de[l]? )?modelo|fiche (?:du )?modèle|模型卡"
)
_DATA_CARD = caseless(
    r"data(?:set)?[-_ ]?(?:cards?|sheets?)\b|datasheets? for|dataset description|ficha de datos|数据卡"
)
STRICT_USE = caseless(
    r"intended (?:use|users|purpose)|(?:direct|primary|downstream) uses?|out[- ]of[- ]scope use|model use\b|"
    r"uso (?:previsto|pretendido|recomendado)|verwendungszweck|zweckbestimmung|vorgesehene[rn]? (?:nutzung|einsatz)|"
    r"(?:utilisation|usage)s? (?:prévue?|recommandée?|attendue?)s?|utilizzo previsto|beoogd gebruik"
)
#: A sentence that says for what a model is, or is not, to be used.
_SAID_USE = caseless(
    r"\bintended (?:use|purpose)s? (?:of|is|are)\b|\b(?:models?|library|weights)\b[^.]{0,60}\b(?:is|are) "
    r"(?:only |not )?intended (?:for|to)\b"
)
#: A column of a table that names what each model was made from.
_FROM_DATA = caseless(r"(?:\w+ )?data(?:[- ]?sets?)?(?: (?:sources?|from|used))?")
#: What is meant to be built has uses, data and limits too, and describes no model that is there.
PLANNED = caseless(
    r"(?:^|[^a-z])(?:prds?|features?prd|proposals?|requirements?|roadmap|backlog|rfcs?|adrs?"
    r"|(?:dev(?:elopment)?)?[-_ ]?plan|specs?|specification|design[-_ ]doc\w*|user[-_ ]stor\w+|charter|pflichtenheft"
    r"|lastenheft|propuesta|proposta)(?:[^a-z]|$)"
)
_HUB_KEYS = ("model-index", "pipeline_tag", "library_name", "base_model")
_NOT_MADE_FOR = caseless(
    r"(?:neither|not|never) (?:currently |yet )?(?:made|meant|built|intended|designed|tested|suitable|validated)\b"
    r".{0,30}\bfor\b"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a card answers a question."""

    topic: Topic
    line: int
    text: str  #: what it says, own lines and those of the sections below


@dataclass(frozen=True, slots=True)
class Card(AtLine):
    """A document, or a section of one, that describes a model or a data set."""

    path: str
    line: int
    title: str
    named: bool  #: it calls itself a card; otherwise only its sections make it one
    answers: tuple[Answer, ...] = ()
    upstream: tuple[str, ...] = ()  #: models that it says it derives from

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The questions that it answers, in the order of ``Topic``."""
        given = {answer.topic for answer in self.answers}
        return tuple(topic for topic in Topic if topic in given)

    @property
    def what(self) -> str:
        what = ", ".join(self.topics) or "none of the expected questions"
        return f"a card that answers: {what}" if self.named else f"a document that answers: {what}"

    def answer(self, topic: Topic) -> str:
        """Return what it says about a question, "" when nothing."""
        return "\n".join(answer.text for answer in self.answers if answer.topic is topic)


@fact
def model_cards(repo: Repo) -> tuple[Card, ...]:
    """Return the cards of models, the fullest first: by name, by the head of a hub, or by their sections."""
    found = [*repo.each(_model_cards_of, documents(repo))]
    return tuple(sorted(found, key=lambda card: (not card.named, -len(card.topics), card.path)))


@fact
def data_cards(repo: Repo) -> tuple[Card, ...]:
    """Return the cards of data sets, the fullest first."""
    found = [_card(document, document.sections, named=True) for document in documents(repo) if _is_data_card(document)]
    return tuple(sorted(found, key=lambda card: (-len(card.topics), card.path)))


def _model_cards_of(document: Document) -> Iterator[Card]:
    if _is_data_card(document):
        return
    if _is_model_card(document):
        yield _card(document, document.sections, named=True)
        return
    parts = (section for section in document.sections if _MODEL_CARD.search(section.heading))
    cards = [card for part in parts if len((card := _card(document, document.within(part), named=True)).topics) > 1]
    yield from cards[:1]
    planned = PLANNED.search(document.title) or PLANNED.search(document.path)
    if not cards and not planned and _says_for_what(document):
        card = _card(document, document.sections, named=False)
        if Topic.LIMITS in card.topics and {Topic.DATA, Topic.EVALUATION} & set(card.topics):
            yield card


def _says_for_what(document: Document) -> bool:
    """Tell whether a heading asks for what it is used, or a sentence of the README says so."""
    if any(STRICT_USE.search(section.heading) for section in document.sections):
        return True
    lines = (line.text for line in document.lines)
    return posix(document.path).stem.lower() == "readme" and any(map(_SAID_USE.search, lines))


def _is_model_card(document: Document) -> bool:
    stem = posix(document.path).stem
    called = _MODEL_CARD.search(stem) or _MODEL_CARD.search(document.title)
    return bool(called) or any(document.matter(key) for key in _HUB_KEYS)


def _is_data_card(document: Document) -> bool:
    stem = posix(document.path).stem
    return bool(_DATA_CARD.search(stem) or _DATA_CARD.search(document.title)) and not _MODEL_CARD.search(stem)


def _card(document: Document, sections: tuple[Section, ...], *, named: bool) -> Card:
    answers = tuple(answer for section in sections for answer in _answers(document, section))
    return Card(
        document.path,
        sections[0].line,
        document.title,
        named,
        (*answers, *_in_passing(sections, answers)),
        document.matter("base_model"),
    )


def _answers(document: Document, section: Section) -> Iterator[Answer]:
    """A section answers what its heading asks, if it says anything; labels answer within any section."""
    text = "\n".join(part.text for part in document.within(section))
    said = not is_placeholder(text) and word_count(text) >= 5
    if section.heading and said and section.heading != document.title:
        for topic, pattern in PATTERNS.items():
            if pattern.search(section.heading):
                yield Answer(topic, section.line, text)
    for line in section.lines:
        yield from _labelled(line)
        if any(_FROM_DATA.fullmatch(cell.strip()) for cell in line.text.split("|")[1:]):
            yield Answer(Topic.DATA, line.number, line.text)


def _labelled(line: Line) -> Iterator[Answer]:
    match = _LABEL.fullmatch(line.text)
    if match is None or is_placeholder(match[2]):
        return
    for topic in Topic:
        if PATTERNS[topic].search(match[1]):
            yield Answer(topic, line.number, line.text)


def _in_passing(sections: tuple[Section, ...], answers: tuple[Answer, ...]) -> Iterator[Answer]:
    """Uses that are ruled out stand as often in the sections on use and limits as under a heading of their own."""
    near = {answer.line for answer in answers if answer.topic in (Topic.INTENDED_USE, Topic.LIMITS)}
    for section in sections:
        if section.line in near:
            yield from (
                Answer(Topic.OUT_OF_SCOPE, line.number, line.text)
                for line in section.lines
                if RULED_OUT.search(line.text)
            )


@fact
def uses_left_out(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of any document that say for which uses it was neither made nor tried."""
    return lines_that(repo, "says what it is not for", _leaves_out)


def _leaves_out(_heading: str, text: str) -> bool:
    return bool(_NOT_MADE_FOR.search(text))
