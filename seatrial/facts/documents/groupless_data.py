"""Where does a document say that the data holds no group of people by which outcomes could be compared?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_GROUPS = r"(?:demographic|protected|sensitive|socio-?demographic)"
_THINGS = r"(?:features?|attributes?|columns?|variables?|data|information|labels?)"
_LACKS = r"(?:without|no|lacks?|lacking|absence of|(?:does|do) not (?:include|contain|hold|have))"
_NONE = caseless(rf"\b{_LACKS}(?: any)? {_GROUPS} {_THINGS}\b")
_SO = caseless(
    r"cannot|can't|not possible|impossible|unable|\bnot (?:be |been )?(?:assess|evaluat|measur|test|compar)\w*"
)


@fact
def groupless_data(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines that say so of fairness; that no such column is used as a feature says nothing of the data."""
    return tuple(
        Evidence(Place(document.path, line.number), "groups are not compared, and the data is said to hold none")
        for document in documents(repo)
        for line in document.lines
        if _NONE.search(line.text) and _SO.search(line.text)
    )
