"""What do the documents tell people to type, to declare and to write in Python, block by block?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_USAGE = ROOT / "docs" / "commands.md"  #: made from the commands themselves: how they are written, and none to copy
PAGES = (ROOT / "README.md", *sorted(page for page in (ROOT / "docs").glob("*.md") if page != _USAGE))

_FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:^    \S.*\n)+", re.MULTILINE)
_COMMAND = re.compile(r"^(?:\$ )?(seatrial .+?)(?: +#.*)?$")
_INLINE = re.compile(r"`(from [\w.]+ import [^`\n]*;[^`\n]*)`")


@dataclass(frozen=True, slots=True)
class Told:
    """A block of one page, as somebody would copy it."""

    page: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def command_blocks() -> Iterator[Told]:
    """Yield each run of commands of seatrial, one a line, without what is said beside them."""
    for page in PAGES:
        text = _FENCED.sub(_blank, page.read_text(encoding="utf-8"))
        for found in _INDENTED.finditer(text):
            commands = [match[1] for row in found[0].splitlines() if (match := _COMMAND.match(row.strip()))]
            if commands:
                yield Told(page.name, _line(text, found), "\n".join(commands))


def fenced_blocks(language: str) -> Iterator[Told]:
    """Yield each fenced block of one language."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _FENCED.finditer(text):
            if found[2] == language:
                rows = [row.removeprefix(found[1]) for row in found[3].splitlines()]
                yield Told(page.name, _line(text, found), "\n".join(rows) + "\n")


def lines_of_python() -> Iterator[Told]:
    """Yield whatever stands in a sentence as one line of Python."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        yield from (Told(page.name, _line(text, found), found[1]) for found in _INLINE.finditer(text))


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
