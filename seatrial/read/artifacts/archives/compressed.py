"""What is inside a file that is one compressed stream: gzip, zlib, bzip2, xz, lzma, lz4?"""

from collections.abc import Callable, Iterator

from seatrial.model.artifacts import Gap, Kind
from seatrial.read.artifacts.archives import unpacking
from seatrial.read.artifacts.archives.lz4_frame import MAGIC, lz4_stream
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told

_BY_START: tuple[tuple[bytes, str, Callable[[], unpacking.Unpacker]], ...] = (
    (b"\x1f\x8b\x08", "gzip", unpacking.gzip_stream),
    (b"BZh", "bzip2", unpacking.bzip2_stream),
    (b"\xfd7zXZ\x00", "xz", unpacking.lzma_stream),
    (MAGIC, "lz4", lz4_stream),
    (b"\x5d\x00\x00", "lzma", unpacking.lzma_stream),
    *((bytes((0x78, level)), "zlib", unpacking.zlib_stream) for level in (0x01, 0x5E, 0x9C, 0xDA)),
)
_SUFFIXES = frozenset({"gz", "bz2", "xz", "lzma", "lz4", "z"})
#: What has too short a mark to be believed: something must come out.
_WEAK = frozenset({"zlib", "lzma"})


def _packing(part: Part) -> tuple[str, Callable[[], unpacking.Unpacker]] | None:
    for mark, name, start in _BY_START:
        if part.head.startswith(mark):
            return name, start
    return None


def is_compressed(part: Part) -> bool:
    """Tell whether a part is a compressed stream."""
    packing = _packing(part)
    if packing is None:
        return False
    name, start = packing
    return name not in _WEAK or bool(unpacking.head(memoryview(part.head), start, 64))


def read_compressed(part: Part, budget: Budget) -> Iterator[Told]:
    """Yield the one thing that comes out, which is unpacked when a reader asks for it."""
    packing = _packing(part)
    if packing is None:
        return
    name, start = packing
    yield Kind(f"{name} stream")
    torn: list[str] = []

    def expand() -> memoryview:
        view, why = unpacking.expanded(unpacking.pieces(part.data, start), budget)
        torn.append(why)
        return view

    head = unpacking.head(part.data, start, 4096)
    yield Part(_inner(part.name), head=head, expand=expand)
    if not head:
        expand()
    if torn and torn[0]:
        yield Gap(f"the {name} stream {torn[0]}")


COMPRESSED = FormatReader("compressed stream", is_compressed, read_compressed)


def _inner(name: str) -> str:
    last = name.rpartition("/")[2]
    stem, _, suffix = last.rpartition(".")
    return stem if stem and suffix.lower() in _SUFFIXES else f"{last} unpacked"
