"""Which texts of strangers does a program in another language than Python put before a language model, and how?"""

from seatrial.component import Component
from seatrial.facts.foreign.foreign_prompt import ForeignPrompt
from seatrial.facts.serving.foreign_services import answers_elsewhere


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
