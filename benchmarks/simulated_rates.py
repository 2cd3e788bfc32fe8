"""Does a promised rate hold on simulated servers whose true rate is known? Takes no quiet machine, and some minutes.

    python -m benchmarks.simulated_rates [--seeds 20] [--seconds 8]

A server takes about a millisecond, stands still now and then, and has slow phases; both come by the clock, whether it
works or waits, as those of a machine do. Of some, requests take longer after a pause. For each kind of server the
table has the promised rate over the rate at which one request of a hundred is slower than four milliseconds, and how
often nine tenths of the promise hold and twelve tenths do not: what acceptance measurement 11 asks of real models.
"""

import argparse
import math
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from unittest.mock import patch

import numpy as np

from seatrial.bench.load.capacity import Bears, capacity
from seatrial.bench.load.predicted import predicted
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.observed import Block, Cause, Started, Tensor, Unmeasured
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.queueing.arrays import Generator
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration

_TARGET = Target(0.004)
_MS = 1e6
_RATES = (160, 220, 270, 320, 370, 430, 500)  #: at which the true share of slow requests is found
_LONG = 60_000  #: requests of a run for it
_TRUE_RUNS = 8
_REST = 2e9  #: nanoseconds after the last arrival, in which the machine goes on as before


@dataclass(frozen=True, slots=True)
class Kind:
    """What happens to a machine: how often a second, and for how many milliseconds on average."""

    name: str
    stalls: float = 0.0
    stall_ms: float = 0.0
    phases: float = 0.0
    phase_ms: float = 0.0
    slower: float = 1.0  #: times as long as usual, in a slow phase
    pause: float = 0.0  #: milliseconds that a request takes longer after a long pause of the server


KINDS = (
    Kind("stalls of 4 ms, two a second", 2.0, 4.0),
    Kind("stalls of 12 ms, one in two seconds", 0.5, 12.0),
    Kind("phases of 40 ms, one a second", phases=1.0, phase_ms=40.0, slower=1.8),
    Kind("stalls of 4 ms and phases of 50 ms", 1.0, 4.0, 0.5, 50.0, 1.6),
    Kind("neither"),
    Kind("pauses cost up to 0.3 ms", pause=0.3),
    Kind("... and stalls of 2 ms, two a second", 2.0, 2.0, pause=0.3),
)
_COLD_MS = 3.0  #: of a pause, after which two thirds of that are reached


class Machine:
    """One server on such a machine; no time passes."""

    started = Started()
    pids: tuple[int, ...] = ()

    def __init__(self, kind: Kind, seed: int) -> None:
        self.kind, self.drawn = kind, np.random.default_rng(seed)

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:  # noqa: ARG002 -- nothing hangs
        """Serve one after the other, in the order of the schedule."""
        length = (schedule_ns[-1] if schedule_ns else 0) + _REST
        stalls = chain(_spans(self.drawn, length, self.kind.stalls, self.kind.stall_ms), repeat((9e18, 9e18)))
        phases = chain(_spans(self.drawn, length, self.kind.phases, self.kind.phase_ms), repeat((9e18, 9e18)))
        still, slow, free = next(stalls), next(phases), 0.0
        ready, began, ended = array("q"), array("q"), array("q")
        for due, usual in zip(schedule_ns, self._services(len(schedule_ns)), strict=True):
            ready.append(int(free))
            start = max(free, due)
            while still[0] <= start:
                start, still = max(start, still[1]), next(stalls)
            while slow[1] <= start:
                slow = next(phases)
            cold = _MS * self.kind.pause * -math.expm1(-max(start - free, 0.0) / (_COLD_MS * _MS))
            end = start + (usual + cold) * (self.kind.slower if slow[0] <= start else 1.0)
            while still[0] < end:
                end, still = end + still[1] - still[0], next(stalls)
            began.append(int(start))
            ended.append(int(end))
            free = end
        return Arrivals(schedule_ns, ready, began, ended, ())

    def _services(self, count: int) -> list[float]:
        services: list[float] = (_MS * self.drawn.lognormal(0, 0.03, count)).tolist()
        return services

    def block(
        self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0
    ) -> Block | Unmeasured:
        """Refuse: single requests are drawn without a machine."""
        del seconds, minimum_runs, gap_s, limit_s
        return Unmeasured(Cause.REFUSED, "only a schedule is served")

    def outputs(self) -> tuple[Tensor, ...] | Unmeasured:
        """Answer nothing."""
        return ()

    def profile(self) -> Work | Unmeasured:
        """Know of no nodes."""
        return Work(())

    def close(self) -> None:
        """End."""


def _spans(drawn: Generator, length: float, often: float, ms: float) -> Iterator[tuple[float, float]]:
    """Yield when something begins and ends, in order, in nanoseconds; one that begins within another is left out."""
    begins = np.sort(drawn.uniform(0, length, drawn.poisson(often * length / 1e9)))
    ended = 0.0
    for begin, lasts in zip(begins.tolist(), drawn.exponential(ms * _MS, len(begins)).tolist(), strict=True):
        if begin >= ended:
            ended = begin + lasts
            yield begin, ended


def slow_share(kind: Kind, rate: float, seed: int, seconds: float) -> float:
    """Return the share of slow requests of a run."""
    run = serve(Machine(kind, seed), Traffic(rate, seed=seed), seconds, target=_TARGET)
    assert isinstance(run, Served)
    return run.record.over or 0.0


def promised(kind: Kind, seed: int, seconds: float) -> float:
    """Return the rate that is promised of a machine, in requests a second."""
    drawn = np.random.default_rng(seed)
    alone = [0.001 * drawn.lognormal(0, 0.03, 250) for _ in range(12)]
    first = predicted("simulated", _TARGET, alone, Configuration(), seed)
    found = capacity(Machine(kind, 1000 + seed), first, _TARGET, blocks=(), seconds=seconds, seed=seed)
    assert isinstance(found, Bears)
    return found.capacity.rate


def main() -> int:
    """Print a row for each kind of machine."""
    parser = argparse.ArgumentParser(description="Try promised rates on simulated servers.")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each run")
    asked = parser.parse_args()
    print(f"{'machine':38} {'true rate':>10} {'promise / true: 5 %, 50 %, 95 %':>32}  0.9 holds  1.2 does not  both")
    with patch("seatrial.bench.load.serve.objection", lambda *_: ""):  # no time passes: nothing disturbs it
        for kind in KINDS:
            print(_row(kind, asked.seeds, asked.seconds), flush=True)
    return 0


def _row(kind: Kind, seeds: int, seconds: float) -> str:
    shares = [
        np.mean([slow_share(kind, rate, 100 * at + run, _LONG / rate) for run in range(_TRUE_RUNS)])
        for at, rate in enumerate(_RATES)
    ]
    fitted = np.polyfit(np.log(_RATES), np.log(np.maximum(shares, 1e-5)), 3)  # smooth, since each share has its error

    def share(rate: float) -> float:
        return float(np.exp(np.polyval(fitted, np.log(max(rate, 1.0)))))

    true = next((rate for rate in np.arange(100.0, 600.0, 0.5).tolist() if share(rate) > 0.01), 600.0)
    rates = [promised(kind, seed, seconds) for seed in range(seeds)]
    held = [share(0.9 * rate) <= 0.01 for rate in rates]
    missed = [share(1.2 * rate) > 0.01 for rate in rates]
    low, middle, high = np.quantile(np.array(rates) / true, (0.05, 0.5, 0.95)).tolist()
    both = float(np.mean(np.logical_and(held, missed)))
    told = f"{low:.2f}, {middle:.2f}, {high:.2f}"
    return f"{kind.name:38} {true:8.0f}/s {told:>32} {np.mean(held):9.0%} {np.mean(missed):13.0%} {both:5.0%}"


if __name__ == "__main__":
    sys.exit(main())
