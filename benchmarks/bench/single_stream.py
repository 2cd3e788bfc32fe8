"""Is the median of single requests that of the referees: a loop over the C library, and LoadGen's SingleStream?

Each run is a fresh process, fed with the same eight sets of inputs. The ways of measuring one model follow each other
in random order on the same processor, since processors differ and change their speed; the next round is on the next
one. Only differences within a round count, and of those the median. Runs on a disturbed machine do not count.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.bench._models import Model, models, sets
from benchmarks.bench._referees import NoReferee, loadgen, native
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import quiet
from seatrial.bench.observed import Block, Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.surroundings.machine import allowed
from seatrial.bench.surroundings.processors import kept_on
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

NUMBERS = (1, 2)
_SECONDS = 0.5
_ROUNDS, _LEAST = 10, 6
_TRIES, _MOST_REJECTED = 4, 120  #: for each process that counts; in all, so that a busy machine does not take hours
#: Referee, relative difference and microseconds, of which one must hold.
_BOUNDS = {"C library": (1, 0.03, 20.0), "LoadGen": (2, 0.04, 6.0)}

Processor = frozenset[int]  #: one, or none where the system cannot be told


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield an outcome for each referee and model."""
    with models() as made:
        met = Met(2 if quick else _LEAST)
        met.take_turns(made, 2 if quick else _ROUNDS)
        for referee in _BOUNDS:
            for one in made:
                yield met.outcome(referee, one.name)


@dataclass(slots=True)
class Met:
    """Medians of processes in nanoseconds, by way of measuring, for each round of a model."""

    least: int  #: rounds that tell something
    rounds: dict[str, list[Mapping[str, float]]] = field(default_factory=dict)  #: by model
    rejected: int = 0
    refused: dict[str, str] = field(default_factory=dict)  #: referees that cannot be asked, and why

    def take_turns(self, made: Sequence[Model], rounds: int) -> None:
        """Measure every model in every way, models and ways in random order."""
        systems = {one.name: one.system() for one in made}
        usable = sorted(allowed())
        turns = random.Random(0)  # noqa: S311 -- an order, and no secret
        for at in range(rounds):
            processor = frozenset({usable[at % len(usable)]}) if usable else frozenset()
            for one in turns.sample(made, len(made)):
                found = self._round(systems[one.name], turns.sample(list(_WAYS), len(_WAYS)), processor)
                self.rounds.setdefault(one.name, []).append(found)

    def _round(self, system: OnnxSystem, ways: Sequence[str], processor: Processor) -> Mapping[str, float]:
        found = {}
        for way in ways:
            if (
                self.rejected < _MOST_REJECTED
                and way not in self.refused
                and (one := self._measured(system, way, processor))
            ):
                found[way] = one
        return found

    def _measured(self, system: OnnxSystem, way: str, processor: Processor) -> float | None:
        try:
            found = quiet(lambda: _WAYS[way](system, processor), 1, _TRIES)
        except NoReferee as why:
            self.refused[way] = str(why)
            return None
        self.rejected += found.rejected
        return next(iter(found.results), None)

    def outcome(self, referee: str, name: str) -> Outcome:
        """Compare what a round says of both, over all rounds."""
        number, share, micros = _BOUNDS[referee]
        check, threshold = f"p50 against {referee}, {name}", f"<= {share:.0%} or {micros:g} us"
        pairs = [(one[_OURS], one[referee]) for one in self.rounds[name] if {_OURS, referee} <= set(one)]
        counts = {"clean": len(pairs), "rejected": self.rejected}
        if referee in self.refused:
            return not_measurable(number, check, threshold, self.refused[referee], **counts)
        if len(pairs) < self.least:
            return not_measurable(number, check, threshold, f"{len(pairs)} quiet rounds", **counts)
        more, other = median(ours - theirs for ours, theirs in pairs), median(theirs for _, theirs in pairs)
        held = abs(more) <= max(share * other, micros * 1000)
        told = f"{more / 1000:+.1f} us of {other / 1e6:.4f} ms, {more / other:+.1%}"
        return judged(number, check, told, threshold, held, **counts)


def _ours(system: OnnxSystem, processor: Processor) -> float:
    session = system.start(Configuration(), Limits())
    assert not isinstance(session, Unmeasured), session
    with kept_on(processor, session.pids):
        block = session.block(_SECONDS, minimum_runs=30)
    session.close()
    assert isinstance(block, Block), block
    return median(block.latencies_ns)


def _by_loadgen(system: OnnxSystem, processor: Processor) -> float:
    found = loadgen(
        "SingleStream", processors=processor, model=str(system.model), sets=sets(system), seconds=_SECONDS, queries=30
    )
    return found.percentiles["50.00"]


def _by_library(system: OnnxSystem, processor: Processor) -> float:
    return median(native(system.model, sets(system), _SECONDS, processors=processor))


_OURS = "ours"
_WAYS: dict[str, Callable[[OnnxSystem, Processor], float]] = {
    _OURS: _ours,
    "LoadGen": _by_loadgen,
    "C library": _by_library,
}
