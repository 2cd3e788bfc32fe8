"""Which directives does a configuration of nginx give?"""

import re
from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.reader import Reader
from seatrial.read.regex import regex
from seatrial.read.text import decode

_TOKEN = regex(
    r"""(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<space>[^\S\n]+)|(?P<end>;)|(?P<open>\{(?!\{))|(?P<close>\}(?!\}))
    |(?P<word>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|(?:\$\{\w*\}|\{\{[^\n]{0,200}?\}\}|[^\s;{}])+|.)""",
    re.VERBOSE,
)

_DEEPEST = 10  #: blocks inside of each other that are told apart; nginx knows five


@dataclass(frozen=True, slots=True)
class Directive:
    """``limit_req zone=calls burst=5;`` or the head of a block, with the heads of the blocks around it."""

    name: str
    words: tuple[str, ...]
    line: int
    within: tuple[str, ...] = ()  #: names of the blocks around it, outermost first, of ten at most


@dataclass(frozen=True, slots=True)
class NginxFile:
    """The directives of one file, in order."""

    path: str
    directives: tuple[Directive, ...] = ()


def read_nginx(path: str, data: bytes) -> NginxFile:
    """Return the directives of a file; what is no nginx configuration yields words without meaning."""
    return NginxFile(path, tuple(directives_in(decode(data))))


def directives_in(text: str, line: int = 1) -> Iterator[Directive]:
    """Yield the directives of a text that starts at a line."""
    words: list[str] = []
    within: list[str] = []
    depth, first = 0, line
    for found in _TOKEN.finditer(text):
        kind, token = found.lastgroup or "", found[0]
        if kind == "word":
            first = first if words else line
            words.append(token.strip("\"'"))
        elif kind in {"end", "open"} and words:
            yield Directive(words[0], tuple(words[1:]), first, tuple(within))
        if kind == "open":
            depth += 1
            within += [words[0] if words else ""] if depth <= _DEEPEST else []
        elif kind == "close" and depth:
            depth -= 1
            del within[depth:]
        if kind in {"end", "open", "close"}:
            words = []
        line += token.count("\n")


NGINX = Reader("nginx", 1, read_nginx, limit=500_000)
