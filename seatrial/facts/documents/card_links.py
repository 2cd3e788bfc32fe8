"""Which documents say where else the card of a model stands?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.model import Evidence, Place
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: ``Model Card: https://...`` and ``[model card](https://...)``, as a line of a README about one model has it.
_NAMED = caseless(r"model[ -]cards?\b[^\n]{0,12}?https?://((?!arxiv\.org)[\w.-]{1,80})")
_CARD = caseless(r"\s*model[ -]cards?\s*")
_HOST = regex(r"https?://((?!arxiv\.org)[\w.-]{1,80})")  #: papers on cards are none


@fact
def card_links(repo: Repo) -> tuple[Evidence, ...]:
    """Return the places that link a card elsewhere, the first of each document."""
    return tuple(found for document in documents(repo) if (found := next(_in(document), None)) is not None)


def _in(document: Document) -> Iterator[Evidence]:
    for section in document.sections:
        hosts = [(line.number, match[1]) for line in section.lines if (match := _NAMED.search(line.text))]
        hosts += [(link.line, match[1]) for link in section.links
                  if _CARD.fullmatch(link.text) and (match := _HOST.match(link.target))]  # fmt: skip
        for line, host in hosts:
            yield Evidence(Place(document.path, line), f"the card of a model stands at {host}")
