"""Where no card is: which of its questions do the README and other pages answer, each at its own place?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.folders import folders_of_code
from seatrial.facts.documents.card_topics import PATTERNS, RULED_OUT, Topic
from seatrial.facts.documents.cards import PLANNED, STRICT_USE, uses_left_out
from seatrial.facts.documents.documents import Passage, documents
from seatrial.model.evidence import AtLine
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_LIMITS = caseless(
    r"^\W{0,9}(?:\d[\d.]* )?(?:known |current |model |key |main |ethical |important |potential |the )*"
    r"(?:limitations?|caveats|bias(?:es)?|considerations|ethics|limitaciones|limitações|grenzen|limites)\b|\blimitations?\W*$"
)
_DATA = caseless(r"^\W{0,9}(?:\d[\d.]* )?(?:the |our |about the )?(?:training )?data[- ]?(?:sets?|sources?)?\W*$")
_MEASURE = caseless(
    r"\b(?:accuracy|f1|f-score|precision|recall|r(?:oc)?[-_ ]?auc|auroc|rmse|mae|mape|mse|r2|r²|m?iou|m?ap|wer|cer|"
    r"bleu|rouge|perplexity|silhouette)\b"
)
_FIGURE = regex(r"(?<![\w.])\d{1,18}(?:[.,]\d| ?%)")
#: From where to where a measure can go, which says nothing about what came out.
_SCALE = regex(r"(?<![\w.])[01](?:\.0{1,9})? ?(?:-|–|to|and|\.\.) ?(?:1|10|100)(?:\.0{1,9})?(?![\w.]) ?%?")
#: What a plan of somebody else's service allows is no limit of the model.
_ALLOWANCE = caseless(r"\b(?:(?:free|paid)(?: \w+)? (?:tier|plan)|rate[- ]limit(?:s|ed|ing)?|quotas?|rpm|tpm|rpd)\b")
#: Headings for uses that nobody should make of it; what a plan leaves out, or a list does not recommend, is none.
_MISUSE = caseless(
    r"out[- ]of[- ]scope (?:use|application)|mis-?use|malicious use|prohibited use|not intended (?:use|for)"
)
_OF_THE_MODEL = caseless(r"\b(?:models?|tool|software|system|repository|project|app(?:lication)?|predictions?|code)\b")
#: What the limits of a model are about: a page on a part of the code has limits too, and they are that part's.
_OF_ANSWERS = caseless(
    r"\b(?:predict\w*|accura\w+|(?:re)?trained|training|hallucinat\w*|bias\w*|generali[sz]\w*|mis-?classif\w*"
    r"|error rates?|false (?:positives?|negatives?)|data ?sets?|samples?|recogni[sz]\w*|detect\w*|forecasts?|scores?"
    r"|confidence|quality)\b"
)
_PLANNED_WORK = caseless(r"(?:^|[/_-])to-?_?dos?(?:[._-]|$)")
_PAGES = caseless(r"(?:[^/]+/)?(?:docs?|documentation|wiki|website)/")
_ENOUGH = 8  #: words of a section that says something


@dataclass(frozen=True, slots=True)
class LooseAnswer(AtLine):
    """A section, or a line, outside of a card that answers a question of one."""

    path: str
    line: int
    topic: Topic

    @property
    def what(self) -> str:
        return f"tells {_TOLD[self.topic]}"


#: The topics that a page without a card may tell; its version and whom to ask are the project's, not the model's.
_TOLD = {
    Topic.INTENDED_USE: "the intended use",
    Topic.OUT_OF_SCOPE: "what it is not for",
    Topic.DATA: "the data",
    Topic.EVALUATION: "how good it is",
    Topic.LIMITS: "limits",
}


@fact
def loose_answers(component: Component) -> tuple[LooseAnswer, ...]:
    """Return the first section for each topic, in the order of a card; () unless one tells the use, or the limits.

    Nearly every README tells of data and results, and is no step to a card by that.
    """
    first: dict[Topic, LooseAnswer] = {}
    for answer in component.of(_answers(component.repo)):
        if not _tells_of_code(component, answer.path):
            first.setdefault(answer.topic, answer)
    for line in component.of(uses_left_out(component.repo)):
        if posix(line.place.path).stem.lower() == "readme" and _OF_THE_MODEL.search(line.what):
            first.setdefault(Topic.OUT_OF_SCOPE, LooseAnswer(line.place.path, line.place.line, Topic.OUT_OF_SCOPE))
    telling = {Topic.INTENDED_USE, Topic.OUT_OF_SCOPE, Topic.LIMITS} & set(first)
    return tuple(first[topic] for topic in _TOLD if topic in first) if telling else ()


def _tells_of_code(component: Component, path: str) -> bool:
    """Tell the README of a folder of code: what it says of limits is said of that code, and of no model."""
    folder = path.rpartition("/")[0]
    front = folder in ("", component.root) or bool(_PAGES.match(path))
    return not front and folder in folders_of_code(component)


def told_beside_cards(component: Component) -> tuple[str, ...]:
    """Return one clause for each place that answers something: ``README.md:5 tells limits``."""
    places = grouped((answer.place.spot, _TOLD[answer.topic]) for answer in loose_answers(component))
    return tuple(f"{spot} tells {' and '.join(topics)}" for spot, topics in places.items())


@fact
def _answers(repo: Repo) -> tuple[LooseAnswer, ...]:
    return tuple(repo.each(_answers_of, documents(repo)))


def _answers_of(document: Document) -> Iterator[LooseAnswer]:
    if any(map(PLANNED.search, (document.title, document.path))) or _PLANNED_WORK.search(document.path):
        return
    front = posix(document.path).stem.lower() == "readme"
    for section in document.sections:
        if section.heading and section.heading != document.title:
            passage = Passage(document.path, document.within(section))
            if passage.words >= _ENOUGH and not passage.placeholder:
                topics = _topics(passage) if front or _speaks_of_answers(passage) else ()
                yield from (LooseAnswer(document.path, section.line, topic) for topic in topics)


def _speaks_of_answers(passage: Passage) -> bool:
    """Tell limits of a model, or anything else that a card tells, from the limits of a part of the code."""
    return not _LIMITS.search(passage.heading) or bool(_OF_ANSWERS.search(passage.text))


def _topics(passage: Passage) -> Iterator[Topic]:
    heading, text = passage.heading, passage.text
    if STRICT_USE.search(heading):
        yield Topic.INTENDED_USE
    if _LIMITS.search(heading) and not _of_a_plan(passage):
        yield Topic.LIMITS
    near = STRICT_USE.search(heading) or _LIMITS.search(heading)
    if _MISUSE.search(heading) or (near and RULED_OUT.search(text)):
        yield Topic.OUT_OF_SCOPE
    if _DATA.search(heading):
        yield Topic.DATA
    if PATTERNS[Topic.EVALUATION].search(heading) and _MEASURE.search(text) and _FIGURE.search(_SCALE.sub("", text)):
        yield Topic.EVALUATION


def _of_a_plan(passage: Passage) -> bool:
    """Tell whether most lines of limits speak of what a provider's plan allows."""
    said = [line.text for line in passage.lines if line.text.strip()]
    return 2 * sum(bool(_ALLOWANCE.search(text)) for text in said) > len(said)
