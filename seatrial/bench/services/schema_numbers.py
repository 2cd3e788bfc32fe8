"""Which number does a JSON Schema allow? Drawn evenly from within its bounds, or from 100 where one of them is open."""

import math
import operator
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, TypeGuard

SPAN = 100  #: from the only bound that a number has to the other
_TRIES = 20  #: draws, until one lies inside bounds that are excluded themselves
_BOUNDS: Mapping[str, Callable[[float, float], bool]] = {
    "minimum": operator.ge, "exclusiveMinimum": operator.gt, "maximum": operator.le, "exclusiveMaximum": operator.lt,
}  # fmt: skip
_EDGE = 1e-6  #: share of the span that is kept from bounds, which may be exclusive


class Unmakeable(ValueError):
    """A value that cannot be made; the text says of what, in one sentence."""


def number(random: Random, schema: Mapping[str, Any], name: str) -> tuple[float, str]:
    """Return a number, and what was assumed for it, "" if nothing. Raises Unmakeable."""
    bounds = _bounds(schema, name)
    low, high = _span(*bounds)
    step = schema.get("multipleOf")
    inner = (high - low) * _EDGE
    for _ in range(_TRIES):
        if is_number(step) and step > 0:
            drawn = [_multiple(random, low, high, float(step), name)]
        else:
            value = random.uniform(low + inner, high - inner)
            drawn = [round(value, 6), value]
        for one in drawn:
            if _inside(one, schema):
                return one, _assumed(bounds, "any number")
    raise Unmakeable(f"no number was found within the bounds of {name}")


def integer(random: Random, schema: Mapping[str, Any], name: str) -> tuple[int, str]:
    """Return a whole number, and what was assumed for it, "" if nothing. Raises Unmakeable."""
    bounds = _bounds(schema, name)
    low, high = _span(*bounds)
    least = _above(low, schema.get("exclusiveMinimum"))
    most = -_above(-high, _negative(schema.get("exclusiveMaximum")))
    if least > most:
        raise Unmakeable(f"no whole number lies within the bounds of {name}")
    step = schema.get("multipleOf")
    if is_number(step) and step > 1:
        return int(_multiple(random, least, most, float(step), name)), _assumed(bounds, "any whole number")
    return random.randint(least, most), _assumed(bounds, "any whole number")


def is_number(value: Any) -> TypeGuard[float]:
    """Tell whether something is a number that bounds can be compared with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _inside(value: float, schema: Mapping[str, Any]) -> bool:
    return all(holds(value, schema[key]) for key, holds in _BOUNDS.items() if is_number(schema.get(key)))


def _assumed(bounds: tuple[float | None, float | None], what: str) -> str:
    return f"{what} is allowed: 0 to {SPAN}" if bounds == (None, None) else ""


def _bounds(schema: Mapping[str, Any], name: str) -> tuple[float | None, float | None]:
    lows = [float(schema[key]) for key in ("minimum", "exclusiveMinimum") if is_number(schema.get(key))]
    highs = [float(schema[key]) for key in ("maximum", "exclusiveMaximum") if is_number(schema.get(key))]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        raise Unmakeable(f"nothing lies between the bounds of {name}")
    return low, high


def _span(low: float | None, high: float | None) -> tuple[float, float]:
    if low is None:
        return (0.0, float(SPAN)) if high is None else (min(0.0, high - SPAN), high)
    return low, low + SPAN if high is None else high


def _above(low: float, exclusive: Any) -> int:
    """Return the least whole number at or above a bound; above it when the bound itself is excluded."""
    least = math.ceil(low)
    return least + 1 if is_number(exclusive) and exclusive >= least else least


def _negative(value: Any) -> Any:
    return -value if is_number(value) else None


def _multiple(random: Random, low: float, high: float, step: float, name: str) -> float:
    first, last = math.ceil(low / step), math.floor(high / step)
    if first > last:
        raise Unmakeable(f"no multiple of {step:g} lies within the bounds of {name}")
    return random.randint(first, last) * step
