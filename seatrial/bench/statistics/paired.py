"""Is one system slower than another on this machine? Measured side by side, since machines drift.

Two measurements one after the other differ by what the machine did meanwhile: more than a third of such comparisons of
a model with itself find a difference. Here both run at the same time, asked in turns of some milliseconds on the same
processors, and only the ratio of neighbours counts. Each pair of processes is a cluster: processes of one model differ.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from seatrial.bench.observed import Unmeasured
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.intervals import Interval, nested_ratio
from seatrial.bench.system import Limits
from seatrial.bench.turns import Side, take_both
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Block

PAIRS = 3  #: of one pair of processes: more pairs of processes tell more than more pairs of each
_NARROW = 0.004  #: half of the interval of the ratio, at which more pairs tell nothing more
_LEAST_PAIRS, _LEAST_PROCESSES = 10, 4
_MOST_PAIRS = 120


@dataclass(slots=True)
class Paired:
    """Blocks of both, pair by pair; one list for each pair of processes. Disturbed pairs are kept apart."""

    old: Samples
    new: Samples
    taken: list[list[tuple[int, int]]] = field(default_factory=list)  #: which blocks of old and new make a pair

    @property
    def clean(self) -> list[list[tuple[Block, Block]]]:
        """Return old and new, where neither was disturbed as far as is known by now."""
        return self._where(disturbed=False)

    @property
    def disturbed(self) -> list[list[tuple[Block, Block]]]:
        """Return the other pairs."""
        return self._where(disturbed=True)

    def _where(self, *, disturbed: bool) -> list[list[tuple[Block, Block]]]:
        made = [[(self.old.blocks[a], self.new.blocks[b]) for a, b in cluster] for cluster in self.taken]
        return [[pair for pair in one if any(block.rejected for block in pair) is disturbed] for one in made]

    @property
    def pairs(self) -> list[list[tuple[Block, Block]]]:
        """Return the pairs that count: the clean ones, or all where almost none is."""
        clean = [cluster for cluster in self.clean if cluster]
        if sum(map(len, clean)) >= _LEAST_PAIRS:
            return clean
        return [cluster for cluster in map(list.__add__, self.clean, self.disturbed) if cluster]

    @property
    def quiet(self) -> bool:
        """Tell whether enough pairs were undisturbed."""
        return sum(map(len, self.clean)) >= _LEAST_PAIRS

    def ratio(self, confidence: float = 0.95) -> Interval:
        """Return new / old of the medians. Raises ``ValueError`` without a pair."""
        medians = [[(old.p50_ns, new.p50_ns) for old, new in cluster] for cluster in self.pairs]
        return nested_ratio(medians, confidence)


def compare(paired: Paired, watch: Watch, random: Random, limits: Limits) -> None:
    """Take pairs until the ratio is known to 0.4 %, or the budget ends; a system that fails ends it too.

    Whether it looks slower meanwhile ends nothing: who stops when he likes what he sees finds what is not there.
    """
    spent, visits = 0.0, 0
    while watch.left > (spent / visits if visits else 0.0) and not _known(paired):
        begun = watch.passed
        visit_both(paired, watch, random, limits)
        visits, spent = visits + 1, spent + watch.passed - begun
        if paired.old.failure or paired.new.failure:
            return


def _known(paired: Paired) -> bool:
    count = sum(map(len, paired.clean))
    if count >= _MOST_PAIRS:
        return True
    if count < _LEAST_PAIRS or sum(map(bool, paired.clean)) < _LEAST_PROCESSES:
        return False
    return paired.ratio().half_width <= _NARROW


def visit_both(paired: Paired, watch: Watch, random: Random, limits: Limits) -> None:
    """Start both at once, take a few pairs, end both."""
    watch.tell("a pair of processes")
    both = (paired.old, paired.new)
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(lambda one: one.task.system.start(one.task.configuration, limits), both))
    sides: list[Side] = []
    try:
        for samples, session in zip(both, made, strict=True):
            if isinstance(session, Unmeasured):
                samples.fail(session)
            else:
                samples.start(session.started)
                sides.append((samples, session))
        if len(sides) == len(both):
            _pairs(paired, (sides[0], sides[1]), watch, random)
    finally:
        for _, session in sides:
            session.close()
    for samples in both:
        samples.visits += 1


def _pairs(paired: Paired, both: tuple[Side, Side], watch: Watch, random: Random) -> None:
    paired.taken.append([])
    for _ in range(PAIRS):
        if not take_both(both, watch, random):
            return
        paired.taken[-1].append((len(paired.old.blocks) - 1, len(paired.new.blocks) - 1))
