"""Is it written down what the work is worth, what it costs, and when and by what it is decided whether it goes on?"""

import re
from collections.abc import Iterator
from datetime import date

from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.documents.documents import Passage, documents, is_archived, passages_of
from seatrial.facts.documents.figures import amounts, dates, figures
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_HEADING = caseless(
    r"business case|\bROI\b|return on investment|go ?/ ?no-?go|(?:exit|kill|stop) criteria|cost[- ]benefit|"
    r"value and cost|decision gate|\bpoc exit\b|investment case|caso de negocio|"
    r"valor de negocio|business (?:value|impact)|financial impact|wirtschaftlichkeit"
)
#: ROI is a region of interest on a page about pictures, where its passage tells nothing that is earned or paid.
_ROI = caseless(r"\bROIs?\b")
_OF_PICTURES = caseless(
    r"\bregions?\b|\bimages?\b|\bpixels?\b|\bmas(?:k|que)s?\b|\bcrop\w{0,4}\b|\bsegment(?:ation|er|ed|eur)\b|\bslides?\b|"
    r"\bbounding box|\bvisual\b|\bcameras?\b|\bdetect(?:or|eur|ion)s?\b|\bheatmaps?\b"
)
_OF_MONEY = caseless(
    r"\b(?:costs?|invest\w*|savings?|saves?|revenue|profits?|benefits?|payback|budget|margin|business|co[uû]ts?|coste?s?|"
    r"ahorro|kosten|gains?|return(?:s|ed)?|break[- ]?even|years?|months?)\b|[$€£¥]"
)
#: What test plans and records of any decision are headed with: money as a benefit or a cost tells that worth is meant.
_MAYBE = caseless(r"success criteria|decision (?:log|record|point)")
_DESIGN = caseless(r"architect|\bADRs?\b|\bdesign\b")
_BENEFIT = caseless(r"benefit|saves?\b|savings?|revenue|\bROI\b|value|gain|reduc|ahorro|nutzen")
_COST = caseless(r"\bcosts?\b|budget|spend|\bopex\b|\bcapex\b|effort|coste?|kosten")
_CRITERIA = caseless(r"\bcriteri|\bif\b|go ?/ ?no-?go|\bstop\b|threshold|at least|payback|unless|\bkill\b")
_OUTCOME = caseless(
    r"\b(?:decision|outcome|status|result)\b\W{1,5}(go\b|no-go|extend(?:ed)?|stop(?:ped)?|approved|rejected|continue|accepted)"
)
_REVIEW = caseless(r"(?:review|revisit|decide|decision|next)\b[^.\n]{0,30}?(20\d\d-[01]\d-[0-3]\d)")


@dataclass(frozen=True, slots=True)
class Case(AtLine):
    """What is stated about value, cost and the decision, in one place."""

    path: str
    line: int
    benefit: bool  #: a number for the benefit
    cost: bool  #: a number for the cost
    criteria: bool
    dated: bool
    review: date | None = None
    outcome: str = ""

    @property
    def what(self) -> str:
        given = [name for name, there in self._parts if there] + [f"the outcome {self.outcome}"] * bool(self.outcome)
        return f"a case for the work gives {', '.join(given) or 'no number'}"

    @property
    def lacking(self) -> tuple[str, ...]:
        """What it does not give."""
        return tuple(name for name, there in self._parts if not there)

    @property
    def complete(self) -> bool:
        """Whether numbers for benefit and cost, criteria and a date are given."""
        return not self.lacking

    @property
    def _parts(self) -> tuple[tuple[str, bool], ...]:
        return (("benefit", self.benefit), ("cost", self.cost), ("criteria", self.criteria), ("a date", self.dated))

    def overdue(self, today: date) -> bool:
        """Tell whether the day of the decision is past, and nothing was decided."""
        return self.review is not None and self.review < today and not self.outcome


@fact
def cases(repo: Repo) -> tuple[Case, ...]:
    """Return what settings and documents state about value, cost and decision, the fullest first."""
    kept = (document for document in documents(repo) if not is_archived(document.path))
    found = [*_of_settings(repo), *repo.each(_cases, kept)]
    return tuple(
        sorted(found, key=lambda case: (-sum((case.benefit, case.cost, case.criteria, case.dated)), case.path))
    )


def _of_settings(repo: Repo) -> Iterator[Case]:
    decision = repo.settings.decision
    if decision:
        place = repo.settings.place("decision")
        yield Case(
            place.path,
            place.line,
            _numbered(decision.benefit),
            _numbered(decision.cost),
            bool(decision.criteria),
            decision.review_date is not None,
            decision.review_date,
            decision.outcome,
        )


def _cases(document: Document) -> Iterator[Case]:
    for passage in passages_of(document, _HEADING):
        if (
            not passage.placeholder
            and not _of_a_region(document, passage)
            and (passage.words >= 8 or amounts(passage.text))
        ):
            yield _stated(passage)
    for passage in passages_of(document, _MAYBE):
        named = _HEADING.search(passage.heading) or _DESIGN.search(passage.heading)
        found = _stated(passage) if amounts(passage.text) and not named else None
        if found and (found.benefit or found.cost):
            yield found


def _of_a_region(document: Document, passage: Passage) -> bool:
    """Tell a passage that is about worth by the letters ROI alone, and means a part of a picture by them."""
    if _HEADING.search(_ROI.sub("", passage.heading)) or not _ROI.search(passage.heading):
        return False
    text = f"{passage.heading}\n{passage.text}"
    pictures = any(_OF_PICTURES.search(f"{one.heading}\n{one.text}") for one in document.sections)
    return pictures and not (_OF_MONEY.search(text) or amounts(text))


def _stated(passage: Passage) -> Case:
    text = f"{passage.heading}\n{passage.text}"
    lines = [line.text for line in passage.lines]
    outcome, review = _OUTCOME.search(text), _REVIEW.search(text)
    return Case(
        passage.path,
        passage.sections[0].line,
        any(_BENEFIT.search(line) and _numbered(line) for line in lines),
        any(
            _COST.search(line) and _numbered(line) and not re.search(r"sav|reduc", line, re.IGNORECASE)
            for line in lines
        ),
        bool(_CRITERIA.search(text)),
        bool(dates(text)),
        named_day(review[1]) if review else None,
        outcome[1].lower() if outcome else "",
    )


def _numbered(text: str) -> bool:
    return bool(amounts(text) or figures(text))
