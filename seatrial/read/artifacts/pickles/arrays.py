"""Which bytes in or behind a pickle are arrays, and where does the pickle go on?

joblib writes an array into the middle of its pickle, behind the object that wraps it (``numpy_pickle.py``: shape,
element type, and from 1.2 on a byte that tells the padding before the array). torch's old format writes each storage
behind five pickles, with its number of elements in eight bytes before it (``torch/serialization.py``).
"""

import math

from seatrial.read.artifacts.pickles.machine import Machine
from seatrial.read.artifacts.pickles.nouns import Made, Name
from seatrial.read.artifacts.pickles.opcodes import Broken
from seatrial.read.regex import regex

_ELEMENT = regex(r"[<>|=]?([a-zA-Z])(\d+)?")
_NESTED = 20  #: arrays of objects inside of each other
_STORAGES = 100_000
#: Bytes of an element of torch's storages, by their name without "Storage".
_WIDTHS = {
    "Double": 8, "Float": 4, "Half": 2, "BFloat16": 2, "Long": 8, "Int": 4, "Short": 2, "Char": 1, "Byte": 1, "Bool": 1,
    "ComplexDouble": 16, "ComplexFloat": 8, "QUInt8": 1, "QInt8": 1, "QInt32": 4, "Untyped": 1,
}  # fmt: skip


def is_wrapper(built: Made) -> bool:
    """Tell whether an object is one of joblib's that stand for an array."""
    return built.maker.name in ("NumpyArrayWrapper", "NDArrayWrapper", "ZNDArrayWrapper")


def after_array(machine: Machine, built: Made, state: object, at: int) -> int:
    """Return where the pickle goes on behind the array of a wrapper; raise ``Broken`` when that cannot be told."""
    if built.maker.name != "NumpyArrayWrapper":
        machine.missing.append(("keeps an array in another file", at))
        return at
    fields = _fields(machine, state)
    kind, width = _element(machine, fields.get("dtype"))
    if kind == "O":
        return _objects(machine, at)
    shape = machine.value(fields.get("shape"))
    if not isinstance(shape, tuple) or not all(isinstance(size, int) and size >= 0 for size in shape):
        raise Broken("wraps an array whose size it does not tell")
    padded = isinstance(machine.value(fields.get("numpy_array_alignment_bytes")), int)
    start = at + 1 + machine.data[at] if padded else at
    end = start + math.prod(size for size in shape if isinstance(size, int)) * width
    if end > len(machine.data):
        raise Broken("wraps an array that is longer than the rest")
    machine.frame_end = 0
    machine.stop = end
    return end


def _fields(machine: Machine, state: object) -> dict[object, object]:
    owner, items = machine.filled
    if owner is not state or not isinstance(state, int):
        raise Broken("wraps an array that it does not tell about")
    return {machine.value(key): item for key, item in zip(items[::2], items[1::2], strict=False)}


def _element(machine: Machine, dtype: object) -> tuple[str, int]:
    """Return the letter of an element type and the bytes of an element."""
    if not isinstance(dtype, Made) or not isinstance(dtype.args, tuple) or not dtype.args:
        raise Broken("wraps an array of a type that it does not tell")
    text = machine.value(dtype.args[0])
    match = _ELEMENT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise Broken("wraps an array of a type that nobody knows")
    letter, digits = match[1], int(match[2] or 1)
    return letter, digits * (4 if letter == "U" else 1)


def _objects(machine: Machine, at: int) -> int:
    """Follow the pickle of an array of objects, which stands there as a pickle of its own."""
    if machine.nested >= _NESTED:
        raise Broken("nests arrays of objects too deep")
    inner = machine.child()
    try:
        inner.run(at)
    finally:
        machine.frame_end = 0
    machine.stop = inner.at
    return inner.at


def note_storage(machine: Machine, identity: object) -> None:
    """Keep the size of a storage of torch, which a persistent id tells."""
    if not isinstance(identity, tuple) or len(identity) < 5 or len(machine.storages) >= _STORAGES:
        return
    word, kind, key, _, count = identity[:5]
    count = machine.value(count)
    if machine.value(word) == "storage" and isinstance(kind, Name) and isinstance(count, int):
        machine.storages[str(machine.value(key))[:100]] = (kind.name.removesuffix("Storage"), count)


def storages_size(machine: Machine) -> int | None:
    """Return the bytes of all storages behind the pickles of torch's old format, None when a type is not known."""
    if any(kind not in _WIDTHS for kind, _ in machine.storages.values()):
        return None
    return sum(8 + _WIDTHS[kind] * count for kind, count in machine.storages.values())
