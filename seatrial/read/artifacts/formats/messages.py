"""What do the fields of a protocol-buffer message say, as its parsers take them, within the budget of the file?"""

from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

from seatrial.read.artifacts.budget import Budget
from seatrial.read.models.protobuf import Field, fields

Message: TypeAlias = memoryview | int  #: a field's value; a number where a message was expected has no fields

_TEXT = 100_000  # bytes of one text
_AT_ONCE = 1024


class Messages:
    """Reads messages; each field is a step of the budget, so that a file of a billion of them ends."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self._steps = budget, 0

    def fields(self, message: Message) -> Iterator[Field]:
        """Yield the fields of a message; raise ``ValueError`` where it is broken, ``Exhausted`` when it is too long."""
        for field in fields(message) if not isinstance(message, int) else ():
            self._steps += 1
            if self._steps >= _AT_ONCE:
                self._budget.step(self._steps)
                self._steps = 0
            yield field

    def inside(self, message: Message, *numbers: int) -> Iterator[Message]:
        """Yield the values of the fields that have one of some numbers."""
        return (field.value for field in self.fields(message) if field.number in numbers)

    def text(self, message: Message, number: int) -> str:
        """Return a text, "" when there is none: of several the last one, which is what parsers take."""
        found = b""
        for value in self.inside(message, number):
            if not isinstance(value, int):
                found = bytes(value[:_TEXT])
        return found.decode("utf-8", "replace")

    def texts(self, message: Message, *numbers: int) -> tuple[str, ...]:
        """Return several texts of one message, each as ``text`` does, in one pass."""
        found = dict.fromkeys(numbers, b"")
        for field in self.fields(message):
            if field.number in found and not isinstance(field.value, int):
                found[field.number] = bytes(field.value[:_TEXT])
        return tuple(text.decode("utf-8", "replace") for text in found.values())

    def whole(self, message: Message, number: int, default: int = 0) -> int:
        """Return a number: of several the last one."""
        found = default
        for value in self.inside(message, number):
            found = value if isinstance(value, int) else found
        return found

    def has(self, message: Message, number: int) -> bool:
        """Tell whether a message has a field."""
        return any(True for _ in islice(self.inside(message, number), 1))
