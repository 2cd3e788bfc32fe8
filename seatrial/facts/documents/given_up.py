"""Does the README say that nobody keeps the repository up any more?"""

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
_HEADED = caseless(
    rf"\W*(?:(?:this |the )?(?:repo(?:sitory)?|project)\W{{0,3}}(?: is)? )?(?:deprecation notice|{_ENDED})"
    r"\W*(?:\W(?:moved|migrated|replaced|since|use|in favou?r|see|please|as of|on \d)\b.*)?"
)


@fact
def given_up(repo: Repo) -> Evidence | None:
    """Return the line at the head of the README that says so; None where it says nothing of the kind."""
    found = (_notice(one) for one in documents(repo) if "/" not in one.path and one.path.lower().startswith("readme"))
    return next((one for one in found if one is not None), None)


def _notice(document: Document) -> Evidence | None:
    for section in document.sections:
        if section.line <= _FIRST and _HEADED.fullmatch(section.heading):
            return Evidence(Place(document.path, section.line), f"{document.path} says: {excerpt(section.heading)}")
        for line in section.lines:
            if line.number <= _FIRST and _SAID.search(line.text):
                return Evidence(Place(document.path, line.number), f"{document.path} says: {excerpt(line.text)}")
    return None
