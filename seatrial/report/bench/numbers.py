"""How are durations, rates, sizes and their intervals written, so that they can be read at a glance?"""

import math

from seatrial.model.benchmark import Estimate
from seatrial.report.glyphs import UNICODE, Glyphs


def duration(milliseconds: float, signs: Glyphs = UNICODE) -> str:
    """Write a duration with three digits in the unit that suits it."""
    micro = "µs" if signs is UNICODE else "us"
    for scale, unit in ((1e-3, micro), (1.0, "ms")):
        if milliseconds < 999.5 * scale:
            return f"{digits(milliseconds / scale)} {unit}"
    return f"{digits(milliseconds / 1000)} s"


def digits(value: float) -> str:
    """Write three significant digits, thousands apart, never as a power of ten."""
    if not value or not math.isfinite(value):
        return "0" if not value else "without bound"
    value = round(value, 2 - _magnitude(value))
    text = f"{value:,.{min(max(2 - _magnitude(value), 0), 9)}f}"
    return text.rstrip("0").rstrip(".") if "." in text and abs(value) < 0.1 else text


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value)))


def count(whole: int) -> str:
    """Write a number of things: whole where it is small, else three digits with million or thousand million."""
    for scale, word in ((1e9, "thousand million"), (1e6, "million")):
        if whole >= scale:
            return f"{digits(whole / scale)} {word}"
    return f"{whole:,}"


def rate(per_second: float) -> str:
    """Write a rate."""
    return f"{digits(per_second)}/s"


def size(count: float) -> str:
    """Write a number of bytes."""
    for scale, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= scale:
            return f"{digits(count / scale)} {unit}"
    return f"{count:.0f} bytes"


def amount(estimate: Estimate, signs: Glyphs = UNICODE) -> str:
    """Write the value of an estimate; "-" when there is none."""
    return "-" if estimate.value is None else _in(estimate.unit, estimate.value, signs)


def bounds(estimate: Estimate, signs: Glyphs = UNICODE) -> str:
    """Write its interval: as a share where it is narrow, else its ends; "" without one."""
    width = estimate.half_width
    if width is None or estimate.low is None or estimate.high is None or estimate.value is None:
        return ""
    even = abs(estimate.high + estimate.low - 2 * estimate.value) < 0.2 * (estimate.high - estimate.low)
    if even and width < 0.5:
        plus = "±" if signs is UNICODE else "+-"
        return f"{plus}{100 * width:.2g} %"
    return span(_in(estimate.unit, max(estimate.low, 0.0), signs), _in(estimate.unit, estimate.high, signs))


def span(low: str, high: str) -> str:
    """Join two amounts; a unit that both have stands once."""
    first, space, unit = low.rpartition(" ")
    if space and high.endswith(f" {unit}"):
        low = first
    elif low.endswith("/s") and high.endswith("/s"):
        low = low.removesuffix("/s")
    return f"{low} to {high}"


def stated(milliseconds: float, signs: Glyphs = UNICODE) -> str:
    """Write a bound that somebody chose: as exact as they were."""
    text = duration(milliseconds, signs)
    number, _, unit = text.partition(" ")
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number} {unit}"


def _in(unit: str, value: float, signs: Glyphs) -> str:
    match unit:
        case "ms":
            return duration(value, signs)
        case "bytes":
            return size(value)
        case "predictions/s":
            return rate(value)
        case _:
            return f"{digits(value)} {unit}".strip()
