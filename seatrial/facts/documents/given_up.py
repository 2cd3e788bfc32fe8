"""Does the README say that nobody keeps the repository up any more, or that it takes no changes?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.facts.documents.excerpts import excerpt
from seatrial.model import Evidence, Place
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_FIRST = 40  #: lines in which such a notice stands: further down it is about a part, or another project
_ENDED = (
    r"(?:archived|deprecated|discontinued|abandoned|unmaintained|retired|superseded|end[- ]of[- ]life"
    r"|(?:no longer|not|not being) (?:being )?(?:actively )?(?:maintained|supported|developed|updated)(?: any ?more)?)"
)
_IT = r"\b(?:this|the) (?:git(?:hub)? )?(?:repo(?:sitory)?|project|package|library|code ?base|software|tool)\)?"
_SAID = caseless(
    rf"{_IT}\W{{0,4}}\s(?:is|has been|was)\W{{0,4}}\s(?:(?!not\b|never\b|no\b)\w+,? ){{0,4}}?\W{{0,4}}{_ENDED}\b"
    r"|\bno maintenance intended\b|\bsupport for this project has ended\b"
)
_SEALED = caseless(r"\barchived\b|\bread[- ]only\b")  #: what a forge calls what nobody can change any more
_HEADED = caseless(
    rf"\W*(?:(?:this |the )?(?:repo(?:sitory)?|project)\W{{0,3}}(?: is)? )?(?:deprecation notice|{_ENDED})"
    r"\W*(?:\W(?:moved|migrated|replaced|since|use|in favou?r|see|please|as of|on \d)\b.*)?"
)


@fact
def given_up(repo: Repo) -> Evidence | None:
    """Return the line at the head of the README that says so; None where it says nothing of the kind."""
    return next((line for _, line in _claims(repo)), None)


@fact
def sealed(repo: Repo) -> Evidence | None:
    """Return the line by which the repository is archived: no change starts its CI any more, and no bot opens one."""
    return next((line for claim, line in _claims(repo) if _SEALED.search(claim)), None)


def _claims(repo: Repo) -> Iterator[tuple[str, Evidence]]:
    """Yield what is claimed of the repository, with the line that does."""
    for document in documents(repo):
        if "/" not in document.path and document.path.lower().startswith("readme"):
            for claim, place, text in _notices(document):
                yield claim, Evidence(place, f"{document.path} says: {excerpt(text)}")


def _notices(document: Document) -> Iterator[tuple[str, Place, str]]:
    for section in document.sections:
        if section.line <= _FIRST and _HEADED.fullmatch(section.heading):
            yield section.heading, Place(document.path, section.line), section.heading
        for line in section.lines:
            if line.number <= _FIRST and (found := _SAID.search(line.text)):
                yield found.group(), Place(document.path, line.number), line.text
