"""What says which model a service answers with: one place, and how the model is named there."""

from seatrial.facts.inference.model_names import How
from seatrial.model import Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class ModelReference:
    """One place at which a service says which model it answers with."""

    place: Place
    how: How
    named: str = ""  #: the text, as far as it is fixed
    hosted: bool = False  #: a language model elsewhere, of which the name is the version

    @property
    def what(self) -> str:
        """How the model is named."""
        text = f" {self.named[:60]}" if self.named else ""
        return f"the model{text} is named {self.how}"
