"""What would the score be if some checks passed? Every gain that is shown is worked out by rescoring."""

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import field, replace

from seatrial.model import Grade, Stage
from seatrial.model.record import dataclass
from seatrial.rubric.schema import Table
from seatrial.rubric.standing import Standing
from seatrial.rubric.tally import Position, Tally, position, positions, tally, unasked


@dataclass(frozen=True, slots=True)
class Rescoring:
    """A scored component that can be asked what other grades would have given."""

    table: Table
    target: Stage
    found: Mapping[str, Standing]
    units: Mapping[str, float]
    counted: Mapping[str, Position]
    tally: Tally
    others: dict[Stage, "Rescoring"] = field(default_factory=dict, compare=False, repr=False)  #: at other targets

    def at(self, target: Stage) -> "Rescoring":
        """Return the same component scored at another target, worked out once."""
        if target is self.target:
            return self
        if target not in self.others:
            self.others[target] = rescored(self.table, self.units, self.found, target)
        return self.others[target]

    def among(self, check_ids: Container[str]) -> Tally:
        """Return what these checks alone add up to."""
        left_open = unasked(self.table, self.found, self.units, self.target, check_ids)
        return tally((one for check_id, one in self.counted.items() if check_id in check_ids), left_open)

    def having(self, found: Mapping[str, Standing]) -> "Rescoring":
        """Return the component as it would be scored if its rows stood otherwise."""
        return rescored(self.table, self.units, found, self.target)

    def gain(self, *check_ids: str, at_most: Grade = Grade.IN_USE) -> float:
        """Return the points of 100 that the lower bound gains when these counted checks reach the required grade.

        ``at_most`` is the best grade that they reach by what is done, such as by a declaration.
        """
        more: defaultdict[str, float] = defaultdict(float)
        for check_id in check_ids:
            more[self.counted[check_id].row.dimension] += self._more(check_id, at_most)
        sums = self.tally.dimensions
        gained = sum(max(0.0, sums[name].lower + extra) - max(0.0, sums[name].lower) for name, extra in more.items())
        return self.tally.scale * gained

    def weight(self, check_id: str) -> float:
        """Return what ``gain`` would be if a dimension could earn less than nothing: what a bad thing takes away."""
        return self.tally.scale * self._more(check_id, Grade.IN_USE)

    def _more(self, check_id: str, at_most: Grade) -> float:
        old = self.counted[check_id]
        grade = max(min(old.required, at_most), old.standing.grade or Grade.ABSENT)
        passed = replace(old.standing, grade=grade)
        return position(self.table, passed, self.units[old.row.dimension], self.target).lower - old.lower


def rescored(table: Table, units: Mapping[str, float], found: Mapping[str, Standing], target: Stage) -> Rescoring:
    """Return a component scored at a target, by where its rows stand and what a unit of weight is worth."""
    counted = positions(table, found, units, target)
    left_open = unasked(table, found, units, target, None)
    return Rescoring(table, target, found, units, counted, tally(counted.values(), left_open))
