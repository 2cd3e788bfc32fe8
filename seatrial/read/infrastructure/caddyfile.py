"""Which directives does a Caddyfile give, site by site?"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.nginx import Directive
from seatrial.read.reader import Reader
from seatrial.read.regex import regex
from seatrial.read.text import decode

_WORD = regex(r"\"(?:[^\"\\]|\\.)*+\"|`[^`\n]*`|(?:(?<!\S)#.*)|\S+")
_DEEPEST = 10  #: blocks inside of each other that are told apart; Caddy's own stop at five
_MOST = 5_000  #: directives of one file


@dataclass(frozen=True, slots=True)
class CaddyFile:
    """The directives of one file, in order; the head of a block is one, and that of the global options has no name."""

    path: str
    directives: tuple[Directive, ...] = ()


def read_caddyfile(path: str, data: bytes) -> CaddyFile:
    """Return the directives of a file, line by line, as Caddy reads it; at most 5,000."""
    found = tuple(one for _, one in zip(range(_MOST), _directives(decode(data)), strict=False))
    return CaddyFile(path, found)


def _directives(text: str) -> Iterator[Directive]:
    within: list[str] = []
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        words = [word.strip('"`') for word in _WORD.findall(line) if not word.startswith("#")]
        if words == ["}"]:
            depth -= 1 if depth else 0
            del within[depth:]
            continue
        opens = words[-1:] == ["{"]
        words = words[:-1] if opens else words
        if words or opens:
            yield Directive(words[0] if words else "", tuple(words[1:]), number, tuple(within))
        if opens:
            within += [words[0] if words else ""] if depth < _DEEPEST else []
            depth += 1


CADDYFILE = Reader("caddyfile", 1, read_caddyfile, limit=500_000)
