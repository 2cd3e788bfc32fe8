"""Which of several pages is the one where people who run a system would look?"""

from collections.abc import Iterable

from seatrial.model import Place
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless

_PAGE = (".md", ".rst", ".adoc", ".txt")
_GUIDE = caseless(r"runbook|playbook|operations?\b|rollback|releas|deploy|incident|maintenance|retrain|lifecycle")
#: Pages that report what was once done, that plan it, or that teach it.
_ASIDE = caseless(r"report|summary|roadmap|plan\b|comparison|migration|changelog|interview|course|lesson|tutorial")

#: Names of pages whose questions and exercises are answered for whoever learns the trade, in English and in Spanish.
_LESSON = caseless(r"interview|entrevista|\blesson|tutorial|exercise|ejercicio|syllabus|quiz|(?:^|[-_ ])curso")


def is_lesson(path: str) -> bool:
    """Tell a page by its name that asks or teaches how something is done anywhere, and settles nothing here."""
    return bool(_LESSON.search(posix(path).stem))


def is_guide(place: Place) -> bool:
    """Tell a page for those who run a system from a report, a lesson and any other page."""
    return bool(_GUIDE.search(place.path)) and not _ASIDE.search(place.path)


def guide_of(places: Iterable[Place]) -> Place | None:
    """Return the page among these to write into: one for those who run the system first, then the shallowest."""
    return min((place for place in places if place.path.endswith(_PAGE)), key=_order, default=None)


def _order(place: Place) -> tuple[bool, bool, int, Place]:
    return not is_guide(place), bool(_ASIDE.search(place.path)), place.path.count("/"), place
