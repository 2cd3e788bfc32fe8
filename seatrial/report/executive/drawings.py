"""Where do the bars and lines of the page's drawings stand, in the units of their SVG?"""

import math
import re
from collections.abc import Iterable, Sequence

from seatrial.model.ledger import DimensionScore
from seatrial.model.record import dataclass
from seatrial.model.result import Measurement
from seatrial.report.glyphs import UNICODE
from seatrial.report.words import UNKNOWN, band

BAR = 200.0  #: width of a dimension's bar
_PERCENTILE = re.compile(r"\bp\d\d")
_WIDTH, _HEIGHT, _EDGE = 260.0, 64.0, 6.0  #: of the trend


@dataclass(frozen=True, slots=True)
class Bar:
    """One dimension: how far it is filled, how much of it is unknown, and in which word."""

    title: str
    number: str  #: per cent, or "?" where nothing could be judged
    word: str
    sign: str
    earned: float  #: width
    unknown: float  #: width, beside what is earned
    detail: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, as the attribute of an SVG polyline, with its last point."""

    points: str
    last: tuple[float, float]
    width: float = _WIDTH
    height: float = _HEIGHT


def bar(dimension: DimensionScore) -> Bar:
    """Return the bar of a dimension; what is unknown is hatched, and never drawn as empty or full."""
    word = band(dimension)
    blind = word == UNKNOWN
    earned = 0.0 if blind else BAR * _share(dimension.earned, dimension.price)
    upper = BAR if blind else BAR * _share(dimension.upper, dimension.price)
    unknown = f", {dimension.unknown} unknown" if dimension.unknown else ""
    return Bar(
        dimension.title,
        "?" if blind else f"{dimension.percent:.0f}",
        word,
        UNICODE.band(word),
        round(earned, 1),
        round(max(0.0, upper - earned), 1),
        f"{dimension.earned:.1f} of {dimension.price:.1f} points{unknown}",
    )


@dataclass(frozen=True, slots=True)
class Latency:
    """One percentile of a measured model."""

    name: str
    number: str
    width: float


def latencies(measured: Iterable[Measurement]) -> tuple[Latency, ...]:
    """Return a bar for each measured percentile, all on one scale from zero; () when none was measured."""
    found = [one for one in measured if _PERCENTILE.search(one.name) and one.unit == "ms" and one.value >= 0]
    most = max((one.value for one in found), default=0.0)
    return tuple(
        Latency(one.name, f"{one.value:.3g} {one.unit}", round(BAR * _share(one.value, most), 1)) for one in found
    )


def trend(numbers: Sequence[float]) -> Line:
    """Return the line of scores, the oldest at the left; the axis goes from 0 to 100."""
    step = (_WIDTH - 2 * _EDGE) / max(1, len(numbers) - 1)
    spots = [
        (round(_EDGE + at * step, 1), round(_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * number / 100, 1))
        for at, number in enumerate(numbers)
    ]
    return Line(" ".join(f"{x},{y}" for x, y in spots), spots[-1])


def _share(points: float, price: float) -> float:
    share = points / price if price else 0.0
    return min(1.0, max(0.0, share if math.isfinite(share) else 0.0))
