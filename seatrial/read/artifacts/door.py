"""What does a reader of one format get, and what does it give?"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from seatrial.model.artifacts import Finding, Gap, Import, Kind
from seatrial.model.record import dataclass
from seatrial.read.artifacts.budget import Budget

#: As many first bytes as a reader sees before it claims a part.
HEAD = 4096


def _unknown(_name: str) -> bool | None:
    return None


class Part:
    """One file, or one member of an archive: a name and its bytes, which may still be compressed.

    ``data`` is a view without a copy: of the memory-mapped file, of a stored member of it, or of what was unpacked.
    Slice it, hand ``bytes(part.data[a:b])`` to parsers, search it with compiled patterns (``re`` takes views). To ask
    for the data of a compressed part unpacks it, which costs budget and may raise ``Exhausted``; ``head`` is cheap.
    """

    __slots__ = ("_data", "_expand", "beside", "claimed", "head", "name")

    def __init__(
        self,
        name: str,
        data: memoryview | bytes | None = None,
        *,
        head: bytes | None = None,
        expand: Callable[[], memoryview] | None = None,
        beside: Callable[[str], bool | None] = _unknown,
    ) -> None:
        self._data = memoryview(data) if data is not None else None
        self._expand = expand
        self.name = name  #: as its container writes it, with "/" between folders; of a file its path
        self.head = bytes(self._data[:HEAD]) if head is None and self._data is not None else head or b""
        self.claimed = False  #: whether any reader claimed it; told by the router
        self.beside = beside  #: tells whether a relative path exists beside the part; None: it cannot be told

    @property
    def unpacked(self) -> bool:
        """Whether to ask for its data costs nothing."""
        return self._data is not None

    @property
    def data(self) -> memoryview:
        """The bytes of the part; raises ``Exhausted`` or ``ValueError`` when they cannot be unpacked."""
        if self._data is None:
            self._data = self._expand() if self._expand else memoryview(b"")
        return self._data


Told: TypeAlias = Finding | Gap | Import | Kind | Part


@dataclass(frozen=True, slots=True)
class FormatReader:
    """A reader of one format."""

    format: str  #: in the words of a report: "safetensors"
    claims: Callable[[Part], bool]  #: by ``head``, and by the name only where a loader goes by it; cheap, never raises
    read: Callable[[Part, Budget], Iterator[Told]]
