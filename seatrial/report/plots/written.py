"""How are the numbers of a chart written, beside its axes and in its table?"""

from seatrial.model.charts import Axis
from seatrial.report.bench.numbers import digits, duration, rate


def with_unit(axis: Axis, value: float) -> str:
    """Write one number of an axis with its unit."""
    if axis.names:
        return axis.names[int(value)] if 0 <= value < len(axis.names) else digits(value)
    match axis.unit:
        case "ms":
            return duration(value)
        case "/s":
            return rate(value)
        case "%":
            return f"{value:.4g} %"
        case "":
            return f"{value:,.4g}" if value == int(value) else digits(value)
        case _:
            return f"{digits(value)} {axis.unit}"


def title(axis: Axis, unit: str) -> str:
    """Write what an axis measures, and in what."""
    return f"{axis.label} ({unit})" if unit else axis.label


def unit_of(axis: Axis, most: float) -> tuple[str, float]:
    """Return the unit in which an axis is written, and by what its numbers are multiplied for it."""
    if axis.unit != "ms":
        return axis.unit, 1.0
    return ("µs", 1e3) if most < 1 else ("s", 1e-3) if most >= 5000 else ("ms", 1.0)
