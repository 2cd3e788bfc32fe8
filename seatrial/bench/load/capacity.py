"""Which rate can a system bear within its target, and is that so when requests really come at that rate?

The rate is predicted by the replay of a queue with measured service times. A closed loop flatters them: caches are warm
and no thread ever sleeps. So a first real run at the predicted rate gives service times with real pauses, the rate is
predicted again from those, and runs at nine tenths, the whole and eleven tenths of it confirm or contradict.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from seatrial.bench.load.confirmation import confirmed, holds, lasting, misses, tells
from seatrial.bench.load.replicas import fleet
from seatrial.bench.load.serve import Served, serve, used_cores
from seatrial.bench.load.targets import name
from seatrial.bench.machine import usable_cores
from seatrial.bench.observed import Failure
from seatrial.bench.queueing import formulas, limit
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.system import Session
from seatrial.model.bench_conclusions import Capacity
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

MULTIPLES: Final = (0.9, 1.0, 1.1)
LOWER: Final = (0.7, 0.5, 0.3)  #: that are run when the first of them misses the target
_PIECES: Final = 20  #: into which the service times of a run are cut, so that blocks can be drawn of them


@dataclass(frozen=True, slots=True)
class Bears:
    """A capacity, the real runs behind it, and the service times that it was predicted from last."""

    capacity: Capacity
    runs: tuple[Served, ...] = ()
    blocks: tuple[Floats, ...] = ()


def predicted(
    subject: str, target: Target, blocks: Sequence[Floats], configuration: Configuration, seed: int = 0
) -> Capacity:
    """Predict the highest rate from service times in seconds, in the order of measurement, block by block."""
    servers = configuration.instances
    usable = [block for block in blocks if len(block)]
    if not usable:
        return Capacity(subject, name(target), 1000 * target.limit, 0.0, 0.0, 0.0, note="no service time was measured")
    found = limit.highest_rate(usable, target, servers, seed)
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


def capacity(
    session: Session, first: Capacity, target: Target, *, blocks: Sequence[Floats], seconds: float, seed: int = 0
) -> Bears | Failure:
    """Confirm a prediction by real runs of so many seconds each: one to learn from, three that count.

    Where nine tenths of the predicted rate miss the target, runs at lower rates tell which one holds it.
    """
    if not first.rate:
        return Bears(first, (), tuple(blocks))
    asks = _Asks(session, target, first.configuration, seconds, seed)
    pilot = asks.run(first.rate)
    if isinstance(pilot, Failure):
        return pilot
    real = _pieces(pilot.services) if len(pilot.services) >= 10 * _PIECES else tuple(blocks)
    second = predicted(first.subject, target, real, first.configuration, seed)
    if not second.rate:
        return Bears(second, (pilot,), real)
    runs = asks.confirm(second.rate)
    if isinstance(runs, Failure):
        return runs
    return Bears(_told(second, target, runs), (pilot, *(run for _, run in runs)), real)


@dataclass(frozen=True, slots=True)
class _Asks:
    """Real runs of one session."""

    session: Session
    target: Target
    configuration: Configuration
    seconds: float
    seed: int

    def run(self, rate: float, number: int = 0) -> Served | Failure:
        """Let requests come at a rate; each number has other arrivals."""
        traffic, seconds = Traffic(rate, seed=self.seed + number), lasting(rate, self.seconds, self.target)
        return serve(self.session, traffic, seconds, target=self.target, configuration=self.configuration)

    def confirm(self, rate: float) -> list[tuple[float, Served]] | Failure:
        """Run at the multiples of a rate, and at lower ones until the target holds, where the least missed it."""
        runs: list[tuple[float, Served]] = []
        for multiple in (*MULTIPLES, *LOWER):
            settled = len(runs) >= len(MULTIPLES) and any(holds(self.target, run) for _, run in runs)
            if settled or (multiple in LOWER and not misses(self.target, runs[0][1])):
                break
            one = self.run(multiple * rate, len(runs) + 1)
            if isinstance(one, Failure):
                return one
            runs.append((multiple, one))
        return runs


def with_peak(one: Capacity, peak: float, utilisation: float, spare: int = 1) -> Capacity:
    """Return a capacity with the replicas that a peak of so many requests a second needs."""
    return replace(one, peak=peak, utilisation=utilisation, replicas=fleet(peak, one.rate, utilisation, spare))


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


def _told(predicted: Capacity, target: Target, runs: Sequence[tuple[float, Served]]) -> Capacity:
    """Return a capacity with what real runs say of it, lowered to what they confirm where they contradict."""
    whole = replace(predicted, confirmed=tuple(confirmed(multiple, run) for multiple, run in runs))
    held = [multiple for multiple, run in runs if holds(target, run)]
    least, first = MULTIPLES[0], runs[0][1]
    if any(multiple >= least for multiple in held):
        return whole
    if misses(target, first):
        share = max(held, default=0.0)
        note = f"real runs missed the target at {least:.0%} of the {predicted.rate:,.4g}/s that were predicted"
        whole = replace(whole, low=share * predicted.rate, rate=share * predicted.rate, high=least * predicted.rate)
    elif tells(target, first):
        note = "the machine was disturbed, or the generator late: the real runs confirm nothing"
    else:
        note = f"real runs of {first.record.requests} requests are too short to confirm it: a larger --budget"
    return replace(whole, note="; ".join(filter(None, (predicted.note, note))))
