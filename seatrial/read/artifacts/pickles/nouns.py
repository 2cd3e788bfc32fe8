"""What stands on the imitated stack of an unpickler in the place of objects?

Plain data is the position of the opcode that pushed it, an ``int``: its value is read when somebody asks. A tuple is a
tuple of such items. The rest are the classes below; nothing is imported, made or called.
"""

from seatrial.model.record import dataclass


class Name:
    """A global that the pickle imports; one object for each name."""

    __slots__ = ("args", "at", "called", "hidden", "instance", "made", "module", "name")

    def __init__(self, module: str, name: str, at: int) -> None:
        self.module = module  #: "" when the name is put together only while loading
        self.name = name  #: "" for the module itself
        self.at = at  #: where it was imported first
        self.called = False  #: by an opcode that calls, and not only makes an object of a class
        self.made = False  #: whether an object of it is made, or it is called
        self.args: object = ()  #: of the first call
        self.hidden = False  #: whether a call of it reaches what nobody can tell
        self.instance = Made(self)  #: stands for all objects that it makes, as long as nobody asks for one

    @property
    def dotted(self) -> str:
        """The name as it is written."""
        return f"{self.module}.{self.name}" if self.name else self.module


class Made:
    """What a pickle makes by calling a global."""

    __slots__ = ("args", "maker")

    def __init__(self, maker: Name, args: object = ()) -> None:
        self.maker, self.args = maker, args


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
