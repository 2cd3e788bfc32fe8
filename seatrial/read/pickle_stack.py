"""What would stand on an unpickler's stack? Names in the place of objects: nothing is imported, made or called."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

_KEPT = 64  #: items of a tuple or dictionary that are kept: enough for arguments, small for data
_LONG = 1000  #: characters of a text that are kept: enough for a name
_MARK = object()

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

    def apply(self, opcode: str, argument: object) -> None:
        """Do what one opcode does; raise ``LookupError`` when the stack or the memo does not hold what it needs."""
        self.built = None
        action = _ACTIONS.get(opcode)
        if action is not None:
            action(self, argument)
        elif opcode not in _SILENT:
            long = isinstance(argument, bytes | bytearray | str) and len(argument) > _LONG
            self.items.append(None if long else argument)

    def to_mark(self) -> list[object]:
        """Take everything above the last mark, and the mark."""
        at = len(self.items) - 1
        while self.items[at] is not _MARK:
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


def _tuple(count: int) -> Callable[[Stack, object], None]:
    return lambda stack, _: stack.items.append(tuple(stack.take(count)))


def _pairs(items: list[object]) -> dict[object, object]:
    pairs = zip(items[: 2 * _KEPT : 2], items[1 : 2 * _KEPT : 2], strict=False)
    return {key: value for key, value in pairs if isinstance(key, str)}


def _into_dict(stack: Stack, items: list[object]) -> None:
    below = stack.items[-1]
    if isinstance(below, dict) and len(below) < _KEPT:
        below.update(_pairs(items))


def _named(stack: Stack, argument: object) -> None:
    module, _, name = str(argument).partition(" ")
    stack.push_name(module, name)


def _instance(stack: Stack, argument: object) -> None:
    args = tuple(stack.to_mark())
    _named(stack, argument)
    stack.call(stack.items.pop(), args)


def _object(stack: Stack, _: object) -> None:
    maker, *args = stack.to_mark() or [None]
    stack.call(maker, tuple(args))


def _reduce(stack: Stack, _: object) -> None:
    stack.call(*stack.take(2))


def _new_object_ex(stack: Stack, _: object) -> None:
    maker, args, _keywords = stack.take(3)
    stack.call(maker, args)


def _build(stack: Stack, _: object) -> None:
    state, built = stack.take(1)[0], stack.items[-1]
    if isinstance(built, Made):
        built.state = state if isinstance(state, dict) else {}
        stack.built = built


_SILENT = frozenset({"PROTO", "FRAME", "STOP", "BINPERSID", "READONLY_BUFFER"})
_ACTIONS: dict[str, Callable[[Stack, object], object]] = {
    "MARK": lambda stack, _: stack.items.append(_MARK),
    "DUP": lambda stack, _: stack.items.append(stack.items[-1]),
    "EMPTY_DICT": lambda stack, _: stack.items.append({}),
    "TUPLE1": _tuple(1),
    "TUPLE2": _tuple(2),
    "TUPLE3": _tuple(3),
    "SETITEM": lambda stack, _: _into_dict(stack, stack.take(2)),
    "SETITEMS": lambda stack, _: _into_dict(stack, stack.to_mark()),
    "DICT": lambda stack, _: stack.items.append(_pairs(stack.to_mark())),
    "GLOBAL": _named,
    "STACK_GLOBAL": lambda stack, _: stack.push_name(*stack.take(2)),
    "INST": _instance,
    "OBJ": _object,
    "REDUCE": _reduce,
    "NEWOBJ": _reduce,
    "NEWOBJ_EX": _new_object_ex,
    "BUILD": _build,
    "MEMOIZE": Stack.memoize,
    **dict.fromkeys(("POP", "APPEND"), lambda stack, _: stack.take(1)),
    **dict.fromkeys(("POP_MARK", "APPENDS", "ADDITEMS"), lambda stack, _: stack.to_mark()),
    **dict.fromkeys(
        ("TUPLE", "LIST", "FROZENSET"), lambda stack, _: stack.items.append(tuple(stack.to_mark()[:_KEPT]))
    ),
    **dict.fromkeys(("EXT1", "EXT2", "EXT4"), lambda stack, code: stack.push_name("copyreg", f"extension {code}")),
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT"), Stack.remember),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), Stack.recall),
}
