"""On which lines of a notebook's file do the lines of its cells stand?"""

import json
import re
from collections.abc import Iterator

from seatrial.read.regex import regex

_SOURCE = regex(r'"(?:source|input)"\s*:\s*(?=["\[])')
_STRING = regex(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


class SourceLines:
    """Finds the sources of cells in a file's text, asked for from top to bottom."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._decoder = json.JSONDecoder(strict=False)
        self._at, self._counted, self._line = 0, 0, 1

    def of(self, source: object) -> tuple[int, ...]:
        """Return the file's line of each line of a cell's source, given as it stands in the JSON; zeros when lost."""
        for key in _SOURCE.finditer(self._raw, self._at):
            try:
                value, end = self._decoder.raw_decode(self._raw, key.end())
            except (ValueError, RecursionError):
                continue
            if value == source:
                places = tuple(self._places(key.end(), end, value))
                self._at = end
                return places
        parts = source if isinstance(source, list) else [source]
        return (0,) * ("".join(str(part) for part in parts).count("\n") + 1)

    def _places(self, start: int, end: int, value: object) -> Iterator[int]:
        """Yield a place for each line: a list holds one line in each string as a rule, a single string holds all."""
        parts = value if isinstance(value, list) else [value]
        text = "".join(str(part) for part in parts)
        place = self._line_of(start)
        lines: list[int] = []
        for part, string in zip(parts, _STRING.finditer(self._raw, start, end), strict=False):
            place = self._line_of(string.start())
            lines.extend([place] * (str(part).count("\n") or (not str(part).endswith("\n"))))
            if part and "\n" in str(part) and not str(part).endswith("\n"):
                lines.append(place)
        wanted = text.count("\n") + 1
        yield from (*lines, *([place] * wanted))[:wanted]

    def _line_of(self, offset: int) -> int:
        self._line += self._raw.count("\n", self._counted, offset)
        self._counted = offset
        return self._line
