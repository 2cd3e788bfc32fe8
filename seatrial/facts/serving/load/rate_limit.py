"""What is known of a rule by which a caller who asks too often is refused?"""

from seatrial.facts.web.endpoints import Endpoint, in_another_language
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A rule by which a caller who asks too often is refused."""

    place: Place
    what: str
    keyed: bool  #: each caller has a count of their own
    handlers: frozenset[tuple[str, str]] = frozenset()  #: the only ones it is for, by file and name; else for all
    gateway: bool = False  #: something before the service counts
    spared: frozenset[str] = frozenset()  #: paths that it lets through uncounted

    @property
    def confidence(self) -> Confidence:
        """What a program in another language than Python counts was followed as far as its own text shows it."""
        return Confidence.LIKELY if in_another_language(self.place) else Confidence.VERIFIED

    def covers(self, endpoint: Endpoint) -> bool:
        """Tell whether it stands before an endpoint."""
        return endpoint.url not in self.spared and (
            not self.handlers or (endpoint.handler_path, endpoint.handler) in self.handlers
        )
