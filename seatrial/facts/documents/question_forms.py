"""Which document leads questions about the model to a form, behind which nobody is named?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ASKS = caseless(r"\b(?:questions?|comments?|feedback|contact)\b")
_FORM = regex(r"^https?://(?:forms\.gle|docs\.google\.com/forms|forms\.office\.com|forms\.microsoft\.com|airtable\.com/(?:\w+/)?shr"
              r"|\w+\.typeform\.com|tally\.so/r)/?")  # fmt: skip


@fact
def question_forms(repo: Repo) -> tuple[Evidence, ...]:
    """Return the links to forms in sections that are headed by questions, comments or contact, by place."""
    return tuple(
        Evidence(Place(document.path, link.line), f"{document.path} leads questions to a form, and names nobody")
        for document in documents(repo)
        for section in document.sections
        if _ASKS.search(section.heading)
        for link in section.links
        if _FORM.search(link.target)
    )
