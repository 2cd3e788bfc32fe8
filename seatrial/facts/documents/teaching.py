"""Is it made to be learned from, or to win a competition, so that nobody is meant to depend on its model?"""

import re
from collections import Counter
from itertools import islice
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.data.data_pages import COMPETITION
from seatrial.facts.documents.documents import readme
from seatrial.facts.serving.serving import served
from seatrial.facts.training.training import training
from seatrial.model import Archetype, Evidence, Place
from seatrial.read.documents.document_record import Document, Line
from seatrial.read.regex import regex

NOT_FOR_USE: Final = "it teaches, or enters a competition: nobody is meant to depend on its model"
_UNASKED: Final = "what it is worth to a business is not asked"
_SAID: Final = f"says that it teaches, or enters a competition: {_UNASKED}"
_MANY_APART: Final = f"is one of many notebooks, each with data of its own: {_UNASKED}"
_READ: Final = (Archetype.NOTEBOOK_POC, Archetype.RESEARCH_CODE)
_OPENING: Final = 8  #: lines of a README in which it says what it is
#: What a repository is, or belongs to: "Notebook for the Stock Price Tutorial", "course material", "exercises of".
_TEACHES: Final = regex(
    r"\btutorials?\b|\b(?<!of )course(?:s|work)?\b|\bworkshops?\b|\blectures?\b|\bboot ?camp\b|\bcurriculum\b"
    r"|\bexercises\b|\bhomework\b|\bassignments?\b|\blessons?\b|\btextbook\b|\bnanodegree\b|\bblog ?posts?\b"
    r"|\b(?:code|notebooks?|examples?) (?:of|for|from|to) (?:the|my|our) (?:\w+ )?(?:book|article|blog|talk|video)s?\b",
    re.IGNORECASE,
)
#: Sentences that send the reader to a tutorial, which a product has too.
_SENDS: Final = regex(
    r"\b(?:see|check|follow|read|visit|watch|find|try|inspired|based on|thanks|following|started|documentation)\b",
    re.IGNORECASE,
)
_MANY: Final = 8  #: notebooks that fit something, from which on they may be a collection
_SHARED: Final = 4  #: one in so many reads the same file: in steps of one work most do


@fact
def teaching(component: Component) -> tuple[Evidence, ...]:
    """Return by what code that is read, and serves nobody, shows that it teaches or competes; () for all else.

    Its README says so at its beginning, or it is a collection of notebooks each of which has data of its own.
    """
    if archetype(component).archetype not in _READ or served(component):
        return ()
    first = readme(component.repo)
    said = _said(first) if first and first.path in component else ()
    return said or _collected(component)


def for_use(component: Component) -> bool:
    """Tell whether anybody may come to depend on the model; what shows nothing else is taken to be made for use."""
    return not teaching(component)


def _said(document: Document) -> tuple[Evidence, ...]:
    lines = [line for section in document.sections for line in (_heading(document, section.heading), *section.lines)]
    told = (line for line in islice((one for one in lines if one.text), _OPENING))
    return tuple(
        Evidence(Place(document.path, line.number), _SAID)
        for line in told
        if COMPETITION.search(line.text) or (_TEACHES.search(line.text) and not _SENDS.search(line.text))
    )[:2]


def _heading(document: Document, heading: str) -> Line:
    number = next(section.line for section in document.sections if section.heading == heading)
    return Line(number, heading)


def _collected(component: Component) -> tuple[Evidence, ...]:
    """Return the notebooks of a collection: steps of one work hand files to each other, lessons do not."""
    fitted = {item.site.path for item in component.of(training(component.repo)) if item.site.notebook}
    loads = {(load.site.path, load.location) for load in component.of(data_loads(component.repo)) if _is_named(load)}
    readers = Counter(location for path, location in loads if path in fitted)
    shared = max(readers.values(), default=0) * _SHARED > len(fitted)
    if len(fitted) < _MANY or 2 * len(readers) < len(fitted) or shared:
        return ()
    return tuple(Evidence(Place(path), _MANY_APART) for path in sorted(fitted)[:2])


def _is_named(load: DataLoad) -> bool:
    return bool(load.location) and load.site.notebook
