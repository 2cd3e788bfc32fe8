"""Is this part a pickle? Told by its opcodes, since older protocols have no mark and any opcode may stand first."""

from pathlib import PurePosixPath

from seatrial.read.artifacts.budget import Budget, Exhausted
from seatrial.read.artifacts.door import HEAD, Part
from seatrial.read.artifacts.pickles.actions import ACTIONS
from seatrial.read.artifacts.pickles.machine import Machine
from seatrial.read.artifacts.pickles.opcodes import LENGTHS, LINES, WIDTHS, Broken, number
from seatrial.read.models.endings import PICKLED, STORED
from seatrial.read.models.magic import PICKLE_SUFFIXES
from seatrial.read.regex import regex

#: Names under which a pickle may lie; a dump of a database has the last two as well, and promises no model.
_STORED = PICKLE_SUFFIXES | {".dmp", ".dump"}
_MODELS = STORED | {".bin", ".hdf5", ".pb", ".npy", ".npz", ".plan", ".rds", ".rdata"}
_MODULE = regex(r"[A-Za-z_][\w.]{0,300}")
_SHORTEST = 2
_CUT = 16  #: an opcode of a fixed size that starts so near to the end of the first bytes may be cut by it


def is_pickle(part: Part) -> bool:
    """Tell whether a part starts a pickle: a protocol mark, or opcodes that can be followed and name something."""
    head = part.head
    if head[:1] == b"\x80":
        return len(head) > 1 and 2 <= head[1] <= 5
    if len(head) < _SHORTEST or not _may_start(head[0]) or head.startswith(b"PK"):
        return False  # the start of a zip archive would be a persistent id, which unpicklers refuse
    return _followed(part)


def promises(name: str) -> bool:
    """Tell whether a name says that a model is inside; .dat, .p and .model are names of anything."""
    return PurePosixPath(name).suffix.lower() in _MODELS


def promises_surely(name: str) -> bool:
    """Tell whether a name says that a pickle is inside, and nothing else has such a name."""
    return PurePosixPath(name).suffix.lower() in PICKLED


def _may_start(code: int) -> bool:
    """Tell whether an opcode needs nothing on the stack."""
    return bool(WIDTHS[code]) or code in LENGTHS or code in LINES or code in b"(cP\x95\x97\x82\x83\x84"


def is_surely_pickle(part: Part) -> bool:
    """Tell whether bytes that may be anything are a pickle: its mark is two bytes, which numbers happen to start with.

    They are when opcodes can be followed as far as the first bytes go, or call something before they break.
    """
    return _follows(part)[0]


def _followed(part: Part) -> bool:
    """Tell whether a part without a mark can be followed, and names something or says by its name that it is one."""
    followed, names = _follows(part)
    return followed and (names or PurePosixPath(part.name).suffix.lower() in _STORED)


def _follows(part: Part) -> tuple[bool, bool]:
    """Follow the first bytes; return whether that went well as far as they go, and whether they name anything."""
    machine = Machine(part.head, Budget(opcodes=HEAD), ACTIONS, {})
    try:
        machine.run(0)
    except Broken:
        cut = len(part.head) == HEAD and (machine.at + _CUT > HEAD or _reaches_over(part, machine))
        ran = any(name.called or name.made for name in machine.names.values())
        return cut or ran, _imports(machine)
    except Exhausted:
        return True, _imports(machine)
    return True, _imports(machine)


def _reaches_over(part: Part, machine: Machine) -> bool:
    """Tell whether the last opcode was cut by the end of the first bytes alone: its text or its bytes go on."""
    code, width = machine.data[machine.at], LENGTHS.get(machine.data[machine.at])
    if width is None:
        return code in LINES
    claimed = number(machine.data, machine.at + 1, width)
    return not part.unpacked or machine.at + claimed < len(part.data)  # "BZh9", the start of bzip2, tells 825,321,562


def _imports(machine: Machine) -> bool:
    return bool(machine.names) and all(_MODULE.fullmatch(module) for module, _ in machine.names)
