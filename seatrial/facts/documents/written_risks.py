"""Which risk class, and which risks with which treatment, do documents state?"""

from collections.abc import Iterator
from datetime import date

from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.documents.documents import Passage, documents, is_archived, passages_of
from seatrial.facts.documents.figures import dates
from seatrial.model import Evidence, Place
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Line
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_HEADING = caseless(
    r"risk (?:assessment|register|class|classification|management|tier|analysis|level|rating)|\brisk matrix\b|"
    r"\bAI act\b|impact assessment|\bDPIA\b|\bAIIA\b|(?:model|system) (?:risk|tier)|model inventory|"
    r"evaluaci[oó]n de riesgos|registro de riesgos|análise de riscos?|risikoklasse|risikobewertung|analyse des risques"
)
#: Risks of the system, and no word of statistics or subject of a model: risk control, credit risk, value at risk.
_NAME = caseless(
    r"(?<!credit)(?<!churn)(?<!fraud)(?<!at)(?:^|[-_/])(?:ai[-_])?risks?(?![-_](?:control|scor|predict|model|minimi|"
    r"measur|aware|neutral|adjust|avers|factor|engine))(?:[-_.]|$)|impact[-_]?assessment|ai[-_]act|\bdpia"
)
_TIER = caseless(
    r"\b(?:minimal|limited|high|low|medium|unacceptable|prohibited)[- ]risk\b|\brisk (?:tier|class|level|category)\b"
    r"[^.\n]{0,20}\b(?:minimal|limited|high|low|medium|unacceptable|prohibited|[1-4]|I{1,3})\b|\btier [1-4]\b"
)
#: What sorts answers into bands, as "High risk (< 40 %)": a class of the model's, and none of the system.
_BANDS = caseless(r"\b(low|medium|high)(?:[- ]risk\b|\W{1,8}\|)")
_OF_LAW = caseless(r"\bAI act\b|annex iii|\b42001\b|\brisk (?:tier|class)\b")
_DECIDER = caseless(
    r"\b(?:decided|approved|assessed|classified|reviewed|signed(?: off)?) by\b|risk (?:owner|officer|office)\b|"
    r"\b(?:approver|assessor|reviewer)\b\s*[:|]"
)
_TREATED = caseless(r"mitigat|treatment|\bcontrols?\b|response|residual|mitigaci|tratamiento|maßnahme")
_REASON = caseless(r"\bbecause\b|\breason\b|rationale|annex iii|justif|\bdue to\b|porque")
_HAZARD = caseless(
    r"credit[- ]scor\w+|creditworth\w+|loan (?:default|approval|decision)s?|mortgage|diagnos(?:is|tic|e)|\bpatients?\b|"
    r"clinical|radiolog\w+|recruit(?:ing|ment)|\bhiring\b|\bcandidates? (?:rank|select)\w*|biometric\w*|"
    r"(?:face|emotion) recognition|(?:life|health) insurance|law enforcement|recidivism|asylum|"
    r"exam (?:scor|grad)\w+|student (?:admission|grad)\w*|critical infrastructure"
)
_NEXT = caseless(r"\breview(?: date| by| on| due)?\b\W{0,5}(20\d\d-[01]\d-[0-3]\d)")
_INVENTORY = caseless(r"\b(?:inventory|registration|register|model)[- ](?:id|no|number|entry)\b")


@dataclass(frozen=True, slots=True)
class RiskStatement(AtLine):
    """A passage that classes the system by its risk, or lists its risks."""

    path: str
    line: int
    tier: str  #: the words that give a class, "" when none is given
    reason: bool
    decider: bool
    dated: bool
    inventory: bool
    treated: int  #: how many risks stand with a treatment
    review: date | None = None  #: when it is looked at again

    @property
    def what(self) -> str:
        held = [self.tier or "no class"]
        held += [word for word, there in (("a reason", self.reason), ("who decided", self.decider)) if there]
        held += ["a date"] * self.dated + [f"{self.treated} risks with a treatment"] * bool(self.treated)
        return f"a statement of risk with {', '.join(held)}"

    @property
    def complete(self) -> bool:
        """Whether class, reason, date, decider and at least three treated risks are given."""
        return bool(self.tier) and self.reason and self.decider and self.dated and self.treated >= 3


@fact
def risk_statements(repo: Repo) -> tuple[RiskStatement, ...]:
    """Return what documents say about the risk of the system, the fullest first."""
    found = [*repo.each(_statements, (document for document in documents(repo) if not is_archived(document.path)))]
    return tuple(sorted(found, key=lambda item: (-_held(item), item.path, item.line)))


@fact
def hazard_mentions(repo: Repo) -> tuple[Evidence, ...]:
    """Return the openings of documents whose title or first words speak of a use that the law calls high-risk."""
    found = []
    for document in documents(repo):
        if document.path.lower().startswith(("readme", "docs/index", "model_card", "model-card")):
            opening = Passage(document.path, document.sections[:2])
            match = _HAZARD.search(f"{document.title}\n{opening.text}")
            if match:
                found.append(
                    Evidence(Place(document.path, opening.sections[0].line), f"it speaks of {match[0].lower()}")
                )
    return tuple(found)


def _statements(document: Document) -> Iterator[RiskStatement]:
    if _NAME.search(document.path) and document.sections:
        whole = Passage(document.path, document.sections)
        found = [whole]
    else:
        found = list(passages_of(document, _HEADING))
    for passage in found:
        statement = _stated(passage)
        if not passage.placeholder and (statement.tier or statement.treated):
            yield statement


def _stated(passage: Passage) -> RiskStatement:
    text = f"{passage.heading}\n{passage.text}"
    tier = None if _sorts_answers(text) else _TIER.search(text)
    return RiskStatement(
        passage.path,
        passage.sections[0].line,
        tier[0].lower() if tier else "",
        bool(_REASON.search(text)),
        bool(_DECIDER.search(text)),
        bool(dates(text)),
        bool(_INVENTORY.search(text)),
        _treated(passage),
        _review(text),
    )


def _sorts_answers(text: str) -> bool:
    """Tell a list of bands from a class: who classes a system gives one, and a list of those of a law names it."""
    bands = {found[1].lower() for found in _BANDS.finditer(text)}
    return len(bands) > 1 and not _OF_LAW.search(text)


def _review(text: str) -> date | None:
    match = _NEXT.search(text)
    return named_day(match[1]) if match else None


def _treated(passage: Passage) -> int:
    """Count rows of a table that has a column for the treatment, or lines that name one."""
    rows = [line for line in passage.lines if line.table]
    if rows and _TREATED.search(rows[0].text):
        return sum(all(cell.strip() for cell in line.text.split(" | ")[:2]) for line in _below_heads(rows))
    return sum(bool(_TREATED.search(line.text)) and len(line.text) > 30 for line in passage.lines)


def _below_heads(rows: list[Line]) -> Iterator[Line]:
    """Yield the rows without the heads of tables, each of which has a line of dashes below it."""
    above, is_head = -9, False
    for row in rows:
        is_head = row.number - above > (2 if is_head else 1)
        above = row.number
        if not is_head:
            yield row


def _held(item: RiskStatement) -> int:
    return sum((bool(item.tier), item.reason, item.decider, item.dated, item.inventory, item.treated >= 3))
