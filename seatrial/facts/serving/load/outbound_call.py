"""What is known of a call by which a service waits for another system?"""

from seatrial.facts.serving.load.outbound_clients import Wait
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class OutboundCall:
    """One call on the way of a request, or of the start, that waits for another system."""

    place: Place
    path: str
    scope: str
    written: str
    wait: Wait
    retried: bool = False  #: it is tried again, or a breaker stands before it
    changes: bool = False  #: an HTTP request that may change something, so that trying again may do it twice
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        """What is asked, and how long it may take."""
        again = ", and is tried again" if self.retried else ""
        return f"{self.scope or 'the module'} asks another system by {self.written}() {self.wait}{again}"
