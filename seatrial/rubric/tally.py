"""What do the rows earn at a target, and what does it add up to?"""

from collections.abc import Container, Iterable, Mapping

from seatrial.model import Grade, Stage
from seatrial.model.record import dataclass
from seatrial.rubric.credit import attested_units, evident_units, required_grade
from seatrial.rubric.prices import most_units
from seatrial.rubric.schema import Row, Table
from seatrial.rubric.standing import UNWRITTEN, Standing


@dataclass(frozen=True, slots=True)
class Position:
    """One counted row at a target; numbers are points of the archetype's budgets, not yet of 100."""

    row: Row
    standing: Standing
    required: Grade
    price: float
    lower: float
    upper: float


@dataclass(slots=True)
class Sums:
    """What the positions of one dimension add up to."""

    checks: int = 0
    price: float = 0.0
    lower: float = 0.0
    upper: float = 0.0
    known: float = 0.0  #: price of what is not unknown, or of which something is sure
    unknown: int = 0

    def add(self, position: Position) -> None:
        """Count one position."""
        self.checks += 1
        self.price += position.price
        self.lower += position.lower
        self.upper += position.upper
        standing = position.standing
        self.known += position.price if not standing.unknown or standing.holds_surely(Grade.PRESENT) else 0.0
        self.unknown += position.standing.unknown


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums by dimension. A dimension earns nothing below 0: dirt in one does not eat what another earned."""

    dimensions: Mapping[str, Sums]
    unasked: float = 0.0  #: points of the budgets that nobody can earn here, since what they are for is not asked

    @property
    def price(self) -> float:
        """Return the price of everything that is counted."""
        return sum(sums.price for sums in self.dimensions.values())

    @property
    def scale(self) -> float:
        """Return the points of 100 that one point of the budgets stands for."""
        return 100 / (self.price + self.unasked) if self.price else 0.0

    @property
    def lower(self) -> float:
        """Return the score when everything unknown earns nothing, 0 to 100."""
        return self.scale * sum(max(0.0, sums.lower) for sums in self.dimensions.values())

    @property
    def upper(self) -> float:
        """Return the score when everything unknown is fine, 0 to 100."""
        return self.scale * sum(max(0.0, sums.upper) for sums in self.dimensions.values())

    @property
    def coverage(self) -> float:
        """Return the per cent of the price that is not unknown; 0 when nothing is counted."""
        return 100 * sum(sums.known for sums in self.dimensions.values()) / self.price if self.price else 0.0


def positions(
    table: Table, found: Mapping[str, Standing], units: Mapping[str, float], target: Stage
) -> dict[str, Position]:
    """Return the rows that a target counts: those that apply, have a price, and are required by then."""
    reached = [stage for stage in Stage if stage <= target]
    return {
        row.id: position(table, found[row.id], units[row.dimension], target)
        for row in table.rows
        if found[row.id].applies and row.stage in reached and units[row.dimension] > 0
    }


def unasked(
    table: Table, found: Mapping[str, Standing], units: Mapping[str, float], target: Stage, among: Container[str] | None
) -> float:
    """Return what stays open of the price of rows that a target asks of others and not of this component.

    Of a part of which little is asked less was shown. Rows on language models are asked only where there is one; rows
    that no check judges yet stay open nowhere.
    """
    away = (
        row
        for row in table.rows
        if row.stage <= target and not row.genai and (among is None or row.id in among) and _is_unasked(found[row.id])
    )
    return table.unasked * sum(units[row.dimension] * most_units(table, row) for row in away)


def _is_unasked(one: Standing) -> bool:
    return not one.applies and one.reason != UNWRITTEN


def tally(counted: Iterable[Position], left_open: float = 0.0) -> Tally:
    """Add positions up, beside what stays open."""
    dimensions: dict[str, Sums] = {}
    for position in counted:
        dimensions.setdefault(position.row.dimension, Sums()).add(position)
    return Tally(dimensions, left_open)


def position(table: Table, one: Standing, unit: float, target: Stage) -> Position:
    """Return what one row earns at a target, ``unit`` points for each unit of weight."""
    required = required_grade(table, one.row, target)
    most = most_units(table, one.row)
    lower = 0.0 if one.grade is None else evident_units(table, one.row, one.grade, required)
    if one.attested is not None:
        lower = max(lower, attested_units(table, one.row, one.attested.grade, required))
    upper = most if one.grade is None else lower
    return Position(one.row, one, required, unit * most, unit * lower, unit * upper)
