"""What does the header of a safetensors file say, and does it fit the file?"""

import json
from itertools import pairwise

from seatrial.model.record import dataclass

_HEADER_LIMIT = 100_000_000  # the format's own


@dataclass(frozen=True, slots=True)
class Safetensors:
    """A header, weights left aside."""

    tensors: int
    metadata: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()  #: in which ways the header does not fit the file


def safetensors(data: bytes) -> Safetensors:
    """Read the header of a safetensors file; raise ``ValueError`` when there is none."""
    size = int.from_bytes(data[:8], "little")
    if len(data) < 8 or size > min(_HEADER_LIMIT, len(data) - 8):
        raise ValueError("the header is longer than the file")
    header = json.loads(data[8 : 8 + size])
    if not isinstance(header, dict):
        raise ValueError("the header is no object")
    stored = header.pop("__metadata__", None)
    metadata = stored if isinstance(stored, dict) else {}
    return Safetensors(
        len(header),
        tuple(sorted((str(key), str(value)) for key, value in metadata.items())),
        tuple(_faults(header, len(data) - 8 - size)),
    )


def _faults(header: dict[str, object], room: int) -> list[str]:
    spans = sorted(filter(None, map(_span, header.values())))
    faults = []
    if len(spans) < len(header):
        faults.append("a tensor has no offsets")
    if any(end > room for _, end in spans):
        faults.append("a tensor lies behind the end of the file")
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        faults.append("tensors overlap")
    if spans and max(end for _, end in spans) < room:
        faults.append("bytes follow the last tensor")
    return faults


def _span(tensor: object) -> tuple[int, int] | None:
    offsets = tensor.get("data_offsets") if isinstance(tensor, dict) else None
    match offsets:
        case [int() as start, int() as end] if 0 <= start <= end:
            return start, end
    return None
