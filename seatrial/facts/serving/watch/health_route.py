"""What is known of a route that says how the service is?"""

from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class HealthRoute:
    """A route that says how the service is."""

    endpoint: Endpoint
    looks: bool  #: it looks at something, as a model that is loaded or a database, and can fail by its status
    tells: bool = False  #: it looks, and says what it saw in its text alone: a platform that asks sees 200

    @property
    def place(self) -> Place:
        """Where the handler stands."""
        return self.endpoint.place

    @property
    def confidence(self) -> Confidence:
        """What a program in another language than Python looks at was followed as far as its own text shows it."""
        return Confidence.LIKELY if self.endpoint.in_another_language else Confidence.VERIFIED

    @property
    def what(self) -> str:
        """What the route tells."""
        looks = "and looks at what the service needs" if self.looks else "and always says the same"
        looks = "and answers 200 even where its text says otherwise" if self.tells else looks
        verb = "GET" if self.endpoint.door is not Door.MODEL_SERVER else "POST"
        return f"{verb} {self.endpoint.url} is answered by {self.endpoint.handler} {looks}"
