"""Which documents on a duty are there that nobody can read here, or that nobody has filled in?"""

from pathlib import PurePosixPath

from seatrial.component import Component
from seatrial.facts.documents.documents import document_templates
from seatrial.facts.documents.governance_topics import HEADINGS, Duty
from seatrial.model import Place
from seatrial.read.posix_path import posix
from seatrial.repo import Role, role

#: Documents that people write and that are no text.
_CLOSED = frozenset({".pdf", ".docx", ".doc", ".odt", ".pptx", ".xlsx", ".pages"})


def closed_files(component: Component, duty: Duty) -> tuple[Place, ...]:
    """Return the documents that are called after a duty and are no text: what they say is unknown, not absent."""
    return tuple(
        Place(path)
        for path in component.repo.matching(lambda path: posix(path).suffix.lower() in _CLOSED)
        if path in component
        and role(component.repo, path) in (Role.OWN, Role.DOCS)
        and HEADINGS[duty].search(posix(path).stem)
    )


def unfilled(component: Component, duty: Duty) -> tuple[Place, ...]:
    """Return the templates that are called after a duty: nobody has filled them in."""
    return tuple(
        place
        for place in document_templates(component.repo)
        if place.path in component and HEADINGS[duty].search(PurePosixPath(place.path).stem)
    )
