"""What is a way to make a model again: the noun that pipelines, tasks, workflows and programs are read into."""

from seatrial.facts.training.rebuilds.making_parts import Part
from seatrial.model import Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Rebuild:
    """One thing that people or machines start, and what of making a model it covers."""

    place: Place
    how: str  #: as people call it: "dvc repro", "make train"
    parts: frozenset[Part]
    files: frozenset[str]  #: the programs that it starts itself
    single: bool = False  #: one program, and no pipeline of steps
    documented: bool = False  #: of one program: a document or an installed command says how it is started

    @property
    def what(self) -> str:
        return f"{self.how} {', '.join(part for part in Part if part in self.parts)}"

    @property
    def whole(self) -> bool:
        """Whether it covers everything from the data to a judged model."""
        return len(self.parts) == len(Part) and (not self.single or self.documented)
