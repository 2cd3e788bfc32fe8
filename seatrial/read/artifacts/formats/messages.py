"""What does a field of a protocol-buffer message say, as its parsers take it: of several values the last one?"""

from seatrial.read.models.protobuf import Field, fields, inside


def text(message: memoryview | int, number: int) -> str:
    """Return a text, "" when there is none."""
    found = [field.text for field in inside(message, number) if not isinstance(field.value, int)]
    return found[-1] if found else ""


def whole(message: memoryview | int, number: int, default: int = 0) -> int:
    """Return a number."""
    found = [field.number_value for field in inside(message, number) if isinstance(field.value, int)]
    return found[-1] if found else default


def all_fields(message: memoryview | int) -> tuple[Field, ...]:
    """Return the fields of a message, none of a number. Raises ``ValueError`` when it is broken."""
    return () if isinstance(message, int) else tuple(fields(message))


__all__ = ["all_fields", "inside", "text", "whole"]
