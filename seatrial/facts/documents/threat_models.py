"""Is it written who could misuse this model and how, with what is done about each and by whom?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.documents import Passage, documents, passages_of, with_headers
from seatrial.facts.documents.own_words import speaks_of
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_NAME = caseless(r"threat[-_ ]?model|abuse[-_ ]?cases?|misuse[-_ ]?cases?|attack[-_ ]?tree|modelo de amenazas")
_HEADING = caseless(
    r"threat(?:s| model| analysis)|abuse cases?|misuse (?:cases|scenarios)|attack (?:surface|vectors|scenarios|tree)|"
    r"adversarial (?:risks|threats)|\bSTRIDE\b|MITRE ATLAS|bedrohung|amenazas"
)
#: Threats that only something with a model has.
_OF_MODELS = caseless(
    r"poison|evasion|adversarial|perturb|model (?:extraction|theft|stealing|inversion|tamper)|membership inference|"
    r"backdoor|prompt[- ]injection|jailbreak|training data|extract(?:s|ing|ion)? the model|inversion|reconstruct|"
    r"hallucinat|AML\.T\d{4}|ML(?:0\d|10)\b|LLM(?:0\d|10)\b|pickle|deserial|feature manipul|game the model|"
    r"score manipul|model weights|data leak|exfiltrat|feedback loop|label flip|malicious (?:model|file|upload)"
)
_ANSWERED = caseless(r"mitigat|control|counter|measure|defen[cs]|treatment|response|prevent")
_OWNED = caseless(r"\b(?:owner|responsible|owned by|accountable|assignee|who)\b")
_OWNER_LINE = caseless(r"\bowners?\b\s*[:|]\s*\w")
_ENOUGH = 12  #: words below which a passage says nothing


@dataclass(frozen=True, slots=True)
class ThreatModel(AtLine):
    """A passage on how the system could be attacked or misused."""

    path: str
    line: int
    threats: int  #: those that name a way to attack a model
    treated: int  #: of these, with what is done about it
    full: int  #: of these, with who sees to it
    specific: bool  #: it names this system, one of its files, a figure or a date

    @property
    def what(self) -> str:
        whose = "" if self.specific else ", and not what is special about this system"
        done = f"{self.treated} with what is done, {self.full} with who does it"
        return f"it names {self.threats} threats to the model, {done}{whose}"


@fact
def threat_models(repo: Repo) -> tuple[ThreatModel, ...]:
    """Return what documents say about threats and misuse, the fullest first."""
    found = [_read(repo, passage) for document in documents(repo) for passage in _passages(document)]
    return tuple(sorted(found, key=lambda it: (not it.specific, -it.full, -it.threats, it.path, it.line)))


def _passages(document: Document) -> Iterator[Passage]:
    named = _NAME.search(posix(document.path).stem) or _NAME.search(document.title)
    passages = (Passage(document.path, document.sections),) if named and document.sections else ()
    for passage in passages or passages_of(document, _HEADING):
        if not passage.placeholder and passage.words >= _ENOUGH:
            yield passage


def _read(repo: Repo, passage: Passage) -> ThreatModel:
    owned = bool(_OWNER_LINE.search(passage.text))
    named = [text for section in passage.sections for text in _threats(section)]
    treated = [text for text in named if _ANSWERED.search(text)]
    full = len(treated) if owned else sum(bool(_OWNED.search(text)) for text in treated)
    line = passage.sections[0].line
    return ThreatModel(passage.path, line, len(named), len(treated), full, speaks_of(repo, passage.text))


def _threats(section: Section) -> Iterator[str]:
    """Yield what is said on each threat to a model: a section that is called after one, else lines and rows."""
    if _OF_MODELS.search(section.heading):
        yield "\n".join((section.heading, *(line.text for line in section.lines)))
        return
    heads = {line.text for line in section.lines}
    for line in with_headers(section.lines):
        is_head = line.table and line.text in heads
        if _OF_MODELS.search(line.text) and not is_head:
            yield line.text
