"""Which assessments of their effect on people do documents say were made, though they are kept elsewhere?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_NAME = r"(?:(?<!environmental )impact assessments?|\b(?:DPIA|FRIA|AIIA|EqIA)\b)"
_DONE = r"\b(?:was|were|has been|have been) (?:\w+ )?"
#: That one ought to be made, or how that is done, says nothing of this system: only that it was.
_MADE = caseless(
    rf"{_DONE}(?:subject(?:ed)? to|covered by)\b[^.\n]{{0,80}}{_NAME}"
    rf"|\b(?:underwent|has undergone|we (?:have )?(?:completed|conducted|carried out))\b[^.\n]{{0,80}}{_NAME}"
    rf"|{_NAME}[^.\n]{{0,60}}{_DONE}(?:completed|conducted|carried out|approved|signed)"
)


@fact
def said_assessments(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of the owner's documents that say an assessment was made, by place."""
    found = (
        Evidence(Place(document.path, line.number), "says that an assessment was made")
        for document in documents(repo)
        for line in document.lines
        if _MADE.search(line.text)
    )
    return tuple(sorted(found, key=lambda one: one.place))
