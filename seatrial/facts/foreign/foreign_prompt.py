"""What is known of a line that puts texts before a model, in another language than Python?"""

from seatrial.facts.security.prompt_defences import Defence
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class ForeignPrompt:
    """One line that puts texts before a model, or defends against a stranger's."""

    place: Place
    defence: Defence
    what: str
    documents: bool = False  #: it is about texts that were retrieved, not about what was asked

    @property
    def confidence(self) -> Confidence:
        """What a name holds was not followed."""
        return Confidence.LIKELY
