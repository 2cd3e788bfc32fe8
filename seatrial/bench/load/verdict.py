"""Is a limit of latency held at a rate: yes, no, or not known yet, and what would settle it?"""

import math
from collections.abc import Sequence

from seatrial.bench.load.evidence import Seen, judged, settles
from seatrial.bench.load.pooled import pooled
from seatrial.bench.load.replayed import Load, band, replay
from seatrial.bench.load.serve import Served
from seatrial.bench.load.targets import name
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.statistics.percentiles import known_percentile
from seatrial.model.bench_conclusions import SloVerdict, Verdict
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Which target is judged, at which rate."""

    subject: str
    target: Target
    rate: float  #: requests a second
    servers: int = 1  #: that take from one queue
    configuration: Configuration = Configuration()
    synthetic: bool = False  #: the inputs are guessed
    traffic: Traffic | None = None  #: None is Poisson traffic at the rate

    def load(self, seconds: float) -> Load:
        """Return what a replay is made of; ``seconds`` is the length of a real run."""
        return Load(self.traffic or Traffic(self.rate), self.servers, seconds)


def verdict(asked: Asked, blocks: Sequence[Floats], runs: Sequence[Served]) -> SloVerdict:
    """Judge one target by service times in seconds (none for a remote service) and real runs at the rate."""
    seen = _seen(asked, blocks, runs)
    found, why = judged(asked.target, seen)
    if any(run.record.saturated for run in runs):
        why = f"{why}; every core served, none was left for the generator"
    replayed = seen.replay
    value = replayed.value if replayed else seen.value
    bounds = (replayed.low, replayed.high) if replayed else (None, None)
    return SloVerdict(
        subject=asked.subject,
        target=name(asked.target),
        bound=asked.target.limit * 1000,
        verdict=found,
        rate=asked.rate,
        value=_ms(value),
        low=_ms(bounds[0]),
        high=_ms(bounds[1]),
        why=why,
        settles_in_s=settles(asked.target, seen) if found is Verdict.INCONCLUSIVE else None,
        synthetic=asked.synthetic,
        method=_method(seen),
        configuration=asked.configuration,
    )


def _seen(asked: Asked, blocks: Sequence[Floats], runs: Sequence[Served]) -> Seen:
    target, servers = asked.target, asked.servers
    usable = [block for block in blocks if len(block)]
    requests = sum(len(run.due) for run in runs)
    load = asked.load(runs[0].record.seconds if runs else 60.0)
    return Seen(
        replay=replay(usable, target, load) if usable else None,
        above=band(usable, target, load, requests)[1] if usable and requests else 0.0,
        real=pooled(runs, target.limit, servers),
        value=_percentile(runs, target.percentile),
        seconds=sum(run.record.seconds for run in runs),
        fair=all(run.blames_the_system for run in runs),
    )


def _percentile(runs: Sequence[Served], share: float) -> float | None:
    """Return the percentile of all runs; a request that failed is slower than any other."""
    latencies = sorted(
        end - due if not failed else math.inf
        for run in runs
        for due, end, failed in zip(run.due.tolist(), run.ends.tolist(), run.failed.tolist(), strict=True)
    )
    value = known_percentile(latencies, share)
    return value if value is not None and math.isfinite(value) else None


def _method(seen: Seen) -> str:
    real = "busy periods of an open-loop run"
    return f"replay of a million arrivals over measured service times, and {real}" if seen.replay else real


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else 1000 * seconds
