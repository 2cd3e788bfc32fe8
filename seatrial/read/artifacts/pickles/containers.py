"""What do the opcodes do that fill containers?

Each takes a machine that stands at its opcode, and returns where the next one is. One that takes more from the stack
than there is raises ``IndexError``, which the machine tells as a broken pickle.
"""

from seatrial.read.artifacts.pickles.machine import Action, Machine

_KEPT = 64  #: items of a tuple or dictionary that are kept: enough for arguments and for the state of an array


def tuple_of(count: int) -> Action:
    """TUPLE1 to TUPLE3."""

    def act(machine: Machine, at: int) -> int:
        height = len(machine.stack) - count
        if height < 0:
            raise IndexError
        made = tuple(machine.stack[height:])
        machine.stack[height:] = [made]
        if machine.bombs.on_stack:
            machine.bombs.contains(made, height, height, at)
        machine.bombs.closed(at)
        return at + 1

    return act


def tuple_to_mark(machine: Machine, at: int) -> int:
    """TUPLE."""
    machine.bombs.opened(len(machine.marks), at)
    made = tuple(machine.items_to_mark()[:_KEPT])
    machine.stack.append(made)
    return _closed(machine, made, len(machine.stack) - 1, len(machine.stack) - 1, at)


def container_to_mark(machine: Machine, at: int) -> int:
    """LIST, DICT and FROZENSET: one that nobody asks for the items of."""
    items = machine.items_to_mark()
    machine.stack.append(at)
    if len(items) <= _KEPT:
        machine.filled = (at, items)
    return _closed(machine, at, len(machine.stack) - 1, len(machine.stack) - 1, at)


def fill(machine: Machine, at: int) -> int:
    """APPENDS, SETITEMS and ADDITEMS."""
    stack, height = machine.stack, machine.marks.pop()
    if height < 1:
        raise IndexError
    if len(stack) - height <= _KEPT:
        machine.filled = (stack[height - 1], stack[height:])
    del stack[height:]
    return _closed(machine, stack[-1], height - 1, height, at)


def fill_one(count: int) -> Action:
    """APPEND and SETITEM: into what lies below one item, or below a key and its value."""

    def act(machine: Machine, at: int) -> int:
        stack = machine.stack
        height = len(stack) - count
        if height < 1:
            raise IndexError
        owner, before = machine.filled
        kept = before if owner is stack[height - 1] and len(before) < _KEPT else []
        machine.filled = (stack[height - 1], [*kept, *stack[height:]])
        del stack[height:]
        return _closed(machine, stack[-1], height - 1, height, at)

    return act


def _closed(machine: Machine, made: object, first: int, last: int, at: int) -> int:
    """Note what went into a container, and return where the next opcode stands."""
    if machine.bombs.on_stack:
        machine.bombs.contains(made, first, last, at)
    machine.bombs.closed(at)
    return at + 1
