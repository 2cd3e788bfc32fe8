"""Is a component there to show what a paper tells of?"""

from seatrial.component import Component
from seatrial.facts.documents.documents import readme
from seatrial.facts.project.own_package import handed_out
from seatrial.facts.signs import trainings
from seatrial.read.regex import caseless

_SHOWS = caseless(
    r"\bofficial (?:[\w-]+ ){0,3}(?:implementation|code(?:base)?|repo(?:sitory)?)\b"
    r"|\bcode (?:for|of) (?:the|our) paper\b"
)


def shows_a_paper(component: Component) -> bool:
    """Tell whether the code trains what a paper tells of: its README opens so, and hands out no package."""
    document = readme(component.repo)
    if document is None or not trainings(component) or handed_out(component):
        return False
    return any(_SHOWS.search(line.text) for section in document.sections[:2] for line in section.lines)
