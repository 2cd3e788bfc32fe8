"""What do documents say about the duties towards people and auditors, and is it said of this system?"""

import re
from collections.abc import Iterator
from datetime import date

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.documents.documents import Passage, documents, passages_of
from seatrial.facts.documents.governance_topics import HEADINGS, PARTS, WRONG_RESULT, Duty
from seatrial.facts.documents.own_words import speaks_of
from seatrial.model import Place
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.documents.placeholder import word_count
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ENOUGH = 12  #: words below which a passage says nothing
_RECORDS = caseless(
    r"changelog|changes|history|roadmap|backlog|release[-_ ]?notes|code[-_ ]of[-_ ]conduct|contributing"
)
_NEXT = caseless(r"\b(?:next |to be )?review(?:ed)?(?: date| by| on| due| again)*\b\W{0,5}(20\d\d-[01]\d-[0-3]\d)")
_ACRONYM = regex(r"[A-Z]{1,5}-\d{1,5}\b|\brisk (?:id|no|register|number)\b")


@dataclass(frozen=True, slots=True)
class Statement(AtLine):
    """A passage on one duty."""

    duty: Duty
    path: str
    line: int
    heading: str
    given: tuple[str, ...]  #: the parts that it gives, in the order of ``PARTS``
    specific: bool  #: it names this system, a figure or a date; what fits every project is a template
    steps: int  #: lines, rows and commands that it holds
    linked: bool = False  #: it names the number of a risk, a ticket or a finding
    review: date | None = None  #: when it says that it is looked at again
    text: str = ""

    @property
    def what(self) -> str:
        said = ", ".join(self.given) or "none of what is expected"
        return f'the section "{self.heading[:80]}" gives {said}' if self.heading else f"a document that gives {said}"

    def lacks(self, *parts: str) -> tuple[str, ...]:
        """Return those of the parts that it does not give."""
        return tuple(part for part in parts if part not in self.given)


@fact
def governance_statements(repo: Repo) -> tuple[Statement, ...]:
    """Return what documents say about each duty, by duty, the fullest first; records of changes are left out."""
    found = [
        _stated(repo, duty, passage)
        for document in documents(repo)
        if speaks(document)
        for duty, passage in _passages(document)
    ]
    order = list(Duty)
    return tuple(
        sorted(found, key=lambda it: (order.index(it.duty), not it.specific, -len(it.given), it.path, it.line))
    )


def statements(component: Component, duty: Duty) -> tuple[Statement, ...]:
    """Return what the documents of a component say about one duty, the fullest first."""
    return tuple(item for item in component.of(governance_statements(component.repo)) if item.duty is duty)


def mentions(component: Component, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
    """Yield the lines of the component's documents that match, with the words around; records of changes left out."""
    for document in component.of(documents(component.repo)):
        if speaks(document):
            for section in document.sections:
                yield from (
                    (Place(document.path, line.number), _around(line.text, match))
                    for line in section.lines
                    if (match := pattern.search(line.text))
                )


def _around(text: str, match: re.Match[str]) -> str:
    """Return what stands around a match, whole words only, at most a hundred characters or so."""
    start = text.rfind(" ", 0, max(0, match.start() - 60)) + 1 if match.start() > 60 else 0
    return text[start : match.end() + 50].rpartition(" ")[0] if len(text) > match.end() + 50 else text[start:]


def speaks(document: Document) -> bool:
    """Tell what is said about the system from records of changes, and from orders to tools in hidden folders."""
    pure = posix(document.path)
    return not _RECORDS.search(pure.stem) and not any(part.startswith(".") for part in pure.parts)


def _passages(document: Document) -> Iterator[tuple[Duty, Passage]]:
    """Yield the passages on each duty: a whole document that is called after it, else its sections."""
    stem = posix(document.path).stem
    for duty, pattern in HEADINGS.items():
        whole = Passage(document.path, document.sections)
        named = document.sections and (pattern.search(document.title) or pattern.search(stem))
        for passage in (whole,) if named else passages_of(document, pattern):
            if not passage.placeholder and (passage.words >= _ENOUGH or _short_and_full(passage)):
                yield duty, passage
    for section in document.sections:
        if _hears_of_wrong_results(section):
            yield Duty.APPEAL, Passage(document.path, (section,))


def _hears_of_wrong_results(section: Section) -> bool:
    """Tell a section that says in passing to whom a wrong result is told: the line names the way to get there."""
    channel = PARTS[Duty.APPEAL]["a channel"]
    complaints = (line.text for line in section.lines if WRONG_RESULT.search(line.text))
    return not HEADINGS[Duty.APPEAL].search(section.heading) and any(channel.search(line) for line in complaints)


def _short_and_full(passage: Passage) -> bool:
    """Tell a table, or a sentence with an address, from a heading with nothing below it."""
    held = any(line.table or "@" in line.text for line in passage.lines)
    held = held or any(section.links for section in passage.sections)
    return held and passage.words >= _ENOUGH // 3


def _stated(repo: Repo, duty: Duty, passage: Passage) -> Statement:
    links = " ".join(link.target for section in passage.sections for link in section.links)
    heads = "\n".join(part.heading for part in passage.sections[1:] if word_count(part.text))
    body = f"{heads}\n{passage.text}\n{links}"
    review = _NEXT.search(body)
    return Statement(
        duty,
        passage.path,
        passage.sections[0].line,
        passage.heading or next((part.heading for part in passage.sections if part.heading), ""),
        tuple(part for part, pattern in PARTS[duty].items() if pattern.search(body)),
        speaks_of(repo, passage.text),
        len(passage.lines) + sum(len(section.fences) for section in passage.sections),
        bool(_ACRONYM.search(body)),
        named_day(review[1]) if review else None,
        passage.text[:4000],
    )
