"""Where on a drawing does a number stand, and which numbers are written beside the axis?"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from seatrial.model.record import dataclass

WIDE_RANGE = 50.0  #: times as much as the least, from which on an axis of points is logarithmic
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 4  #: steps of a linear axis, about
_DECADES = 5  #: numbers beside a logarithmic axis, at most about so many
_PLACES = 4  #: behind the point; with more of them, and from ten millions on, powers of ten are shorter
_LONG = 1e7
_LEAST = 1e-12  #: below it, nothing is told apart


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: from which number to which it goes, and between which two places of the drawing."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Return the place of a number; what lies outside stands at the edge."""
        value = min(max(value, self.low), self.high)
        if self.logarithmic:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def scale(
    values: Iterable[float], start: float, end: float, *, may_be_logarithmic: bool = False, whole: bool = False
) -> Scale:
    """Return an axis for numbers from 0 on: linear and from zero, or logarithmic where it may and they are far apart.

    ``whole`` leaves out ticks between whole numbers.
    """
    known = [value for value in values if math.isfinite(value) and value >= 0]
    most = max(known, default=0.0)
    least = min((value for value in known if value > _LEAST), default=0.0)
    if may_be_logarithmic and least and most / least > WIDE_RANGE:
        return _logarithmic(least, most, start, end)
    step = _step(most if most > _LEAST else 1.0, whole=whole)
    count = max(1, math.ceil(round(most / step, 9)))
    return Scale(0.0, count * step, start, end, tuple(step * at for at in range(count + 1)))


def places(count: int, start: float, end: float) -> Scale:
    """Return an axis with so many places, from 0 on, that have names: each in the middle of its share."""
    return Scale(-0.5, max(count, 1) - 0.5, start, end, tuple(map(float, range(count))))


def labels(ticks: Sequence[float]) -> tuple[str, ...]:
    """Write the numbers beside an axis, all with as many decimals as tell them apart."""
    steps = [abs(later - earlier) for earlier, later in pairwise(ticks)]
    least = min((step for step in steps if step > 0), default=1.0)
    if steps and max(steps) > 5 * least:  # a logarithmic axis
        return tuple(_short(tick, _decimals(tick)) for tick in ticks)
    decimals = next((places for places in range(10) if abs(round(least, places) - least) < 1e-3 * least), 9)
    if decimals > _PLACES or max(ticks, default=0.0) >= _LONG:
        return tuple(f"{tick:.4g}" for tick in ticks)
    return tuple(f"{tick:,.{decimals}f}" for tick in ticks)


def _short(tick: float, decimals: int) -> str:
    return f"{tick:.3g}" if decimals > _PLACES or tick >= _LONG else f"{tick:,.{decimals}f}"


def _decimals(tick: float) -> int:
    return max(0, -math.floor(math.log10(tick))) if tick > 0 else 0


def _step(most: float, *, whole: bool) -> float:
    raw = most / _TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((factor * power for factor in _STEPS if factor * power >= raw * (1 - 1e-9)), 10 * power)
    return max(1.0, math.ceil(step)) if whole else step


def _logarithmic(least: float, most: float, start: float, end: float) -> Scale:
    first, last = math.floor(math.log10(least)), math.ceil(math.log10(most))
    every = math.ceil((last - first + 1) / (_DECADES + 1))
    ticks = tuple(10.0**power for power in range(first, last + 1, every))
    return Scale(10.0**first, 10.0**last, start, end, ticks, logarithmic=True)
