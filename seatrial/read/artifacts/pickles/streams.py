"""What are all the pickles of one part, one after the other, and what follows them?"""

import pickletools

from seatrial.read.artifacts.budget import Budget, Exhausted
from seatrial.read.artifacts.pickles.actions import ACTIONS
from seatrial.read.artifacts.pickles.arrays import storages_size
from seatrial.read.artifacts.pickles.machine import Machine
from seatrial.read.artifacts.pickles.nouns import Name
from seatrial.read.artifacts.pickles.opcodes import Broken, Data
from seatrial.read.regex import regex

_OPCODES = {ord(opcode.code): opcode.name for opcode in pickletools.opcodes}
#: Pickles that are followed one after the other: logs of pickles have thousands.
_STREAMS = 100_000
#: A larger part is not copied: memory stays small, and each opcode costs a little more.
_COPIED = 16_000_000
_NEXT = regex(rb"\x80[\x02-\x05]|\(?c[\w.]+\n[\w.]+\n")
_LEGACY = b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."  #: the number that torch's old format starts with, as a pickle


class Streams:
    """What following the opcodes of a part showed."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.names: dict[tuple[str, str], Name] = machine.names
        self.count = 0
        self.end = 0  #: where the last pickle ended, or broke off
        self.broken = ""  #: why it broke off

    @property
    def legacy(self) -> bool:
        """Whether it is torch's format of five pickles and the storages behind them."""
        return self.count >= 5 and bytes(self.machine.data[2:17]).startswith(_LEGACY)


def follow(view: memoryview, budget: Budget) -> Streams:
    """Follow all pickles that stand one after the other from the start; never raises, whatever the bytes."""
    data: Data = bytes(view) if len(view) <= _COPIED else view
    machine = Machine(data, budget, ACTIONS, {})
    found = Streams(machine)
    try:
        while found.count < _STREAMS and (not found.count or _at_another(data, found.end)):
            machine.run(found.end)
            found.count, found.end = found.count + 1, machine.at
        return found
    except Broken as error:
        found.broken = _why(machine, str(error))
    except Exhausted as error:
        found.broken = str(error)
    found.end = machine.at
    return found


def _why(machine: Machine, reason: str) -> str:
    if machine.at >= len(machine.data):
        return reason
    opcode = _OPCODES.get(machine.data[machine.at])
    return f"{opcode} {reason}" if opcode else f"0x{machine.data[machine.at]:02x} is no opcode"


def _at_another(data: Data, at: int) -> bool:
    return at < len(data) and bool(_NEXT.match(data, at, at + 300))


def explained(found: Streams) -> bool:
    """Tell whether what follows the last pickle is known: nothing, padding, or the storages of torch's old format."""
    data = found.machine.data
    rest = len(data) - found.end
    if found.legacy and rest == storages_size(found.machine):
        return True
    return rest < 1 or (rest < 4096 and not bytes(data[found.end :]).strip(b"\x00\n\r "))
