"""Who pays for the model, who uses it in which step of their work, and whom do they ask for help?"""

import re

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_TOPICS = {
    "a sponsor": caseless(
        r"\bsponsors?\b\s*[:|-]|business owner|product owner|budget owner|(?:paid|funded) (?:for )?by|"
        r"executive sponsor|stakeholders?\b\s*[:|]"
    ),
    "its users": regex(
        r"end[- ]users?\b|user groups?|used by|intended users?|who uses it|target (?:users|audience)|personas?\b|"
        r"^[^\w\n]*users\W*(?:[:|]|$)",
        re.IGNORECASE | re.MULTILINE,
    ),
    "the step of their work": caseless(
        r"workflow|day[- ]to[- ]day|before .{3,40} (?:approve|call|decide|review|order)|process change|replaces the|"
        r"hand-?over|step \d|\bsteps? (?:of|in|that)\b"
    ),
    "whom to ask for help": caseless(
        r"support\b.{0,40}(?:@|#|slack|channel|desk|contact)|training sessions?|help ?desk|office hours|"
        r"whom? to ask\W{1,3}\w|\bask [A-Z][a-z]+\b"
    ),
}
_ABOUT = caseless(
    r"adoption|who uses|sponsor|stakeholder|users?\b|business context|organi[sz]ation|raci|ownership|rollout plan|"
    r"change management"
)
_BUYERS = caseless(r"github sponsors|become a sponsor|sponsor this|open ?collective|patreon|backers")
_GROUP = caseless(r"tenant|team|department|user_group|customer|client_id|organi[sz]ation")


@fact
def adoption_notes(repo: Repo) -> tuple[tuple[Evidence, tuple[str, ...]], ...]:
    """Return the documents that speak of sponsor and users under a heading about them, with what they do not say."""
    found = []
    for document in documents(repo):
        about = [section for section in document.sections if _ABOUT.search(section.heading) and not section.placeholder]
        text = "\n".join(f"{section.heading}\n{section.text}" for section in about)
        said = [name for name, pattern in _TOPICS.items() if pattern.search(text)]
        if said and not _BUYERS.search(text):
            lacking = tuple(name for name in _TOPICS if name not in said)
            found.append((Evidence(Place(document.path, about[0].line), f"names {' and '.join(said)}"), lacking))
    return tuple(sorted(found, key=lambda one: (len(one[1]), one[0].place)))


@fact
def usage_by_group(component: Component) -> tuple[Evidence, ...]:
    """Return the metrics that count use by group of users."""
    found = (one for one in component.of(measurements(component.repo)) if one.sort is Sort.METRIC and one.updated)
    return tuple(
        Evidence(one.place, f"{one.what}, by group of users")
        for one in found
        if _GROUP.search(f"{one.name} {one.what}")
    )
