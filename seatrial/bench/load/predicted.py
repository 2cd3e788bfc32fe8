"""Which rate do measured service times promise, by the replay of a queue?"""

from collections.abc import Sequence

from seatrial.bench.load.serve import Served, used_cores
from seatrial.bench.load.targets import name
from seatrial.bench.queueing import formulas, limit
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.limit import Target
from seatrial.bench.queueing.pauses import NO_PAUSES, Pauses, measured
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.model.bench_conclusions import Capacity
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

_PIECES = 20  #: into which the service times of a run are cut, so that blocks can be drawn of them


@dataclass(frozen=True, slots=True)
class Learnt:
    """What service times of real runs say of the highest rate."""

    first: Capacity
    target: Target
    blocks: tuple[Floats, ...]  #: of single requests, for want of others
    seed: int

    def pieces(self, runs: Sequence[Served]) -> tuple[tuple[Floats, ...], Pauses]:
        """Return the service times of runs in pieces, so that sets can be drawn, and what pauses add to them."""
        long = [run for run in runs if len(run.services) >= 10 * _PIECES]
        if not long:
            return self.blocks, NO_PAUSES
        pauses = measured([(run.services, run.idle) for run in long])
        whole = [pauses.without(run.services, run.idle) for run in long]
        return tuple(piece for one in whole for piece in _pieces(one)), pauses

    def of(self, runs: Sequence[Served]) -> Capacity:
        """Return what they predict."""
        first, (pieces, pauses) = self.first, self.pieces(runs)
        return predicted(first.subject, self.target, pieces, first.configuration, self.seed, pauses)


def predicted(
    subject: str, target: Target, blocks: Sequence[Floats], configuration: Configuration, seed: int = 0,
    pauses: Pauses = NO_PAUSES,
) -> Capacity:  # fmt: skip
    """Predict the highest rate from service times in seconds, in the order of measurement, block by block.

    What ``pauses`` add is not in the service times.
    """
    servers = configuration.instances
    usable = [block for block in blocks if len(block)]
    if not usable:
        return Capacity(subject, name(target), 1000 * target.limit, 0.0, 0.0, 0.0, note="no service time was measured")
    found = limit.highest_rate(usable, target, servers, seed, pauses)
    return Capacity(
        subject=subject,
        target=name(target),
        bound=1000 * target.limit,
        low=found.low,
        rate=found.estimate,
        high=found.high,
        servers=servers,
        configuration=configuration,
        cross_check=_cross_check(usable, target, servers),
        note=_note(found.estimate, configuration),
    )


def _pieces(services: Floats) -> tuple[Floats, ...]:
    import numpy as np

    return tuple(np.array_split(services, _PIECES))


def _cross_check(blocks: Sequence[Floats], target: Target, servers: int) -> tuple[tuple[str, float], ...]:
    import numpy as np

    whole = np.concatenate(blocks)
    mean = float(whole.mean())
    service = formulas.Service(mean, float(whole.var()) / mean**2)
    rate = formulas.highest_rate(target.limit, target.percentile, service, servers)
    return (("Kingman" if servers == 1 else "Allen-Cunneen", rate),)


def _note(rate: float, configuration: Configuration) -> str:
    if not rate:
        return "at single requests it already misses the target"
    if used_cores(configuration) >= usable_cores():
        return "every core serves, none is left for arrivals and the system, so that the replay is optimistic"
    return ""
