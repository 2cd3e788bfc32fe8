"""What is drawn of a benchmark: which numbers stand along which axes, and what has to be said beside them?"""

from enum import StrEnum

from seatrial.model.record import dataclass


class Shape(StrEnum):
    """How the numbers of a series are drawn."""

    DOTS = "dots"  #: measured, each by itself, with its interval
    JOINED = "joined"  #: measured, and a line helps the eye from one to the next
    CURVE = "curve"  #: worked out from a formula
    BARS = "bars"  #: lengths from zero


@dataclass(frozen=True, slots=True)
class Point:
    """One number, where it stands, and its interval."""

    x: float  #: on the axis; the place among its names where the axis has names
    y: float
    low: float | None = None
    high: float | None = None
    note: str = ""  #: what is particular about it: "safe rate", "the cheapest that holds the target"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that belong together."""

    name: str
    points: tuple[Point, ...]
    shape: Shape = Shape.JOINED


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures."""

    label: str
    unit: str = ""  #: "ms", "/s", "%"; "" is a number of things
    names: tuple[str, ...] = ()  #: of its places, where they are no numbers


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across: a target, or a rate that is safe."""

    name: str
    value: float
    upright: bool = False  #: it stands on the x axis


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing with everything that its table tells."""

    key: str  #: "latency", "throughput", "load", "cost" or "devices"
    subject: str
    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    limits: tuple[Limit, ...] = ()
    note: str = ""  #: what a reader has to know: a formula, why something is not drawn
    hint: str = ""  #: how the drawing is read, which its table needs not
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()  #: more columns of the table: name, a cell for each x in order
