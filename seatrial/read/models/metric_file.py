"""Which figures does a file of metrics hold, as a training run leaves it beside its model?"""

import json
import math
from collections.abc import Iterator
from itertools import islice

from seatrial.model.record import dataclass
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode

_DEEPEST = 3
_MOST = 100


@dataclass(frozen=True, slots=True)
class MetricFile:
    """The numbers of one file, by dotted name, as they are written."""

    path: str
    figures: tuple[tuple[str, str], ...] = ()


def parse_metric_file(path: str, data: bytes) -> MetricFile:
    """Read the numbers of an object and of those inside it; lists are no metrics. Raises ``Unreadable`` for no JSON."""
    try:
        said = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON: {type(error).__name__}") from error
    return MetricFile(path, tuple(islice(_figures(said, "", _DEEPEST), _MOST)))


METRIC_FILE = Reader("metric-file", 1, parse_metric_file, limit=500_000)


def _figures(node: object, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict) and depth:
        for key, inner in node.items():
            yield from _figures(inner, f"{name}.{key}" if name else key, depth - 1)
    elif isinstance(node, int | float) and not isinstance(node, bool) and math.isfinite(node) and name:
        yield name[:200], json.dumps(node)
