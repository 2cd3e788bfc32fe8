"""What would an unpickler do with these opcodes? They are followed on an imitated stack, fast enough for millions.

The loop does itself what stands in nearly every pickle; the table of actions does the rest. It leaves out what can be
told otherwise: opcodes are not counted but paid for by bytes, plain data is pushed as its position, and the end of a
frame is the end of a turn of the loop, so that an opcode that lies across it shows by itself.
"""

from collections.abc import Callable, Mapping

from seatrial.read.artifacts.budget import Budget, Exhausted
from seatrial.read.artifacts.pickles.bombs import Bombs
from seatrial.read.artifacts.pickles.nouns import Name, Oddities
from seatrial.read.artifacts.pickles.opcodes import CONTAINERS, WIDTHS, Broken, Data
from seatrial.read.artifacts.pickles.values import value

#: Bytes that are followed before the budget is asked again.
_TURN = 1 << 18
#: A number of a place in the memo that no pickler gives to a short pickle: it counts from 0.
_FEW = 100_000
#: Items of the stack and of the memo that are kept: the memory that one pickle may cost.
_ITEMS = 3_000_000


class Machine:
    """An unpickler without hands. ``at`` is where it stands; what it met is in the other attributes."""

    def __init__(self, data: Data, budget: Budget, actions: "Actions", names: dict[tuple[str, str], Name]) -> None:
        self.data, self.budget, self.actions, self.names = data, budget, actions, names
        self.stack: list[object] = []
        self.marks: list[int] = []
        self.memo: list[object] | dict[int, object] = []
        self.remember: Callable[[object], None] = self.memo.append
        self.at = self.stop = self.frame_end = 0
        self.done = False
        self.filled: tuple[object, list[object]] = (None, [])  #: the dictionary that was filled last, and its items
        self.bytes_at: list[int] = []  #: opcodes whose bytes start like a file of their own
        self.loaded_at: list[int] = []  #: opcodes whose bytes are handed to a loader
        self.storages: dict[object, tuple[str, int]] = {}  #: of torch: key -> type and number of elements
        self.oddities = Oddities()
        self.bombs = Bombs(self.oddities)
        self.made_and_called: set[str] = set()  #: makers of objects that are called
        self.nested = 0  #: pickles that this one stands inside of, in the same bytes
        self.missing: list[tuple[str, int]] = []  #: what is not in this file, and where that is said

    def child(self) -> "Machine":
        """Return a machine for a pickle that stands inside of this one; what it meets goes to the same lists."""
        made = Machine(self.data, self.budget, self.actions, self.names)
        made.nested = self.nested + 1
        made.bytes_at, made.loaded_at, made.missing = self.bytes_at, self.loaded_at, self.missing
        made.oddities = self.oddities
        made.bombs = Bombs(self.oddities)
        made.made_and_called, made.storages = self.made_and_called, self.storages
        return made

    def run(self, at: int) -> None:
        """Follow one pickle from its first opcode to its STOP.

        Raises ``Broken`` where that cannot be done, ``Exhausted`` where the budget ends; ``at`` tells where.
        """
        self.at, self.done, self.frame_end = at, False, 0
        self.stack.clear()
        self.marks.clear()
        self.bombs.clear()
        self.memo = []
        self.remember = self.memo.append
        end = len(self.data)
        while not self.done:
            if self.at >= end:
                raise Broken("ends without STOP")
            if len(self.stack) + len(self.memo) > _ITEMS:
                raise Exhausted("keeps more objects at once than are followed")
            self.stop = min(self.frame_end or end, self.at + _TURN)
            start = self.at
            _follow(self)
            self.budget.step(min(self.at - start, _TURN) // 2)
            self._after_frame()

    def _after_frame(self) -> None:
        if self.frame_end and self.at >= self.frame_end:
            if self.at > self.frame_end:
                what = "has an opcode that lies across the end of its frame, which unpicklers read in different ways"
                self.oddities.note("pickle-frame", what, self.frame_end, dangerous=True)
            self.frame_end = 0

    def items_to_mark(self) -> list[object]:
        """Take everything above the last mark, and the mark."""
        height = self.marks.pop()
        taken = self.stack[height:]
        del self.stack[height:]
        return taken

    def put(self, index: int) -> None:
        """Put the topmost item into the memo under any number."""
        top = self.stack[-1]
        if index == len(self.memo):
            self.remember(top)
            return
        if index > len(self.data) + _FEW:
            self.oddities.note("pickle-memo", f"asks for a memo of {index} places, more than it has bytes", self.at)
        if isinstance(self.memo, list) and index > len(self.memo):
            kept: dict[int, object] = dict(enumerate(self.memo))
            self.memo, self.remember = kept, lambda item: kept.__setitem__(len(kept), item)
        self.memo[index] = top

    def named(self, module: object, name: object, at: int) -> Name:
        """Return the global of that name, kept from now on; one that is no pair of texts is made up while loading."""
        known = (module, name) if isinstance(module, str) and isinstance(name, str) else ("", "")
        found = self.names.get(known)
        if found is None:
            found = self.names[known] = Name(*known, at)
        return found

    def value(self, item: object) -> object:
        """Return the value of an item of the stack where it is plain data, else the item."""
        if isinstance(item, tuple):
            return tuple(map(self.value, item[:64]))
        return value(self.data, item) if type(item) is int else item


#: An action gets the machine and the position of its opcode and returns that of the next.
Action = Callable[[Machine, int], int]
Actions = Mapping[int, Action]

_MEMOIZE, _TEXT, _GET, _PUT, _MARK = (0x94, 0x8C, 0x68, 0x71, 0x28)
_NOTHING_THERE = (LookupError, ValueError)  #: also where fewer items are there than are taken apart
_CANNOT_BE = (*_NOTHING_THERE, TypeError, ArithmeticError, MemoryError, RecursionError)


def _why(code: int, error: Exception, actions: Actions) -> str:
    if code not in actions and not WIDTHS[code]:
        return "is none"
    return "takes what is not there" if isinstance(error, _NOTHING_THERE) else "asks for what cannot be"


def _follow(machine: Machine) -> None:
    """Follow opcodes until the turn ends; every name is local, since this is where the time goes."""
    data, stack, marks, actions, widths = machine.data, machine.stack, machine.marks, machine.actions, WIDTHS
    memo, remember, at, stop, push = machine.memo, machine.remember, machine.at, machine.stop, stack.append
    try:
        while at < stop:
            code = data[at]
            width = widths[code]
            if width:
                push(at)
                at += width
            elif code == _TEXT:
                push(at)
                at += 2 + data[at + 1]
            elif code == _MEMOIZE:
                remember(stack[-1])
                at += 1
            elif code == _GET:
                item = memo[data[at + 1]]
                push(item)
                at += 2
                if type(item) is tuple or (type(item) is int and data[item] in CONTAINERS):
                    machine.bombs.recalled(item, len(stack) - 1)
            elif code == _MARK:
                marks.append(len(stack))
                at += 1
            elif code == _PUT and data[at + 1] == len(memo):
                remember(stack[-1])
                at += 2
            else:
                at = actions[code](machine, at)
                memo, remember, stop = machine.memo, machine.remember, machine.stop
    except _CANNOT_BE as error:
        raise Broken(_why(data[at], error, actions)) from None
    finally:
        machine.at = at
