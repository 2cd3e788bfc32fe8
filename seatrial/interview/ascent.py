"""Where does a repository stand on the ladder today, gate by gate, in each of its components?"""

import datetime as dt
from collections.abc import Iterable, Iterator

from seatrial.audit.inquiry import inquiry
from seatrial.audit.terms import Yardstick, opened, terms_of
from seatrial.config import Config
from seatrial.judging.questions import Progress
from seatrial.model import Level
from seatrial.model.ladder import on_conditions
from seatrial.model.record import dataclass
from seatrial.redaction import redactor
from seatrial.repo import Snapshot
from seatrial.rubric.gates import Gate, Held
from seatrial.rubric.ladder import Climb, Reached, climb_of, levels_up_to
from seatrial.rubric.score import scored


@dataclass(frozen=True, slots=True)
class Ascent:
    """The components that do machine learning, as they are judged under a configuration."""

    config: Config
    as_of: dt.date
    climbs: tuple[Climb, ...]

    @property
    def reached(self) -> Level:
        """Return the level of the lowest component."""
        return self._lowest.level

    @property
    def told(self) -> str:
        """Return that level in words: "candidate on 2 conditions"."""
        return on_conditions(self._lowest.level, self._lowest.conditions)

    @property
    def _lowest(self) -> Reached:
        found = (climb.reached() for climb in self.climbs)
        return min(found, key=lambda one: (one.level, -len(one.conditions)))

    @property
    def above(self) -> tuple[Level, ...]:
        """Return the levels that are not reached yet, the next one first."""
        top = max(climb.top for climb in self.climbs)
        return tuple(level for level in levels_up_to(top) if level > self.reached)

    def gates(self, level: Level) -> Iterator[Gate]:
        """Yield the gates of a level that arise in any component, those of the levels below it included."""
        for climb in self.climbs:
            for one in levels_up_to(min(level, climb.top)):
                yield from (gate for gate in climb.gates(one) if gate.held is not Held.DROPPED)


def ascent(snapshot: Snapshot, yardstick: Yardstick, as_of: dt.date, progress: Progress | None = None) -> Ascent:
    """Judge a repository as an audit does; what it shows of the repository stands redacted."""
    terms = terms_of(snapshot, yardstick, as_of)
    asked = inquiry(opened(snapshot, terms), terms, progress=progress)
    redaction, climbs = redactor(asked.repo), []
    for part in asked.parts:
        if part.rated:
            judged = redaction.redact_all(asked.answers.judged[part.component.name])
            climbs.append(climb_of(terms.rubric, part.situation, scored(terms.rubric, part.situation, judged)))
    return Ascent(terms.config, as_of, tuple(climbs))


def unique(gates: Iterable[Gate]) -> dict[str, Gate]:
    """Return gates by name; of those of several components, the one that is closed."""
    found: dict[str, Gate] = {}
    for gate in gates:
        if gate.name not in found or gate.held is Held.CLOSED:
            found[gate.name] = gate
    return found
