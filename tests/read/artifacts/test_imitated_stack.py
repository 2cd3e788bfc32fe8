"""The imitated stack finds every name that a real unpickler would import, whatever opcodes come in whatever order.

The real one is the standard library's, with a door that imports nothing: each name becomes an empty class.
"""

import io
import pickle
import struct
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.artifacts.opcodes import START, text
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.pickles.actions import ACTIONS
from seatrial.read.artifacts.pickles.machine import Machine
from seatrial.read.artifacts.router import inspect


class Nothing:
    """Stands for whatever a pickle names."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Take anything."""

    def append(self, item: object) -> None:
        """Take anything."""

    def __setitem__(self, key: object, item: object) -> None:
        """Take anything."""


class Watched(pickle._Unpickler):
    """The unpickler of the standard library in Python, which imports nothing and keeps the names."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.names: list[tuple[object, object]] = []

    def find_class(self, module: object, name: object) -> type:
        """Keep a name."""
        self.names.append((module, name))
        return type("Made", (Nothing,), {})

    def get_extension(self, code: int) -> None:
        """Know no extension."""
        self.append(Nothing)  # type: ignore[attr-defined]

    def persistent_load(self, _identity: object) -> None:
        """Know nothing."""


_WORDS = ("os", "system", "a", "b.c", "numpy")
_OPCODES = (
    *([code] for code in b"N2001)]}(ltaesd\x85\x86\x87\x88\x8f\x90\x91bRRoQ\x81\x93\x93\x94\x94("),
    *(b"cx\ny\n", b"iv\nw\n", b"K\x01", b")R", b")\x81", b"V\\u006fs\n", b"S'os'\n", b"\x82\x01"),
)


def _piece(random: Random) -> bytes:
    """Return one opcode, those that make names more often than others."""
    word, place = text(random.choice(_WORDS)), random.randrange(6)
    kind = random.random()
    if kind < 0.3:
        return word
    if kind < 0.4:
        return random.choice((b"q" + bytes([place]), b"p%d\n" % place, b"r" + struct.pack("<I", place)))
    if kind < 0.5:
        return random.choice((b"h" + bytes([place]), b"g%d\n" % place, b"j" + struct.pack("<I", place)))
    if kind < 0.6:
        return word + text(random.choice(_WORDS)) + b"\x93"
    return bytes(random.choice(_OPCODES))


def _wrong(data: bytes) -> str:
    """Return what the imitation missed of one pickle, "" when it missed nothing."""
    real, whole = Watched(data), True
    try:
        real.load()
    except Exception:
        whole = False
    found = inspect("m.pkl", data)
    named = {(one.module, one.name) for one in found.imports}
    missed = {pair for pair in real.names if all(isinstance(part, str) for part in pair)} - named
    return f"missed {missed}" if missed else f"broke off: {found.gaps}" if whole and found.gaps else ""


def test_no_name_is_missed_in_thousands_of_pickles_of_random_opcodes() -> None:
    random = Random(5)
    programs = (START + b"".join(_piece(random) for _ in range(random.randrange(3, 30))) + b"." for _ in range(3000))

    assert {data: wrong for data in programs if (wrong := _wrong(data))} == {}


@given(st.lists(st.integers(0, 300) | st.integers(0, 2**31), max_size=30))
def test_the_memo_gives_back_what_it_was_given(places: list[int]) -> None:
    machine = Machine(b"", Budget(), ACTIONS, {})
    machine.memo = []
    machine.remember = machine.memo.append
    kept: dict[int, object] = {}
    for at, place in enumerate(places):
        machine.stack.append(at)
        machine.put(place)
        kept[place] = at

    assert {place: machine.memo[place] for place in kept} == kept
    assert len(machine.memo) == len(kept)
