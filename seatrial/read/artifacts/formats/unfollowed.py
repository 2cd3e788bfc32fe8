"""Which formats are known by their first bytes and not followed any further? Their files are never called clean."""

from collections.abc import Iterator

from seatrial.model.artifacts import Gap, Kind
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told

#: Where the mark stands, the mark, and whose it is.
_MARKS = (
    (4, b"ORTM", "ONNX Runtime's own format"),
    (4, b"ET1", "ExecuTorch"),
    (0, b"lmgg", "GGML"),
    (0, b"fmgg", "GGML"),
    (0, b"tjgg", "GGML"),
    (0, b"algg", "GGML"),
)


def _format(part: Part) -> str:
    return next((name for at, mark, name in _MARKS if part.head[at : at + len(mark)] == mark), "")


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    yield Kind(_format(part))
    yield Gap("is of a format that is not followed")


UNFOLLOWED = FormatReader("model of another runtime", lambda part: bool(_format(part)), _read)
