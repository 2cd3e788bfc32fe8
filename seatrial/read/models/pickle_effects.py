"""What does each opcode of a pickle do to the stack of an unpickler?"""

from collections.abc import Callable

from seatrial.read.models.pickle_stack import MARK, Made, Stack

_KEPT = 64  #: items of a tuple or dictionary that are kept: enough for arguments, small for data
_LONG = 1000  #: characters of a text that are kept: enough for a name


def apply(stack: Stack, opcode: str, argument: object) -> None:
    """Do what one opcode does; raise ``LookupError`` when the stack or the memo does not hold what it needs."""
    stack.built = None
    action = _ACTIONS.get(opcode)
    if action is not None:
        action(stack, argument)
    elif opcode not in _SILENT:
        long = isinstance(argument, bytes | bytearray | str) and len(argument) > _LONG
        stack.items.append(None if long else argument)


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
    "MARK": lambda stack, _: stack.items.append(MARK),
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
    **dict.fromkeys(("POPMARK", "APPENDS", "ADDITEMS"), lambda stack, _: stack.to_mark()),
    **dict.fromkeys(
        ("TUPLE", "LIST", "FROZENSET"), lambda stack, _: stack.items.append(tuple(stack.to_mark()[:_KEPT]))
    ),
    **dict.fromkeys(("EXT1", "EXT2", "EXT4"), lambda stack, code: stack.push_name("copyreg", f"extension {code}")),
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT"), Stack.remember),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), Stack.recall),
}
