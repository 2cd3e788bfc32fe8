"""Which sentences of documents state something, and neither deny nor only plan it?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts.documents.documents import documents, is_archived, with_headers
from seatrial.facts.documents.written_governance import speaks
from seatrial.model import Evidence, Place
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.regex import caseless

#: What stands before a word in the same sentence and takes it back.
_DENIES = caseless(
    r"(?:\b(?:no|not|never|without|neither|nor|lacks?|missing|todo|tbd|planned|planning|should|could|would)\b|n[’']t\b)"
    r"[^.;|]{0,40}$"
)
#: What takes it back where it stands, and after it.
_WITHIN = caseless(r"\b(?:not yet|never|(?:have|has|were|was) not|to be|todo|planned)\b")
_AFTER = caseless(r"^[^.;|]{0,20}\b(?:is|are|will be) (?:planned|missing|to be|not)\b")
_MOST = 20_000  #: letters of a section that are looked at
_SHOWN = 90


def stated(component: Component, pattern: re.Pattern[str], does: str) -> tuple[Evidence, ...]:
    """Return where the documents of a component state what a pattern says, by place, once for each section.

    Lines are read as one text, since sentences go on over them, with the heading before. ``does`` says what such a
    sentence does: "says when labels arrive". Records of changes and archives are left out.
    """
    return tuple(
        found
        for document in component.of(documents(component.repo))
        if speaks(document) and not is_archived(document.path)
        for section in document.sections
        for found in _in_section(document, section, pattern, does)
    )


def _in_section(document: Document, section: Section, pattern: re.Pattern[str], does: str) -> Iterator[Evidence]:
    text, starts = f"{section.heading}. ", [(0, section.line)]
    for line in with_headers(section.lines):
        starts.append((len(text), line.number))
        text += f"{line.text} | " if line.table else f"{line.text} "
        if len(text) > _MOST:
            break
    for match in pattern.finditer(text):
        if not _taken_back(text, match):
            at = max(number for start, number in starts if start <= match.start())
            yield Evidence(Place(document.path, at), f'{does}: "{_around(text, match)}"')
            return


def _taken_back(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 60]
    return bool(_DENIES.search(before) or _WITHIN.search(match[0]) or _AFTER.search(after))


def _around(text: str, match: re.Match[str]) -> str:
    return text[match.start() : match.start() + _SHOWN].rpartition(" ")[0] or match[0][:_SHOWN]
