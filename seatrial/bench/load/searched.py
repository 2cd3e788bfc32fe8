"""Up to which rate does a system hold its target when nobody knows how many servers it has? Asked by real runs alone.

The rate goes up until the target is missed, or down until it is held, and then between the two.
"""

import math
from dataclasses import replace

from seatrial.bench.load.capacity import Bears
from seatrial.bench.load.confirmation import confirmed, holds, lasting, misses, tells
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.load.targets import name
from seatrial.bench.observed import Unmeasured
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.system import Session
from seatrial.model.bench_conclusions import Capacity
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

RUNS = 8
_UP = 1.6
_DOWN = 0.5
_SHORT = "its runs had too few requests: a larger --budget"
_NEAR = 1.1  #: of what is missed to what is held, at which it is known well enough


@dataclass(frozen=True, slots=True)
class Between:
    """The highest rate that held the target so far, and the lowest that missed it, in requests a second."""

    held: float = 0.0
    missed: float = math.inf

    @property
    def known(self) -> bool:
        """Tell whether the two are near enough to each other."""
        return self.missed <= _NEAR * self.held

    @property
    def next(self) -> float:
        """Return the rate to be tried next."""
        if math.isinf(self.missed):
            return _UP * self.held
        return (self.held + self.missed) / 2 if self.held else _DOWN * self.missed


def searched(
    session: Session, subject: str, target: Target, *, guess: float, seconds: float, configuration: Configuration,
    seed: int = 0,
) -> Bears | Unmeasured:  # fmt: skip
    """Search from a guessed rate in requests a second, in at most eight runs of so many seconds each."""
    between, rate, note = Between(), guess, ""
    runs: list[tuple[float, Served]] = []
    while len(runs) < RUNS and not between.known:
        traffic = Traffic(rate, seed=seed + len(runs))
        run = serve(session, traffic, lasting(rate, seconds, target), target=target)
        if isinstance(run, Unmeasured):
            return run
        runs.append((rate, run))
        if holds(target, run):
            between = Between(max(between.held, rate), between.missed)
        elif misses(target, run):
            between = Between(between.held, min(between.missed, rate))
        else:
            disturbed = "the machine was disturbed or the generator late"
            note = f"; it ended early, since {disturbed if tells(target, run) else _SHORT}"
            break
        rate = between.next
    capacity = _found(subject, target, between, runs, configuration)
    about = f"by real runs of {seconds:.3g} s alone, since nobody knows how many servers it has{note}"
    return Bears(replace(capacity, note=about), tuple(run for _, run in runs))


def _found(
    subject: str, target: Target, between: Between, runs: list[tuple[float, Served]], configuration: Configuration
) -> Capacity:
    """Return the rate that was held, between what was held and what was missed, with all runs by their rate."""
    held = between.held
    confirming = (confirmed(round(rate / (held or rate), 2), run) for rate, run in sorted(runs, key=lambda one: one[0]))
    high = held if math.isinf(between.missed) else between.missed
    return Capacity(
        subject,
        name(target),
        1000 * target.limit,
        held,
        held,
        high,
        configuration=configuration,
        confirmed=tuple(confirming),
    )
