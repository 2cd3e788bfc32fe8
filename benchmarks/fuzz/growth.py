"""Which parser takes the square of what it is given? Its seeds grow by what stands in them, again and again.

    python -m benchmarks.fuzz.growth [PARSER...]

Each line, word and mark of a seed is repeated to 20 kB, and to 80 kB where that is not read at once. Twice the time
that the length asks for, and a second at least, is told, and the exit code is 1. It takes ten minutes of a processor.
"""

import signal
import sys
import time
from collections.abc import Iterator

from benchmarks.fuzz.parsers import Parser, parsers
from benchmarks.fuzz.seeds import SEEDS

_SMALL, _LARGE = 20_000, 80_000  #: bytes
_AT_ONCE = 0.15  #: seconds of processor time that nobody looks into
_TELLING = 1.0  #: seconds from which it is told
_MOST = 20.0  #: seconds that are waited for
_MARKS = b"([{<,\"'#-_:=/.\\*`|"
_WORDS = (b"a", b" ", b"a.", b"1,", b"a\n", b"  a\n", b"(\n")


class _TooLong(BaseException):
    """It takes longer than is waited for; no parser catches this."""


def main(asked: list[str]) -> int:
    """Let the seeds of the parsers grow, and tell which do not bear it."""
    signal.signal(signal.SIGVTALRM, _interrupt)
    told = [line for name, parser in parsers().items() if name in asked or not asked for line in _growing(parser)]
    print(f"{len(told)} texts take more than their length asks for")
    return int(bool(told))


def _growing(parser: Parser) -> Iterator[str]:
    for path, seed in SEEDS.get(parser.name, ()):
        for what, pieces in _repeated(seed[:3000]):
            short = _seconds(parser, path, _grown(pieces, _SMALL))
            long = _seconds(parser, path, _grown(pieces, _LARGE)) if short > _AT_ONCE else 0.0
            if long > max(2 * short * _LARGE / _SMALL, _TELLING):
                line = f"{parser.name} {path}, {what}: {short:.2f} s, {long:.2f} s"
                print(line, flush=True)
                yield line


def _repeated(seed: bytes) -> Iterator[tuple[str, tuple[bytes, bytes, bytes]]]:
    """Yield what is repeated, with what stands before it and behind it."""
    yield "the whole", (b"", seed + b"\n", b"")
    lines = seed.split(b"\n")
    for number, line in enumerate(lines[:12]):
        before, behind = b"".join(one + b"\n" for one in lines[:number]), b"\n".join([b"", *lines[number + 1 :]])
        yield f"line {number}", (before, line + b"\n", behind)
        for at, word in enumerate(line.split(b" ")[:6]):
            start = line.find(word)
            yield f"word {at} of line {number}", (before + line[:start], word + b" ", line[start:] + behind)
        for mark in filter(line.__contains__, _MARKS):
            start = line.index(mark)
            yield f"{chr(mark)!r} in line {number}", (before + line[:start], bytes([mark]), line[start:] + behind)
        half = len(line) // 2
        for word in _WORDS:
            yield f"{word.decode()!r} within line {number}", (before + line[:half], word, line[half:] + behind)


def _grown(pieces: tuple[bytes, bytes, bytes], size: int) -> bytes:
    before, again, behind = pieces
    return before + again * (size // max(len(again), 1)) + behind


def _seconds(parser: Parser, path: str, data: bytes) -> float:
    """Return the processor time that a parser takes, as far as it is waited for."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _MOST)
    try:
        parser.parse(path, data)
    except _TooLong:
        return _MOST
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def _interrupt(*_: object) -> None:
    raise _TooLong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
