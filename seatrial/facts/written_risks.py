"""Which risk class, and which risks with which treatment, do documents state?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.facts import fact
from seatrial.facts.documents import Passage, documents, passages_of
from seatrial.facts.figures import dates
from seatrial.model import Place
from seatrial.read.document_record import Document
from seatrial.repo import Repo

_HEADING = re.compile(
    r"risk (?:assessment|register|class|classification|management|tier|analysis|level|rating)|\brisk matrix\b|"
    r"\bAI act\b|impact assessment|\bDPIA\b|\bAIIA\b|(?:model|system) (?:risk|tier)|model inventory|"
    r"evaluaci[oó]n de riesgos|registro de riesgos|análise de riscos?|risikoklasse|risikobewertung|analyse des risques",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:^|[-_/])(?:ai[-_])?risks?(?:[-_.]|$)|impact[-_]?assessment|ai[-_]act|\bdpia", re.IGNORECASE)
_TIER = re.compile(
    r"\b(?:minimal|limited|high|low|medium|unacceptable|prohibited)[- ]risk\b|\brisk (?:tier|class|level|category)\b"
    r"[^.\n]{0,20}\b(?:minimal|limited|high|low|medium|unacceptable|prohibited|[1-4]|I{1,3})\b|\btier [1-4]\b",
    re.IGNORECASE,
)
_DECIDER = re.compile(
    r"\b(?:decided|approved|assessed|classified|reviewed|signed(?: off)?) by\b|risk (?:owner|officer|office)\b|"
    r"\b(?:approver|assessor|reviewer)\b\s*[:|]",
    re.IGNORECASE,
)
_TREATED = re.compile(r"mitigat|treatment|\bcontrols?\b|response|residual|mitigaci|tratamiento|maßnahme", re.IGNORECASE)
_REASON = re.compile(r"\bbecause\b|\breason\b|rationale|annex iii|justif|\bdue to\b|porque", re.IGNORECASE)
_INVENTORY = re.compile(r"\b(?:inventory|registration|register|model)[- ](?:id|no|number|entry)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RiskStatement:
    """A passage that classes the system by its risk, or lists its risks."""

    path: str
    line: int
    tier: str  #: the words that give a class, "" when none is given
    reason: bool
    decider: bool
    dated: bool
    inventory: bool
    treated: int  #: how many risks stand with a treatment

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.path, self.line)

    @property
    def what(self) -> str:
        """What it holds, in one sentence."""
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
    found = [statement for document in documents(repo) for statement in _of(document)]
    return tuple(sorted(found, key=lambda item: (-_held(item), item.path, item.line)))


def _of(document: Document) -> Iterator[RiskStatement]:
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
    tier = _TIER.search(text)
    return RiskStatement(
        passage.path,
        passage.sections[0].line,
        tier[0].lower() if tier else "",
        bool(_REASON.search(text)),
        bool(_DECIDER.search(text)),
        bool(dates(text)),
        bool(_INVENTORY.search(text)),
        _treated(passage),
    )


def _treated(passage: Passage) -> int:
    """Count rows of a table that has a column for the treatment, or lines that name one."""
    rows = [line for line in passage.lines if line.table]
    if rows and _TREATED.search(rows[0].text):
        return sum(all(cell.strip() for cell in line.text.split(" | ")[:2]) for line in rows[1:])
    return sum(bool(_TREATED.search(line.text)) and len(line.text) > 30 for line in passage.lines)


def _held(item: RiskStatement) -> int:
    return sum((bool(item.tier), item.reason, item.decider, item.dated, item.inventory, item.treated >= 3))
