"""Which kinds of values does a file of R hold? The serialization is walked; nothing is made or evaluated.

The format: "Serialization Formats" in the manual R Internals.
"""

from collections.abc import Callable, Iterator
from enum import Enum

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.model.record import dataclass
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

_NOTHING = frozenset({241, 242, 247, 251, 252, 253, 254})
_PAIRS = frozenset({2, 3, 5, 6, 17, 239, 240})
_WIDTHS = {10: 4, 13: 4, 14: 8, 15: 16, 24: 1}
_CLOSURE, _ENVIRONMENT, _PROMISE, _POINTER, _BYTECODE = 3, 4, 5, 22, 21
_SAFER = (
    "a format without code: PMML by r2pmml::r2pmml(model, 'model.pmml'), or tables by "
    "arrow::write_parquet(table, 'table.parquet')"
)
_HEAD = regex(rb"\A(?:RD[XAB][23]\n)?(?:X\n\x00\x00\x00[\x02\x03]|A\n[23]\n|B\n[\x02\x03]\x00\x00\x00)")


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    start = 5 if part.head.startswith(b"RD") else 0
    if part.head[start : start + 1] != b"X":
        yield Gap("a file of R that is not in its usual binary format")
        return
    known = set[Sort]()
    for met in Walk(part.data, start + 2, budget.step).met():
        if met.sort in known:
            continue
        known.add(met.sort)
        level = Verdict.DANGEROUS if met.sort is Sort.PROMISE else Verdict.SUSPICIOUS
        yield Finding("r-object", level, f"holds {met.sort.value}", _SAFER, byte=met.byte)


R_OBJECT = FormatReader("R object", lambda part: bool(_HEAD.match(part.head)), _read)


class Sort(Enum):
    """A kind of value that does more than stand there."""

    PROMISE = "a promise, whose expression R evaluates when the value is first used (CVE-2024-27322)"
    FUNCTION = "a function"
    BYTECODE = "compiled code of R"
    POINTER = "a pointer into a native library"


@dataclass(frozen=True, slots=True)
class Met:
    """A value that does more than stand there, and where."""

    sort: Sort
    byte: int


class Walk:
    """A position in a stream in the binary format; reads raise ``ValueError`` behind its end."""

    def __init__(self, data: memoryview, at: int, step: Callable[[], None]) -> None:
        self._data, self._at, self._step = data, at, step
        version = self._number()
        self._number()
        self._number()
        if version not in (2, 3):
            raise ValueError(f"version {version} of the format is not known")
        if version == 3:
            self._pass(self._number())  # the name of the encoding

    def met(self) -> Iterator[Met]:
        """Yield what does more than stand there; raise ``ValueError`` at the first value that is not known.

        ``waiting`` counts the values that are still to come: no recursion, however deep they are nested.
        """
        waiting, passed = 1, 0
        while waiting:
            passed += 1
            if not passed & 1023:
                self._step()
            start, flags = self._at, self._number()
            kind, attributes, tag = flags & 0xFF, bool(flags & 0x200), bool(flags & 0x400)
            if sort := _SORTS.get(kind):
                yield Met(sort, start)
            if kind == _BYTECODE:
                raise ValueError("compiled code of R is not followed")
            waiting += self._inside(kind, flags, attributes=attributes, tag=tag) - 1
            if waiting > 50_000_000:
                raise ValueError("more values than are read")

    def _inside(self, kind: int, flags: int, *, attributes: bool, tag: bool) -> int:
        """Pass the fixed part of a value, and return how many values follow as its parts."""
        if kind in _NOTHING:
            return 0
        if kind in _PAIRS:
            return 2 + (attributes or kind >= 239) + tag
        if kind in _WIDTHS:
            self._pass(self._length() * _WIDTHS[kind])
            return int(attributes)
        if kind == 9:
            self._pass(max(0, self._number()))
            return int(attributes)
        if kind in (16, 19, 20):
            return self._length() + attributes
        return self._other(kind, flags, attributes=attributes)

    def _other(self, kind: int, flags: int, *, attributes: bool) -> int:
        match kind:
            case 255:
                if not flags >> 8:
                    self._number()
                return 0
            case 1:
                return 1
            case 4:
                self._number()
                return 4
            case 22:
                return 2 + attributes
            case 7 | 8:
                self._pass(max(0, self._number()))
                return int(attributes)
            case 23 | 25:
                return int(attributes)
            case 238:
                return 3
            case 248 | 249 | 250:
                self._number()
                return self._number()
            case _:
                raise ValueError(f"a value of the kind {kind}, which is not known")

    def _length(self) -> int:
        size = self._number()
        return (self._number() << 32) + self._number() if size == -1 else max(0, size)

    def _number(self) -> int:
        self._pass(4)
        return int.from_bytes(self._data[self._at - 4 : self._at], "big", signed=True)

    def _pass(self, size: int) -> None:
        if not 0 <= size <= len(self._data) - self._at:
            raise ValueError(f"a value at byte {self._at} leads behind the end of the file")
        self._at += size


_SORTS = {
    _CLOSURE: Sort.FUNCTION,
    _PROMISE: Sort.PROMISE,
    _POINTER: Sort.POINTER,
    _BYTECODE: Sort.BYTECODE,
}
