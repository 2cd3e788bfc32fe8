"""What would the score be if some checks passed? Every gain that is shown is worked out by rescoring."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from seatrial.model import Stage
from seatrial.rubric.credit import required_grade
from seatrial.rubric.schema import Table
from seatrial.rubric.standing import Standing, refolded
from seatrial.rubric.tally import Position, Tally, position


@dataclass(frozen=True, slots=True)
class Rescoring:
    """A scored component that can be asked what other grades would have given."""

    table: Table
    target: Stage
    found: dict[str, Standing]
    units: Mapping[str, float]
    counted: Mapping[str, Position]
    tally: Tally

    def gain(self, *check_ids: str) -> float:
        """Return the points of 100 that the lower bound gains when these checks reach the required grade."""
        more: defaultdict[str, float] = defaultdict(float)
        for check_id, one in self._changed(check_ids).items():
            if (old := self.counted.get(check_id)) is not None:
                new = position(self.table, one, self.units[one.row.dimension], self.target)
                more[one.row.dimension] += new.lower - old.lower
        sums = self.tally.dimensions
        gained = sum(max(0.0, sums[name].lower + extra) - max(0.0, sums[name].lower) for name, extra in more.items())
        return self.tally.scale * gained

    def _changed(self, check_ids: Iterable[str]) -> dict[str, Standing]:
        changed = {check_id: self._passed(self.found[check_id]) for check_id in check_ids}
        now: Mapping[str, Standing] = ChainMap(changed, self.found)
        for check_id, one in self.found.items():
            if one.folded and any(parent in changed for parent in one.row.parents):
                changed[check_id] = refolded(now[check_id], now)
        return changed

    def _passed(self, one: Standing) -> Standing:
        needed = required_grade(self.table, one.row, self.target)
        return replace(one, grade=max(needed, one.grade) if one.grade else needed)
