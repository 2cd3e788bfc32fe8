"""Which files were read before, in another state of the same repository?"""

from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import TypeVar, cast

from seatrial.model.scan import Scan
from seatrial.read.reader import Reader
from seatrial.repo.parts import Parts
from seatrial.repo.traces import Trail

Record = TypeVar("Record")
Answer = TypeVar("Answer")

_LARGE = 1_000_000  #: bytes from which a content is not held: there are few, and they are seldom asked for again
_WHOLE = 150_000_000  #: bytes that are held


class Readings:
    """What readers and scanners made of files, kept by content, for whoever judges several commits in one process.

    What facts made of them is kept beside it, with all that they asked (``seatrial.repo.incremental_repo``).

    A record depends on the reader, the path and the bytes, which git's blob id stands for. What could not be read is
    not kept: it costs nothing to find that out again. Files of a work tree that differ from the index have no id.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], object] = {}
        self._scans: dict[tuple[str, str, str], Scan] = {}
        self._contents: dict[str, bytes] = {}
        self._held = 0
        self._last: dict[str, tuple[tuple[object, ...], object]] = {}  #: questions with their answers, by name
        self.noting = True  #: whether one state is judged after the other, so that answers may be taken over
        self.trail = Trail()  #: what answers were made from
        self.parts = Parts()  #: what facts made of single records

    def of(self, reader: Reader[Record], path: str, blob: str) -> Record | None:
        """Return the record of a file whose content was read before; None when it was not."""
        return cast("Record | None", self._kept.get((reader.name, path, blob))) if blob else None

    def keep(self, reader: Reader[Record], path: str, blob: str, record: Record) -> None:
        """Keep what a reader made of a file."""
        if blob:
            self._kept[reader.name, path, blob] = record

    def scan(self, scanner: str, path: str, blob: str) -> Scan | None:
        """Return what a scanner from outside said of this one file; None when it was not asked."""
        return self._scans.get((scanner, path, blob)) if blob else None

    def keep_scan(self, path: str, blob: str, scan: Scan) -> None:
        """Keep what a scanner said of one file."""
        if blob:
            self._scans[scan.scanner, path, blob] = scan

    def again(self, name: str, asked: tuple[object, ...], answer: Callable[[], Answer]) -> Answer:
        """Return what the same question came to when it was asked before under this name, else its answer."""
        if name not in self._last or self._last[name][0] != asked:
            self._last[name] = asked, answer()
        return cast(Answer, self._last[name][1])

    def content(self, blob: str) -> bytes | None:
        """Return the bytes of a blob that is held; asking git again takes longer than many readers do."""
        return self._contents.get(blob)

    def wanted(self, sizes: Mapping[str, int]) -> list[str]:
        """Return those of some blobs that are to be held and are not yet, given their sizes in bytes."""
        new = sorted((size, blob) for blob, size in sizes.items() if blob not in self._contents and size < _LARGE)
        sums = accumulate((size for size, _ in new), initial=self._held)
        return [blob for (size, blob), held in zip(new, sums, strict=False) if held + size <= _WHOLE]

    def hold(self, blob: str, data: bytes) -> None:
        """Hold the bytes of a blob, unless it is large, or enough is held."""
        if len(data) < _LARGE and self._held + len(data) <= _WHOLE and blob not in self._contents:
            self._contents[blob] = data
            self._held += len(data)
