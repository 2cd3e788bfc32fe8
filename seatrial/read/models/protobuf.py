"""Which fields does a protocol-buffer message hold? The wire format alone: no schema and no library is needed."""

from collections.abc import Iterator

from seatrial.model.record import dataclass

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it stands on the wire."""

    number: int
    value: int | memoryview  #: a number, or the bytes of a text or of a message

    @property
    def text(self) -> str:
        """Return a text field's characters, "" for a number."""
        return bytes(self.value).decode("utf-8", "replace") if isinstance(self.value, memoryview) else ""

    @property
    def number_value(self) -> int:
        """Return a number field's value, 0 for bytes."""
        return self.value if isinstance(self.value, int) else 0


def fields(message: bytes | memoryview) -> Iterator[Field]:
    """Yield the fields of a message in their order; raise ``ValueError`` at the first byte that is none."""
    view, at = memoryview(message), 0
    while at < len(view):
        tag, at = _varint(view, at)
        number, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            value, at = _varint(view, at)
            yield Field(number, value)
            continue
        size, at = _varint(view, at) if wire == _BYTES else (_fixed(wire), at)
        if at + size > len(view):
            raise ValueError("a field is cut off")
        raw = view[at : at + size]
        yield Field(number, raw if wire == _BYTES else int.from_bytes(raw, "little"))
        at += size


def inside(message: bytes | memoryview | int, number: int) -> Iterator[Field]:
    """Yield those fields of a message that have a number; nothing when it is no message at all."""
    if not isinstance(message, int):
        yield from (field for field in fields(message) if field.number == number)


def _fixed(wire: int) -> int:
    if wire == _FIXED64:
        return 8
    if wire == _FIXED32:
        return 4
    raise ValueError(f"wire type {wire} is not in use")


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(view):
            break
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number is cut off")
