"""What do the opcodes do that keep things in the memo and take them out?"""

from seatrial.read.artifacts.pickles.machine import Action, Machine
from seatrial.read.artifacts.pickles.opcodes import CONTAINERS, Broken, line_end, number

_DIGITS = 20  #: of a place in the memo


def put(width: int) -> Action:
    """BINPUT and LONG_BINPUT."""

    def act(machine: Machine, at: int) -> int:
        machine.put(number(machine.data, at + 1, width))
        return at + 1 + width

    return act


def get(width: int) -> Action:
    """BINGET and LONG_BINGET."""

    def act(machine: Machine, at: int) -> int:
        _push_kept(machine, number(machine.data, at + 1, width))
        return at + 1 + width

    return act


def _push_kept(machine: Machine, index: int) -> None:
    item = machine.memo[index]
    machine.stack.append(item)
    if isinstance(item, tuple) or (isinstance(item, int) and machine.data[item] in CONTAINERS):
        machine.bombs.recalled(item, len(machine.stack) - 1)


def _index(machine: Machine, at: int) -> tuple[int, int]:
    end = line_end(machine.data, at + 1)
    try:
        index = int(bytes(machine.data[at + 1 : min(end, at + _DIGITS)]))
    except ValueError:
        index = -1
    if index < 0:
        raise Broken("names no place of the memo")
    return index, end + 1


def put_line(machine: Machine, at: int) -> int:
    """PUT."""
    index, after = _index(machine, at)
    machine.put(index)
    return after


def get_line(machine: Machine, at: int) -> int:
    """GET."""
    index, after = _index(machine, at)
    _push_kept(machine, index)
    return after
