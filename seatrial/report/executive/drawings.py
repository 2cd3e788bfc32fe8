"""Where do the bars and lines of the page's drawings stand, in the units of their SVG?"""

import math
from collections.abc import Sequence
from typing import Final

from seatrial.model.ledger import DimensionScore
from seatrial.model.record import dataclass

BAR: Final = 200.0  #: width of a dimension's bar
_BANDS: Final = ((75, "strong", "✔"), (50, "fair", "◐"), (25, "weak", "▲"), (0, "bare", "✖"))
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
    blind = dimension.unknown == dimension.checks
    word, sign = ("unknown", "?") if blind else _band(dimension.percent)
    earned = 0.0 if blind else BAR * _share(dimension.earned, dimension.price)
    upper = BAR if blind else BAR * _share(dimension.upper, dimension.price)
    unknown = f", {dimension.unknown} unknown" if dimension.unknown else ""
    return Bar(
        dimension.title,
        "?" if blind else f"{dimension.percent:.0f}",
        word,
        sign,
        round(earned, 1),
        round(max(0.0, upper - earned), 1),
        f"{dimension.earned:.1f} of {dimension.price:.1f} points{unknown}",
    )


def trend(numbers: Sequence[float]) -> Line:
    """Return the line of scores, the oldest at the left; the axis goes from 0 to 100."""
    step = (_WIDTH - 2 * _EDGE) / max(1, len(numbers) - 1)
    spots = [
        (round(_EDGE + at * step, 1), round(_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * number / 100, 1))
        for at, number in enumerate(numbers)
    ]
    return Line(" ".join(f"{x},{y}" for x, y in spots), spots[-1])


def _band(percent: float) -> tuple[str, str]:
    return next((word, sign) for least, word, sign in _BANDS if percent >= least)


def _share(points: float, price: float) -> float:
    share = points / price if price else 0.0
    return min(1.0, max(0.0, share if math.isfinite(share) else 0.0))
