"""What is something that takes part and could not be followed: the noun, and what may stand there."""

from enum import StrEnum

from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass


class May(StrEnum):
    """What may stand where nobody could follow. A check names what it looks for, and a fact what a thing may hold."""

    ANSWER = "who answers others with the model"
    GUARD = "who may ask"
    LIMIT = "how often one caller may ask"
    ENCRYPT = "how a request travels"
    KEEP = "what is kept of questions and answers"
    RELEASE = "how a version gets into service, and out of it"
    RUN = "how many copies run, and who asks whether they live"
    SCAN = "what looks at code, packages and images before they go in"
    JUDGE = "how good the model must be to go in"
    COMPARE = "what judges answers of a language model"
    ASK = "what asks the running service before it goes in"
    LOAD = "what measures how fast it answers"
    MEASURE = "what is counted of requests and answers"
    WATCH = "who is told when it goes wrong"
    SEE = "what is seen of each request to a model"
    WAIT = "how long it waits for others"
    SCREEN = "what looks at texts before a model gets them"
    PROMISE = "what callers may rely on"


@dataclass(frozen=True, slots=True)
class Beyond:
    """One thing that takes part in what the component does, and that could not be followed."""

    place: Place
    what: str  #: what it is, and what of it is not followed; it ends a sentence
    may: frozenset[May]

    @property
    def confidence(self) -> Confidence:
        """That it is there was read; what it holds was not."""
        return Confidence.VERIFIED
