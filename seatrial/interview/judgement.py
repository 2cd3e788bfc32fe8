"""Where does a repository stand on the ladder today, gate by gate, in each of its components?"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from seatrial.audit.part import situation_of
from seatrial.audit.terms import opened, terms_of
from seatrial.component import components
from seatrial.config import Config
from seatrial.facts.archetype import archetype
from seatrial.facts.surfaces import surfaces
from seatrial.judging.check import Check
from seatrial.judging.questions import Progress
from seatrial.judging.verdicts import verdicts
from seatrial.model import Archetype, Level
from seatrial.model.record import dataclass
from seatrial.model.signatures import VERIFIER
from seatrial.repo import Snapshot
from seatrial.rubric.gates import Gate, Held
from seatrial.rubric.ladder import Climb, climb_of, levels_up_to
from seatrial.rubric.score import scored
from seatrial.veil import veil


@dataclass(frozen=True, slots=True)
class Judgement:
    """The components that do machine learning, as they are judged under a configuration."""

    config: Config
    as_of: dt.date
    climbs: tuple[Climb, ...]

    @property
    def reached(self) -> Level:
        """Return the level of the lowest component."""
        return min(climb.reached()[0] for climb in self.climbs)

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


def judgement(
    snapshot: Snapshot, config: Config, as_of: dt.date, checks: Mapping[str, Check], progress: Progress | None
) -> Judgement:
    """Judge a repository by all checks."""
    terms = terms_of(snapshot, as_of, config=config, checks=checks)
    repo = opened(snapshot, terms)
    if config.settings.signatures:
        from seatrial.scanners.signing import verified  # it starts a process, and most owners state none

        repo.scans = {VERIFIER: verified(repo)}
    judged = [one for one in components(repo) if archetype(one).archetype is not Archetype.NOT_ML]
    answers = verdicts(repo, judged, checks, progress)
    climbs, hidden = [], veil(repo)
    for component in judged:
        situation = situation_of(component, archetype(component).archetype, surfaces(component), terms)
        found = hidden.over_all(answers.judged[component.name])
        climbs.append(climb_of(terms.rubric, situation, scored(terms.rubric, situation, found)))
    return Judgement(config, as_of, tuple(climbs))


def unique(gates: Iterable[Gate]) -> dict[str, Gate]:
    """Return gates by name; of those of several components, the one that is closed."""
    found: dict[str, Gate] = {}
    for gate in gates:
        if gate.name not in found or gate.held is Held.CLOSED:
            found[gate.name] = gate
    return found
