"""Which documents list at which figure somebody is to be alerted, whether or not a rule does it?"""

from collections import Counter

from seatrial.facts import fact
from seatrial.facts.documents.documents import lines_that
from seatrial.model import Evidence
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_THRESHOLD = caseless(r"\balert(?:s|ing)?\b[ -](?:thresholds?|limits?|levels?|when|if|above|below)\b[^|]{0,60}\d")


@fact
def listed_thresholds(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that give a figure for an alert, those of the document that gives most first."""
    found = lines_that(repo, "gives the threshold of an alert", _gives_figure)
    often = Counter(one.place.path for one in found)
    return tuple(sorted(found, key=lambda one: (-often[one.place.path], one.place)))


def _gives_figure(_: str, line: str) -> bool:
    return bool(_THRESHOLD.search(line))
