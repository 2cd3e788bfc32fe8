"""Which blocks and values does a Terraform file declare?"""

import re
from collections.abc import Iterator
from dataclasses import field

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.heredocs import without_heredocs
from seatrial.read.reader import Reader
from seatrial.read.regex import regex
from seatrial.read.text import decode

_TOKEN = regex(
    r"""(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<string>"(?:[^"\\$]|\\.|\$\{(?:[^{}"]|"[^"]*")*\}|\$)*+(?:"|\Z))|(?P<newline>\n)|(?P<open>\{)|(?P<close>\})
    |(?P<left>[\[(])|(?P<right>[\])])|(?P<equals>=(?![=>])|:)|(?P<comma>,)|(?P<word>[^\s{}\[\]()=,"\#:]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Block:
    """``resource "aws_instance" "web" { ... }``; an object value ``tags = { ... }`` is one too."""

    kind: str  #: "resource", "variable", or the name of the attribute
    labels: tuple[str, ...]
    line: int
    values: tuple[tuple[str, str, int], ...] = ()  #: (name, expression as written without quotes, line)
    blocks: tuple["Block", ...] = ()

    def value(self, name: str) -> str:
        """Return an attribute's expression, "" when it is not set."""
        return next((text for key, text, _ in self.values if key == name), "")

    def line_of(self, name: str) -> int:
        """Return the line of an attribute, that of the block when it is not set."""
        return next((line for key, _, line in self.values if key == name), self.line)

    def walk(self) -> Iterator["Block"]:
        """Yield the block and all blocks in it."""
        yield self
        for block in self.blocks:
            yield from block.walk()


@dataclass(frozen=True, slots=True)
class HclFile:
    """The top-level blocks of one file, in order."""

    path: str
    blocks: tuple[Block, ...] = ()


@dataclass(slots=True)
class _Open:
    kind: str
    labels: tuple[str, ...]
    line: int
    brackets: int  #: how many brackets were open when it began
    values: list[tuple[str, str, int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def closed(self) -> Block:
        return Block(self.kind, self.labels, self.line, tuple(self.values), tuple(self.blocks))


class _Scan:
    """One pass over the tokens with a stack of open blocks."""

    def __init__(self) -> None:
        self.stack = [_Open("", (), 1, 0)]
        self.words: list[str] = []
        self.name = ""  #: of the attribute whose value is being read
        self.line = self.first = 1
        self.brackets = 0

    def take(self, group: str, text: str) -> None:
        if group == "open":
            self._begin()
        elif group == "close":
            self._statement()
            self._end()
        elif group in {"newline", "comma"}:
            if self.brackets <= self.stack[-1].brackets:
                self._statement()
        elif group == "equals" and not self.name and self.words:
            self.name, self.words = self.words[-1], []
        elif group in {"left", "right"}:
            self.brackets += 1 if group == "left" else -1
            self.words.append(text)
        elif group != "comment":
            self.first = self.first if self.words or self.name else self.line
            self.words.append(text[1:-1] if group == "string" else text)
        self.line += text.count("\n")

    def _statement(self) -> None:
        if self.name:
            self.stack[-1].values.append((self.name, " ".join(self.words).strip()[:300], self.first))
        self.name, self.words = "", []

    def _begin(self) -> None:
        kind, labels = (self.name, ()) if self.name else (self.words[0] if self.words else "", tuple(self.words[1:4]))
        if len(self.stack) < _DEPTH:
            self.stack.append(_Open(kind, labels, self.first if self.words or self.name else self.line, self.brackets))
        self.words = []
        self.name = ""

    def _end(self) -> None:
        if len(self.stack) > 1:
            block = self.stack.pop()
            self.brackets = block.brackets
            self.stack[-1].blocks.append(block.closed())


def read_hcl(path: str, data: bytes) -> HclFile:
    """Read blocks and attributes; expressions stay text. Never raises on content."""
    scan = _Scan()
    for found in _TOKEN.finditer(without_heredocs(decode(data))):
        if found[0] in {" ", "\t"}:
            continue
        group = next(name for name in _GROUPS if found[name] is not None)
        scan.take(group, found[0])
    scan._statement()
    while len(scan.stack) > 1:
        scan._end()
    return HclFile(path, tuple(scan.stack[0].blocks))


_GROUPS = ("comment", "string", "newline", "open", "close", "left", "right", "equals", "comma", "word")

HCL = Reader("hcl", 1, read_hcl, limit=500_000)
