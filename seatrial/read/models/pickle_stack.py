"""What would stand on an unpickler's stack? Names in the place of objects: nothing is imported, made or called."""

from dataclasses import field
from typing import TypeAlias

from seatrial.model.record import dataclass

MARK = object()  #: what the opcode MARK pushes

Name: TypeAlias = tuple[str, str]  #: module and name of a global; two empty texts when it is made up while loading


@dataclass(slots=True, eq=False)
class Made:
    """What a pickle makes by calling a global."""

    maker: object  #: a ``Name``, as a rule
    args: object
    state: dict[object, object] = field(default_factory=dict)


class Stack:
    """The stack, the memo, and every global that was named, with whether it was called."""

    def __init__(self, names: dict[Name, bool]) -> None:
        self.items: list[object] = []
        self.names = names  #: filled as they are met: name -> whether it was called
        self.built: Made | None = None  #: the object whose state the last opcode set
        self._memo: dict[object, object] = {}

    def to_mark(self) -> list[object]:
        """Take everything above the last mark, and the mark."""
        at = len(self.items) - 1
        while self.items[at] is not MARK:
            at -= 1
            if at < 0:
                raise LookupError("no mark")
        taken = self.items[at + 1 :]
        del self.items[at:]
        return taken

    def take(self, count: int) -> list[object]:
        """Take the topmost items, the deepest first."""
        if len(self.items) < count:
            raise LookupError("the stack is empty")
        taken = self.items[-count:]
        del self.items[-count:]
        return taken

    def push_name(self, module: object, name: object) -> None:
        """Push a global; one that is no pair of texts is made up while loading."""
        known = (module, name) if isinstance(module, str) and isinstance(name, str) else ("", "")
        self.names.setdefault(known, False)
        self.items.append(known)

    def call(self, maker: object, args: object) -> None:
        """Push what calling a global makes."""
        if isinstance(maker, tuple) and maker in self.names:
            self.names[maker] = True
        self.items.append(Made(maker, args))

    def remember(self, index: object) -> None:
        """Put the topmost item into the memo."""
        self._memo[index] = self.items[-1]

    def memoize(self, _: object) -> None:
        """Put the topmost item into the memo under the next free number."""
        self._memo[len(self._memo)] = self.items[-1]

    def recall(self, index: object) -> None:
        """Push what the memo holds."""
        self.items.append(self._memo[index])
