"""Where does a document say that requests come in by TLS, as whoever sets the service up is to see to?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import lines_that
from seatrial.model import Evidence
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_ENDS_TLS = caseless(
    r"\b(?:tls|ssl|https)\b[^.\n]{0,60}\b(?:terminat\w+|reverse proxy|load balancer|ingress|enforced)\b"
    r"|\b(?:reverse proxy|nginx|caddy|traefik|load balancer)\b[^.\n]{0,40}\b(?:tls|ssl|https)\b"
    r"|\b(?:terminat\w+|enforce|enable|configure|require|behind)\b[^.\n]{0,40}\b(?:tls|ssl|https)\b"
)
#: Whose wire is spoken of, where it is not that of the requests; and what went wrong with a certificate.
_OF_OTHERS = caseless(
    r"\b(?:databases?|postgres\w*|mysql|redis|kafka|mongo\w*|smtp|failed|error|insecure|not|lacks?|missing|without)\b"
    r"|n['’]t\b"
)


@fact
def said_encryption(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that ask for TLS before the service, or say that something else ends it."""
    return lines_that(repo, "speaks of TLS", _ends_tls)


def _ends_tls(_: str, line: str) -> object:
    return _ENDS_TLS.search(line) and not _OF_OTHERS.search(line)
