"""What stands on the imitated stack of an unpickler in the place of objects?

Plain data is the position of the opcode that pushed it, an ``int``: its value is read when somebody asks. A tuple is a
tuple of such items. The rest are the classes below; nothing is imported, made or called.
"""

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Name:
    """A global that the pickle imports; one object for each name."""

    module: str  #: "" when the name is put together only while loading
    name: str
    at: int  #: where it was imported first
    called: bool = False  #: by an opcode that calls, and not only makes an object of a class
    made: bool = False  #: whether an object of it is made, or it is called
    args: object = ()  #: of the first call
    hidden: bool = False  #: whether a call of it reaches what nobody can tell
    instance: "Made" = field(init=False)  #: stands for all objects that it makes, as long as nobody asks for one

    def __post_init__(self) -> None:
        self.instance = Made(self)

    @property
    def dotted(self) -> str:
        """The name as it is written."""
        return f"{self.module}.{self.name}" if self.name else self.module


@dataclass(slots=True, eq=False)
class Made:
    """What a pickle makes by calling a global."""

    maker: Name
    args: object = ()


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that no pickler writes."""

    rule: str
    what: str
    at: int
    dangerous: bool


class Oddities(list[Oddity]):
    """What was odd about a pickle, each kind once."""

    def note(self, rule: str, what: str, at: int, *, dangerous: bool = False) -> None:
        """Keep one, unless there is one of its kind."""
        if all(rule != known.rule for known in self):
            self.append(Oddity(rule, what, at, dangerous))


class Opaque:
    """Something that only the loader knows: what a persistent id stands for, a buffer from outside."""


OPAQUE = Opaque()
