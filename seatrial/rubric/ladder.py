"""How far has a component come, by everything that is asked and by its engineering alone, and what holds it there?"""

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import cache

from seatrial.model import Hold, Ladder, Level, Stage
from seatrial.model.counted import short_of
from seatrial.model.record import dataclass
from seatrial.rubric.engineering import engineering_checks
from seatrial.rubric.gain import Rescoring
from seatrial.rubric.gates import Gate, Held, gates_of
from seatrial.rubric.load import Rubric
from seatrial.rubric.schema import Rung
from seatrial.rubric.score import scored_at
from seatrial.rubric.situation import Situation
from seatrial.rubric.tally import Position, Tally

#: A dimension with fewer counted practices has no floor: one check would decide it, and cleanliness is expected rather
#: than a source of score. Neither has one of which gates leave a single practice.
_FLOOR_FROM, _LEFT_FROM = 3, 2


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one way up leads."""

    level: Level
    conditions: tuple[Hold, ...] = ()  #: closed gates that the level allows
    held_by: tuple[Hold, ...] = ()  #: what closes the next level; () at the top of the archetype's ladder


@dataclass(frozen=True, slots=True)
class Climb:
    """One way up the ladder: by all checks, or by those of engineering."""

    rubric: Rubric
    situation: Situation
    found: Rescoring
    among: frozenset[str] | None = None  #: the checks of the engineering, where it climbs alone; None for all
    plain: "Climb | None" = None  #: the same way without profiles; None when there are none
    asked: dict[Level, tuple[Gate, ...]] = field(default_factory=dict, compare=False, repr=False)  #: gates so far

    def reached(self) -> Reached:
        """Return the highest level that holds, and what closes the next.

        A level may be reached on conditions: some of its practices fall short, as is known, and all else that it asks
        is there. A level without conditions, as every one above, asks for them again.
        """
        here = Level.EXPERIMENT
        for level in levels_up_to(self.top):
            holds = tuple(self.holds(level))
            if holds and not self._on_conditions(level, holds):
                return Reached(here, self._owed(here), holds)
            here = level
        return Reached(here, self._owed(here))

    def _on_conditions(self, level: Level, holds: Sequence[Hold]) -> bool:
        """Tell whether a level is reached though some gates are closed. What an industry asks is never a condition."""
        closed = [gate for gate in self.gates_up_to(level) if gate.hold is not None]
        allowed = 0 if self.plain else self._rung(level).conditions
        return len(holds) == len(closed) <= allowed and all(gate.may_wait for gate in closed)

    def _owed(self, level: Level) -> tuple[Hold, ...]:
        return tuple(gate.hold for gate in self.gates_up_to(level) if gate.hold is not None)

    @property
    def top(self) -> Level:
        """Return where the archetype's ladder stops."""
        return self.rubric.table.archetypes[self.situation.archetype].top

    def gates(self, level: Level) -> tuple[Gate, ...]:
        """Return the gates that a level adds, looked at once."""
        if level not in self.asked:
            found = gates_of(level, self._rung(level), self.situation, self.found.found, self.among)
            self.asked[level] = tuple(found)
        return self.asked[level]

    def gates_up_to(self, level: Level) -> tuple[Gate, ...]:
        """Return the gates of a level and of all below it, the lowest first."""
        return tuple(gate for below in levels_up_to(level) for gate in self.gates(below))

    def tally(self, level: Level) -> Tally:
        """Return what is earned when the level's stage is the target."""
        scored = self.found.at(Stage(level.value))
        return scored.tally if self.among is None else scored.among(self.among)

    @property
    def headline(self) -> float:
        """Return the points of 100 for production by all checks, which is what a report shows unless told otherwise.

        Who climbs by the engineering alone is held by them too: a reader sees one number beside the level.
        """
        return self.found.at(Stage.PRODUCTION).tally.lower

    def holds(self, level: Level) -> Iterator[Hold]:
        """Yield everything that closes a level: gates first, its own and those below, then its floors."""
        yield from self._owed(level)
        held = []
        for hold in self._limits(level):
            held.append((hold.what, hold.check))
            yield hold
        if self.plain:
            for hold in self.plain._limits(level):
                if (hold.what, hold.check) not in held:
                    yield replace(hold, message=f"{hold.message} without the profile")

    def _limits(self, level: Level) -> Iterator[Hold]:
        yield from self._floors(level, self._rung(level))
        if self.among is None:
            yield from self._statements(level, self._rung(level))

    def _floors(self, level: Level, rung: Rung) -> Iterator[Hold]:
        """Yield the floors that are missed. That of a dimension asks how much is done: what is bad closes gates."""
        total = self.tally(level)
        if total.lower < rung.score:
            yield _floor(level, "score", "", total.lower, rung.score, "the score is below the floor")
        kindred = self.rubric.table.archetypes[self.situation.archetype]
        points = (kindred.headline or {}).get(level, rung.headline)
        if (headline := self.headline) < points:
            yield _floor(level, "headline", "", headline, points, "too few of 100 points for production")
        for prefix, ways in self.floors(level).items():
            percent = max(100 * sum(one.lower for one in way) / sum(one.price for one in way) for way in ways)
            if percent < rung.dimension:
                what = f"{self.rubric.table.dimensions[prefix]} is below its floor for {level}"
                yield _floor(level, "dimension", prefix, percent, rung.dimension, what)
        if total.coverage < rung.coverage:
            yield _floor(level, "coverage", "", total.coverage, rung.coverage, "too much is unknown")

    def floors(self, level: Level) -> dict[str, tuple[list[Position], ...]]:
        """Return, for each dimension that has a floor, the practices that may reach it: all of them, or a part.

        What a gate asks is told by name: as a condition where a level allows some, and further up. So there it is
        enough where what no gate asks reaches the floor.
        """
        counted = self.found.at(Stage(level.value)).counted
        asked, gated = self._dimensions_asked(level), self._checks_up_to(max(Level))
        found: dict[str, tuple[list[Position], ...]] = {}
        for prefix in self.rubric.table.dimensions:
            every = [
                one
                for check_id, one in counted.items()
                if one.row.dimension == prefix
                and not one.row.conduct
                and (self.among is None or check_id in self.among)
            ]
            rest = [one for one in every if one.row.id not in gated] if self._rung(level).conditions else every
            if prefix in asked and len(every) >= _FLOOR_FROM and len(rest) >= _LEFT_FROM:
                found[prefix] = (every, rest)
        return found

    def _dimensions_asked(self, level: Level) -> frozenset[str]:
        """Return the dimensions of which a gate up to the level asks something: the others matter further up."""
        return frozenset(one.partition("-")[0] for one in self._checks_up_to(level))

    def _checks_up_to(self, level: Level) -> frozenset[str]:
        """Return the checks that gates up to a level ask."""
        rungs = (self._rung(below) for below in levels_up_to(level))
        return frozenset(
            one for rung in rungs for gates in rung.gates for name in gates.checks for one in name.split("|")
        )

    def _statements(self, level: Level, rung: Rung) -> Iterator[Hold]:
        held = [gate.held for gate in self.gates_up_to(level)]
        open_gates = held.count(Held.EVIDENCE) + held.count(Held.ATTESTED)
        share = 100 * held.count(Held.ATTESTED) / open_gates if open_gates else 0.0
        if share > rung.attested:
            message = "too many gates are opened by a person's word alone"
            yield Hold(level, "attested", "", f"at most {rung.attested:g}", f"{share:.0f}", message)
        if not rung.expired_terms:
            for one in self.situation.expired:
                yield Hold(level, "expired", one.check, message=f"a statement about it ended on {one.expires}")

    def _rung(self, level: Level) -> Rung:
        return (self.rubric.table.levels if self.among is None else self.rubric.engineering)[level]


def ladder_of(rubric: Rubric, situation: Situation, found: Rescoring) -> Ladder:
    """Return where a component stands, and what is open, closed, dropped and missing for its next level."""
    climb = climb_of(rubric, situation, found)
    by_all = climb.reached()
    by_code = climb_of(rubric, situation, found, engineering_checks(rubric.table)).reached()
    above = by_all.level.raised() if by_all.level < climb.top else None
    gates = climb.gates(above) if above else ()
    ways = (climb, climb.plain) if climb.plain else (climb,)
    missing = max(0.0, *(rubric.table.levels[above].score - way.tally(above).lower for way in ways)) if above else 0.0
    asked = climb.gates_up_to(above or by_all.level)
    return Ladder(
        by_all.level,
        by_code.level,
        above,
        by_all.held_by,
        by_code.held_by,
        opened=tuple(gate.name for gate in gates if gate.held in {Held.EVIDENCE, Held.ATTESTED}),
        dropped=tuple(gate.name for gate in asked if gate.held is Held.DROPPED),
        points_missing=missing,
        top=climb.top,
        conditions=by_all.conditions,
        engineering_conditions=by_code.conditions,
    )


def climb_of(rubric: Rubric, situation: Situation, found: Rescoring, among: frozenset[str] | None = None) -> Climb:
    """Return the way up. A profile moves weight to what it raises: floors count without it too, so it lifts nobody."""
    plain = rubric.under(())
    if plain is rubric:
        return Climb(rubric, situation, found, among)
    rows = {check_id: replace(one, row=plain.rows.get(check_id, one.row)) for check_id, one in found.found.items()}
    without = Climb(plain, situation, scored_at(plain, situation, rows, found.target), among)
    return Climb(rubric, situation, found, among, without)


@cache
def levels_up_to(top: Level) -> tuple[Level, ...]:
    """Return the levels that have gates, up to one, the lowest first."""
    return tuple(level for level in Level if Level.EXPERIMENT < level <= top)


def _floor(level: Level, what: str, check: str, found: float, asked: float, message: str) -> Hold:
    return Hold(level, what, check, f"{asked:g}", short_of(asked, found), message)
