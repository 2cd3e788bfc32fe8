"""What does each opcode do that does more than to push plain data? Those that name and call things are ``makers``."""

from collections.abc import Iterator

from seatrial.read.artifacts.pickles import arrays
from seatrial.read.artifacts.pickles.containers import container_to_mark, fill, fill_one, tuple_of, tuple_to_mark
from seatrial.read.artifacts.pickles.machine import Action, Machine
from seatrial.read.artifacts.pickles.makers import MAKERS
from seatrial.read.artifacts.pickles.memo import get, get_line, put, put_line
from seatrial.read.artifacts.pickles.nouns import OPAQUE
from seatrial.read.artifacts.pickles.opcodes import BYTES, LENGTHS, Broken, line_end, number, payload

#: How the files start whose bytes may stand in a pickle as data: pickles and what is packed.
_FILES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")
_DIGITS = 5000  #: of a number: unpicklers refuse longer ones
_FLOAT = ord("F")


def _data(machine: Machine, at: int) -> int:
    """Push data whose length stands before it; remember bytes that look like a file."""
    start, end = payload(machine.data, at)
    machine.stack.append(at)
    if machine.data[at] in BYTES and bytes(machine.data[start : start + 5]).startswith(_FILES):
        machine.bytes_at.append(at)
    return end


def _line(machine: Machine, at: int) -> int:
    machine.stack.append(at)
    return line_end(machine.data, at + 1) + 1


def _number_line(machine: Machine, at: int) -> int:
    end = line_end(machine.data, at + 1)
    text = bytes(machine.data[at + 1 : min(end, at + _DIGITS)])
    try:
        (float if machine.data[at] == _FLOAT else int)(text.rstrip(b"L"))
    except ValueError:
        raise Broken("is no number") from None
    machine.stack.append(at)
    return end + 1


def _protocol(machine: Machine, at: int) -> int:
    if number(machine.data, at + 1, 1) > 5:
        raise Broken("is of a protocol that nobody knows")
    return at + 2


def _frame(machine: Machine, at: int) -> int:
    end = at + 9 + number(machine.data, at + 1, 8)
    if at < machine.frame_end:
        machine.oddities.note(
            "pickle-frame", "starts a frame inside of another, which unpicklers read in different ways", at
        )
    if end > len(machine.data):
        raise Broken("is longer than the rest")
    machine.frame_end, machine.stop = end, min(machine.stop, end)
    return at + 9


def _stop(machine: Machine, at: int) -> int:
    machine.stack[-1]  # the unpickler returns it
    machine.done, machine.stop = True, at
    return at + 1


def _mark(machine: Machine, at: int) -> int:
    machine.marks.append(len(machine.stack))
    return at + 1


def _discard(machine: Machine, at: int) -> int:
    if machine.marks and machine.marks[-1] == len(machine.stack):
        machine.marks.pop()
    else:
        machine.stack.pop()
    return at + 1


def _discard_to_mark(machine: Machine, at: int) -> int:
    machine.items_to_mark()
    return at + 1


def _twice(machine: Machine, at: int) -> int:
    machine.stack.append(machine.stack[-1])
    return at + 1


def _persistent_line(machine: Machine, at: int) -> int:
    machine.stack.append(OPAQUE)
    return line_end(machine.data, at + 1) + 1


def _persistent(machine: Machine, at: int) -> int:
    arrays.note_storage(machine, machine.stack[-1])
    machine.stack[-1] = OPAQUE
    return at + 1


def _buffer(machine: Machine, at: int) -> int:
    machine.stack.append(OPAQUE)
    return at + 1


def _same(machine: Machine, at: int) -> int:
    machine.stack[-1]
    return at + 1


def _table() -> Iterator[tuple[bytes, Action]]:
    yield bytes(LENGTHS), _data
    yield b"SV", _line
    yield b"ILF", _number_line
    yield from (
        (b"\x80", _protocol), (b"\x95", _frame), (b".", _stop), (b"(", _mark), (b"0", _discard),
        (b"1", _discard_to_mark), (b"2", _twice), (b"\x85", tuple_of(1)), (b"\x86", tuple_of(2)),
        (b"\x87", tuple_of(3)), (b"t", tuple_to_mark), (b"ld\x91", container_to_mark), (b"eu\x90", fill),
        (b"a", fill_one(1)), (b"s", fill_one(2)), (b"q", put(1)), (b"r", put(4)), (b"p", put_line), (b"h", get(1)),
        (b"j", get(4)), (b"g", get_line), (b"P", _persistent_line), (b"Q", _persistent), (b"\x97", _buffer),
        (b"\x98", _same),
    )  # fmt: skip
    yield from MAKERS


ACTIONS = {code: action for codes, action in _table() for code in codes}
