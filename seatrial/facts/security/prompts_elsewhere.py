"""Which texts of strangers does a program in another language than Python put before a language model, and how?"""

from seatrial.component import Component
from seatrial.facts.security.prompt_defences import Defence
from seatrial.facts.serving.foreign_services import answers_elsewhere
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


def prompts_elsewhere(component: Component) -> tuple[ForeignPrompt, ...]:
    """Return such lines of the component by place; nothing where what answers is written in Python."""
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.prompts import foreign_prompts  # where nothing in Python answers alone

    return component.of(foreign_prompts(component.repo))


def shaped_elsewhere(component: Component) -> tuple[ForeignPrompt, ...]:
    """Return the calls that hold answers to a shape, where all that ask a model do."""
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.prompts import foreign_shapes

    return component.of(foreign_shapes(component.repo))
