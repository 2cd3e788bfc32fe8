"""What is a rule of what stands before a service: the noun that files of Caddy, Traefik and nginx are read into."""

from enum import StrEnum

from seatrial.model import Place
from seatrial.model.record import dataclass


class Does(StrEnum):
    """What is done with a request before it is handed on."""

    ENDS_TLS = "ends TLS"
    INSISTS = "lets nobody fall back to plain text"
    ASKS = "asks who is calling"
    COUNTS = "counts the requests of each caller"
    MEASURES = "refuses what is too large"


@dataclass(frozen=True, slots=True)
class FrontRule:
    """One setting of a proxy, and what it does."""

    place: Place
    does: Does
    told: str  #: who is told what: "Caddy sets request_body"

    @property
    def what(self) -> str:
        return f"{self.told}, which {self.does}"
