"""What is asked in one go: a topic with its fields, of which each is a key of the configuration?"""

from seatrial.config.written.insertion import Path
from seatrial.interview.answer import Read
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One value that is asked for."""

    path: Path  #: where it stands in the configuration
    asks: str
    example: str
    kind: str  #: what may be typed, in a word or two
    read: Read
    optional: bool = False  #: the topic is answered without it
    default: str = ""  #: taken when Enter is pressed
    least: int = 1  #: items of a list that have to be there

    @property
    def key(self) -> str:
        """Return its path as it is told: ``kpi.baseline``; the numbers of lists are left out."""
        return ".".join(step for step in self.path if isinstance(step, str))


@dataclass(frozen=True, slots=True)
class Topic:
    """One question of one check, with the fields that are open."""

    check: str  #: "" when several checks depend on it
    question: str
    why: str
    good: str  #: what a good answer is like
    fields: tuple[Field, ...]
    opens: str = ""  #: the level of which it opens a gate
    attests: bool = False  #: the fields are parts of one statement, which is written whole
    many: bool = False  #: the last field is asked until Enter is pressed, for a list
    seen: str = ""  #: what the repository shows today
