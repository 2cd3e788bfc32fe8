"""Does an absence prove anything, when files could not be read?"""

from seatrial.api import Component, Grade, Graded
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.documents.documents import unread_documents
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign


def unread_code(component: Component, graded: Graded) -> Graded | None:
    """Return that it is unknown, where it was found absent and much of the code could not be read; else None."""
    reason = why_absence_proves_nothing(component.repo) if graded.grade is Grade.ABSENT else ""
    return Graded.unknown(reason, looked_for=graded.looked_for) if reason else None


def where_code_is_read(component: Component, graded: Graded) -> Graded:
    """Return the judgement; unknown instead of absent when much of the code could not be read, or only its words."""
    reason = only_in_words(component) if graded.grade is Grade.ABSENT else ""
    unknown = Graded.unknown(reason, looked_for=graded.looked_for) if reason else graded
    return unread_code(component, graded) or unknown


def as_its_words_tell(component: Component, graded: Graded, sign: Sign) -> Graded:
    """Return the judgement; unknown instead of absent where a server that is not followed has words for what lacks."""
    spoken = graded.grade is Grade.ABSENT and component.of(foreign(component.repo, sign))
    return where_code_is_read(component, graded) if spoken else graded


def only_in_words(component: Component) -> str:
    """Say where a server in another language answers, whose code is not followed; "" where none does."""
    if not answers_elsewhere(component.repo):
        return ""
    servers = component.of(foreign(component.repo, Sign.SERVER))
    said = "{0.place} answers in {0.language}, whose code is not followed"
    return said.format(servers[0]) if servers else ""


def where_documents_are_read(component: Component, graded: Graded) -> Graded:
    """Return the judgement; unknown instead of absent when a document could not be read: it may tell just this."""
    unread = [item for item in unread_documents(component.repo) if item.path in component]
    if graded.grade is not Grade.ABSENT or not unread:
        return graded
    return Graded.unknown(str(unread[0]), looked_for=graded.looked_for)
