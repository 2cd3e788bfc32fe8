"""What says which model a service answers with: one place, and how the model is named there."""

import posixpath

from seatrial.facts.inference.model_names import How
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.models.endings import STORED

_FILES = STORED | {".bin", ".json", ".npz", ".txt"}


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

    @property
    def is_file(self) -> bool:
        """Whether it names a file that lies beside the code, and may be replaced there."""
        return (
            self.how is How.FIXED
            and not self.hosted
            and ("/" in self.named or posixpath.splitext(self.named)[1] in _FILES)
        )
