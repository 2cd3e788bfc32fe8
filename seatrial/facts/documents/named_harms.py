"""Which sections of the owner's cards, of models and of data, name the people whom the model may harm?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.card_use import own_cards
from seatrial.facts.documents.cards import data_cards
from seatrial.facts.documents.documents import documents, passages_of, with_headers
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_ABOUT = caseless(
    r"\bethic|\bétic|\betica|\bethisch|\béthi|\bethik|fairness|\bbias(?:es)?\b|\bsesgos?\b|\bviés\b|\bbiais\b|equidad|équité|"
    r"gleichbehandlung|verzerrung|societal|social impact|\bharms?\b|伦理|公平|偏见"
)
_WHO = (
    r"\b(?:customer|client|user|patient|applicant|employee|candidate|citizen|borrower|student|resident|driver|speaker|"
    r"individual|person|minorit(?:y|ie)|population|communit(?:y|ie)|cliente|usuari[oa]|paciente|persona|solicitante|"
    r"pessoa|mulhere|utilisateur|personne|femme)s?\b|"
    r"\b(?:people|women|children|elderly|mujeres|kunden|nutzer|patienten|personen|frauen|menschen|bewerber|clienti|persone)\b|"
    r"用户|客户|患者|女性|群体"
)
_HARM = (
    r"\b(?:discriminat(?!ors?\b|ive\b)|discrimina[rcn]|disadvantag|unfair|bias(?:ed)? against|wrongly|stigma|"
    r"intrusiv|penali[sz]|perjudic|injust|benachteilig|diskrimin|ungerecht|désavantag|préjudic)\w{0,12}|\bharm(?:ed|ful|ing)\b|"
    r"\b(?:may|might|can|could|would) harm\b|"
    # no tumour, no operation and no picture, of which the same words are said
    r"\b(?:be|become|feel|seem|sound|ser|resultar|sein) (?:too |more |very )?"
    r"(?:aggressive|invasive|manipulative|agresiv\w|invasiv\w)|\bmanipulat(?:es?|ing) (?:the )?(?:\w{1,20} )?"
    r"(?=people|users|customers|clients|consumers|children|patients|voters)|"
    r"歧视|不公|伤害"
)
#: Harm and who bears it, in one sentence.
_NAMED = caseless(rf"(?:{_HARM})[^.;|]{{0,60}}?(?:{_WHO})|(?:{_WHO})[^.;|]{{0,60}}?(?:{_HARM})")
#: What takes it back, or only asks that it be kept from happening.
_DENIES = caseless(
    r"\b(?:no|not|never|(?<!even )without|nor|(?<!incluso )sin|nunca|evitar|não|nicht|keine?|pas|aucun\w{0,3}|"
    r"(?:avoid|prevent|ensur|check|reduc|mitigat|minimi[sz]|guard)\w*)\b"
)
#: Where the clause of a harm ends: behind that stands when it comes to pass, "if the model is not watched".
_CLAUSE_ENDS = caseless(r"[.,;|]|\b(?:if|when|where|unless|without|so|but|because|si|sin|se|sem|wenn|ohne)\b")
#: More people of whom the same is said: "against women", then ", men and children is not expected".
_MORE = caseless(r"(?:\s?,\s?\w{1,30}){0,9}\s?,?\s(?:and|or|y|o|und|oder|et|ou|e)\s\w{1,30}")
_MOST = 20_000  #: letters of a section that are looked at


@dataclass(frozen=True, slots=True)
class NamedHarm(AtLine):
    """A sentence of a model card that says whom the model may harm."""

    path: str
    line: int
    section: str  #: the heading that it stands below
    text: str

    @property
    def what(self) -> str:
        return f'the section "{self.section[:80]}" says who may be harmed: {self.text[:100]}'


@fact
def named_harms(repo: Repo) -> tuple[NamedHarm, ...]:
    """Return the first such sentence of each section on ethics, fairness or bias; what denies a harm is none."""
    paths = {card.path for card in (*own_cards(repo), *data_cards(repo))}
    return tuple(found for one in documents(repo) if one.path in paths for found in _in_card(one))


def _in_card(document: Document) -> Iterator[NamedHarm]:
    for passage in passages_of(document, _ABOUT):
        found = (_first(document.path, passage.heading, one) for one in passage.sections if not one.placeholder)
        yield from (one for one in found if one)


def _first(path: str, heading: str, section: Section) -> NamedHarm | None:
    text, starts = "", [(0, section.line)]
    for line in with_headers(section.lines):
        starts.append((len(text), line.number))
        text += f"{line.text}{_ends(line.text)} "
        if len(text) > _MOST:
            break
    for match in _NAMED.finditer(text):
        if not _DENIES.search(_sentence(text, match)):
            at = max(number for start, number in starts if start <= match.start())
            return NamedHarm(path, at, heading, match[0])
    return None


def _ends(text: str) -> str:
    """End a line that could not go on: the next one begins anew where it is an item of a list or a row."""
    return "" if text[-1:].isalnum() or text.endswith(",") else " ;"


def _sentence(text: str, match: re.Match[str]) -> str:
    """Return the sentence of a match up to the end of its clause, at most two hundred characters to either side."""
    before = text[max(0, match.start() - 200) : match.start()]
    behind = text[match.end() : match.end() + 200]
    listed = _MORE.match(behind)
    behind = behind[listed.end() if listed else 0 :]
    return re.split(r"[.;|]", before)[-1] + match[0] + _CLAUSE_ENDS.split(behind)[0]
