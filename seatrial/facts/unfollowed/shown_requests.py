"""By which samples do pages ask the running service with a token that something else than its code wants?"""

from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.facts.web.routes import routes
from seatrial.model import Place
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_ASKS = caseless(r"\bcurl\b|\bhttp(?:ie)? (?:post|get)\b|requests\.post|fetch\(")
_SHOWS_ITSELF = caseless(r"authorization[\"']?\s*:\s*[\"'f]*(?:bearer|basic|token)\b|x-api-key[\"']?\s*:")
_AT_HOME = caseless(r"localhost|127\.0\.0\.1|0\.0\.0\.0")


@fact
def shown_requests(repo: Repo) -> tuple[Beyond, ...]:
    """Return the samples, the first of each page, that ask a route of the owner's with a token, and not at home."""
    own = frozenset(one.url.rstrip("/") for one in routes(repo) if role(repo, one.handler_path) is Role.OWN)
    pages = documents(repo) if any(own) else ()
    return tuple(found for page in pages for found in islice(_in_page(page, own), 1))


def _in_page(page: Document, own: frozenset[str]) -> Iterator[Beyond]:
    for fence in (fence for section in page.sections for fence in section.fences):
        if not (_ASKS.search(fence.text) and _SHOWS_ITSELF.search(fence.text)) or _AT_HOME.search(fence.text):
            continue
        if url := next((url for url in sorted(own) if url and url in fence.text), ""):
            what = f"{page.path} asks {url} with a token, and what checks it there is not followed"
            yield Beyond(Place(page.path, fence.line), what, frozenset({May.GUARD}))
