"""How is a pickle written opcode by opcode, as no pickler would write it?"""

import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pickle import dumps
from types import ModuleType

START = b"\x80\x04"
ECHO = "echo sample"  #: what a sample would run, were it ever loaded


def text(value: str) -> bytes:
    """Push a text."""
    raw = value.encode("utf-8", "surrogatepass")
    return b"\x8c" + bytes([len(raw)]) + raw if len(raw) < 256 else b"X" + struct.pack("<I", len(raw)) + raw


def octets(value: bytes) -> bytes:
    """Push bytes."""
    return b"B" + struct.pack("<I", len(value)) + value


def name(dotted: str) -> bytes:
    """Push a global, given as ``module:name``."""
    module, _, last = dotted.partition(":")
    return text(module) + text(last) + b"\x93"


def call(function: bytes, *args: bytes) -> bytes:
    """Call what the first bytes push with what the others push."""
    return function + b"(" + b"".join(args) + b"tR"


def system(argument: str = ECHO) -> bytes:
    """Call os.system."""
    return call(name("os:system"), text(argument))


def pickled(*pieces: bytes) -> bytes:
    """Return a whole pickle of protocol 4."""
    return START + b"".join(pieces) + b"."


def framed(body: bytes, length: int | None = None) -> bytes:
    """Return a pickle whose body stands in a frame, of a length that may be wrong."""
    return START + b"\x95" + struct.pack("<Q", len(body) if length is None else length) + body


def wrapped_array(kind: str, count: int, content: bytes, *, padded: bool = True, at: int = 0) -> bytes:
    """Write an array into a pickle as joblib does: the object that wraps it, and its content behind it.

    ``at`` is where the piece will stand; the padding depends on it, and any padding is right.
    """
    dtype = call(name("numpy:dtype"), text(kind), b"\x89", b"\x88")
    state = text("subclass") + name("numpy:ndarray") + text("shape") + b"J" + struct.pack("<i", count) + b"\x85"
    state += text("order") + text("C") + text("dtype") + dtype + text("allow_mmap") + b"\x88"
    state += text("numpy_array_alignment_bytes") + b"K\x10" if padded else b""
    wrapper = name("joblib.numpy_pickle:NumpyArrayWrapper") + b")\x81}(" + state + b"ub"
    if not padded or kind.startswith("O"):
        return wrapper + content
    padding = 16 - (at + len(wrapper) + 1) % 16
    return wrapper + bytes([padding]) + b"\xff" * padding + content


@contextmanager
def pretended(*dotted: str) -> Iterator[dict[str, type]]:
    """Give classes that call themselves like those of libraries that are not there, as ``module:Class``."""
    made: dict[str, type] = {}
    before = {module: sys.modules.get(module) for one in dotted for module in _modules(one.partition(":")[0])}
    for module in before:
        sys.modules[module] = ModuleType(module)
    try:
        for one in dotted:
            module, _, last = one.partition(":")
            made[last] = type(last, (), {"__module__": module})
            setattr(sys.modules[module], last, made[last])
        yield made
    finally:
        for module, old in before.items():
            sys.modules.pop(module) if old is None else sys.modules.update({module: old})


def as_library(dotted: str, protocol: int = 4, **state: object) -> bytes:
    """Return what the pickler writes for an object of a library's class with some state."""
    with pretended(dotted) as classes:
        one = next(iter(classes.values()))()
        vars(one).update(state)
        return dumps(one, protocol)


def _modules(module: str) -> Iterator[str]:
    parts = module.split(".")
    yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
