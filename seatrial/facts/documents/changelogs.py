"""Which releases do changelogs tell, with what changed and when?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_CHANGELOG = caseless(
    r"(?:.*/)?(?:change[-_ ]?log|changes|history|news|release[-_ ]?notes|releases|model[-_ ]?change[-_ ]?log)"
    r"(?:\.\w+)?"
)
_MODEL_VERSIONS = caseless(r"model (?:change ?log|versions?|releases?|history)|version history")
_TO_A_TAG = regex(r"/compare/\S{0,200}\d\.\d|/(?:releases/tag|releases|tree|tags|src/tag)/\S{0,200}\d\.\d")
_VERSION = caseless(r"(?<![\w.])v?\.?(\d+\.\d+(?:\.\d+)*(?:[-.]?(?:a|b|rc|alpha|beta|dev|post)\.?\d*)?)")
_DAY = caseless(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One release as a changelog tells it."""

    place: Place
    version: str  #: "" when it is named by its day alone
    dated: bool

    @property
    def what(self) -> str:
        return f"the changelog has an entry for {self.version or 'a day'}{'' if self.dated else ', without a date'}"


@fact
def changelog_entries(repo: Repo) -> tuple[Entry, ...]:
    """Return the releases that changelogs tell, those of the software and of its models, in the order of the text."""
    return tuple(repo.each(_entries, documents(repo)))


@fact
def named_by_links(repo: Repo) -> tuple[Evidence, ...]:
    """Return the first link of each changelog that leads to a tag, so that somebody must have made it."""
    links = (
        (document, link)
        for document in documents(repo)
        if _CHANGELOG.fullmatch(document.path)
        for section in document.sections
        for link in section.links
        if _TO_A_TAG.search(link.target)
    )
    first = {document.path: (document, link) for document, link in reversed(tuple(links))}
    return tuple(
        Evidence(Place(document.path, link.line), f"the changelog links to the tag of {link.text or 'a release'}")
        for document, link in first.values()
    )


def _entries(document: Document) -> Iterator[Entry]:
    whole = bool(_CHANGELOG.fullmatch(document.path))
    level = 99
    for section in document.sections:
        heading = section.heading
        inside = whole or any(_MODEL_VERSIONS.search(above) for above in section.within)
        version = _VERSION.search(heading)
        dated = bool(_DAY.search(f"{heading} {section.lines[0].text if section.lines else ''}"))
        if not inside or not (version or _DAY.search(heading)) or section.level > level:
            continue
        level = section.level
        words = sum(below.words for below in document.within(section))
        if words or section.links:
            yield Entry(Place(document.path, section.line), version[1] if version else "", dated)
