"""Which sections and lines tell what the makers sell beside what lies here, whose figures bind nothing of it?"""

from seatrial.read.documents.document_record import Line, Section
from seatrial.read.regex import caseless

_OFFER = caseless(
    r"\b(?:hosted|managed|enterprise|commercial|paid) "
    r"(?:api|platform|version|service|edition|offering|plan|cloud|solution)s?\b"
)
_SELF = r"self[- ]?(?:managed|host(?:ed|ing)?|serve[d]?)|open[- ]?source|oss|community(?: edition)?|on[- ]prem\w*|diy"
#: The column of a table that speaks of what lies here, beside one of what is sold.
_OWN_COLUMN = caseless(rf"^(?:{_SELF})\b(?P<cell>.*)$")
_OR_SOLD = caseless(rf"\b(?:{_SELF})\b[^.]{{0,80}}\bor\b[^.]{{0,40}}\b(?:deploy|run|use|try|host|sign up|go)\b")
_HAS = caseless(r"\d|✅|✓|✔|\byes\b")


def is_offer(section: Section) -> bool:
    """Tell a section about an offer: its heading says so, and what is sold stands behind a link."""
    return bool(_OFFER.search(section.heading) and section.links)


def is_offered(section: Section, line: Line) -> bool:
    """Tell a line about an offer: the column of what lies here is empty, or a link leads to the other way to run it.

    A row of a table says the heads of its columns here.
    """
    if line.table:
        own = [found["cell"] for part in line.text.split(" | ") if (found := _OWN_COLUMN.match(part.strip()))]
        return bool(own) and not any(map(_HAS.search, own))
    return bool(_OR_SOLD.search(line.text)) and any(link.line == line.number for link in section.links)
