"""What does a text tell somebody who has to bring a service back at night?"""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from seatrial.read.documents.placeholder import marks
from seatrial.read.regex import caseless, regex


class Topic(StrEnum):
    """What somebody asks at night."""

    SYMPTOMS = "symptoms"
    CHECKS = "checks"
    RESTART = "restart"
    SCALE = "scale"
    ROLLBACK = "roll back"
    FALLBACK = "switch the model off"
    CONTACTS = "contacts"
    DATA = "bad data"


_WORDS = MappingProxyType({
    Topic.SYMPTOMS: regex(
        r"symptom|alerts?\b|fires\b|problem|failure|troubleshoot|is down\b|outage|high (error|latency)"
    ),
    Topic.CHECKS: regex(r"check|diagnos|verify|inspect|investigat|\blogs\b|health"),
    Topic.RESTART: regex(r"re-?start"),
    Topic.SCALE: regex(r"\bscal(e|ing)\b|replicas"),
    Topic.ROLLBACK: regex(r"roll(ing)?[- ]?back|rollout undo|revert|previous (version|model|release|image)"),
    Topic.FALLBACK: regex(
        r"fall[- ]?back|kill[- ]?switch|feature flag|(disable|switch off|turn off|bypass) the (model|predict\w*|ai)"
        r"|degraded mode|manual (process|mode|review|decision)"
    ),
    Topic.DATA: regex(
        r"(bad|late|missing|stale|corrupt\w*|upstream|wrong) data|data (issue|quality|problem|delay|outage|feed|drift)"
        r"|feature store|drift"
    ),
})  # fmt: skip
_REACH = caseless(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|(?<![\w/])@[a-z][\w-]{2,}|#[a-z][\w-]{2,}|pagerduty|opsgenie|\+\d[\d ()-]{6,}"
)
_CONTACT = caseless(r"contact|escalat|on[- ]?call|pager|responsible|call\b|notify|owner|team")
_UNSET = caseless(r"to be (configured|defined|determined)|\[[^\]]{3,40}\]|example\.(com|org)|<[^>]+>")


def topics_of(said: str, lines: Iterable[str]) -> tuple[Topic, ...]:
    """Return what a text tells, in the order in which it is asked; a contact is somebody who can be reached."""
    found = {topic for topic, words in _WORDS.items() if words.search(said.lower())}
    if any(map(_names_somebody, lines)):
        found.add(Topic.CONTACTS)
    return tuple(topic for topic in Topic if topic in found)


def _names_somebody(line: str) -> bool:
    return bool(_CONTACT.search(line) and _REACH.search(line)) and not (_UNSET.search(line) or marks(line))
