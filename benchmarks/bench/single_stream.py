"""Is the median of single requests that of the referees: a loop over the C library, and LoadGen's SingleStream?

Every run is a fresh process; models and ways of measuring take turns in random order, and runs on a disturbed machine
do not count.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.bench._models import Model, models
from benchmarks.bench._referees import NoReferee, loadgen, native
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import quiet
from seatrial.bench.observed import Block, Failure
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

NUMBERS = (1, 2)
_SECONDS = 0.5
_PROCESSES = 6
_TRIES = 4  #: for each process that counts
#: Referee, relative difference and microseconds, of which one must hold.
_BOUNDS = {"C library": (1, 0.03, 20.0), "LoadGen": (2, 0.04, 6.0)}


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield an outcome for each referee and model."""
    with models() as made:
        met = Met(2 if quick else _PROCESSES)
        met.take_turns(made)
        for referee in _BOUNDS:
            for one in made:
                yield met.outcome(referee, one.name)


@dataclass(slots=True)
class Met:
    """Medians of processes, by model and way of measuring, in nanoseconds."""

    processes: int  #: of each
    times: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    rejected: int = 0
    refused: dict[str, str] = field(default_factory=dict)  #: referees that cannot be asked, and why

    def take_turns(self, made: Sequence[Model]) -> None:
        """Measure every model in every way, in random order."""
        systems = {one.name: one.system() for one in made}
        rounds = [(one, way) for one in made for way in _WAYS] * self.processes
        random.Random(0).shuffle(rounds)  # noqa: S311 -- an order, and no secret
        for one, way in rounds:
            if way not in self.refused:
                self._measure(one, systems[one.name], way)

    def _measure(self, one: Model, system: OnnxSystem, way: str) -> None:
        try:
            found = quiet(lambda: _WAYS[way](one, system), 1, _TRIES)
        except NoReferee as why:
            self.refused[way] = str(why)
            return
        self.times[one.name, way] += found.results
        self.rejected += found.rejected

    def outcome(self, referee: str, name: str) -> Outcome:
        """Compare the medians over all processes."""
        number, share, micros = _BOUNDS[referee]
        check, threshold = f"p50 against {referee}, {name}", f"<= {share:.0%} or {micros:g} us"
        ours, theirs = self.times[name, "ours"], self.times[name, referee]
        counts = {"clean": len(ours) + len(theirs), "rejected": self.rejected}
        if referee in self.refused:
            return not_measurable(number, check, threshold, self.refused[referee], **counts)
        if min(len(ours), len(theirs)) < self.processes:
            return not_measurable(number, check, threshold, f"{len(ours)} and {len(theirs)} quiet processes", **counts)
        mine, other = median(ours), median(theirs)
        held = abs(mine - other) <= max(share * other, micros * 1000)
        told = f"{mine / 1e6:.4f}/{other / 1e6:.4f} ms {mine / other - 1:+.1%}"
        return judged(number, check, told, threshold, held, **counts)


def _ours(_model: Model, system: OnnxSystem) -> float:
    session = system.start(Configuration(), Limits())
    assert not isinstance(session, Failure), session
    block = session.block(_SECONDS, minimum_runs=30)
    session.close()
    assert isinstance(block, Block), block
    return median(block.latencies_ns)


def _by_loadgen(one: Model, _system: OnnxSystem) -> float:
    summary = loadgen("SingleStream", model=str(one.file), inputs=one.inputs, seconds=_SECONDS, queries=30)
    return summary.percentiles["50.00"]


def _by_library(one: Model, _system: OnnxSystem) -> float:
    return median(native(one.file, one.inputs, _SECONDS))


_WAYS: dict[str, Callable[[Model, OnnxSystem], float]] = {
    "ours": _ours,
    "LoadGen": _by_loadgen,
    "C library": _by_library,
}
