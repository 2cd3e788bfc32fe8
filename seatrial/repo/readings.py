"""Which files were read before, in another state of the same repository?"""

from typing import TypeVar, cast

from seatrial.read.reader import Reader

Record = TypeVar("Record")


class Readings:
    """What readers made of files, kept by content, for whoever judges several commits in one process.

    A record depends on the reader, the path and the bytes, which git's blob id stands for. What could not be read is
    not kept: it costs nothing to find that out again. Files of a work tree that differ from the index have no id.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], object] = {}

    def of(self, reader: Reader[Record], path: str, blob: str) -> Record | None:
        """Return the record of a file whose content was read before; None when it was not."""
        return cast("Record | None", self._kept.get((reader.name, path, blob))) if blob else None

    def keep(self, reader: Reader[Record], path: str, blob: str, record: Record) -> None:
        """Keep what a reader made of a file."""
        if blob:
            self._kept[reader.name, path, blob] = record
