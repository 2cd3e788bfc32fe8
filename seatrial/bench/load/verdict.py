"""Is a limit of latency held at a rate: yes, no, or not known yet, and what would settle it?

Yes takes three things: a replay of a million requests stays below, a real run fits the replay, and the real run is long
enough in busy periods. No takes a run whose busy periods prove it, or a replay that stays above and a run that does not
contradict. A run on a disturbed machine may support a yes, but never a no. Without service times (a service behind an
address, whose servers nobody knows) the busy periods of the real run must prove it alone.
"""

import math
from collections.abc import Sequence
from typing import Final

from seatrial.bench.load.pooled import pooled
from seatrial.bench.load.replayed import Load, Replay, band, replay
from seatrial.bench.load.serve import Served
from seatrial.bench.load.targets import name, percent
from seatrial.bench.load.words import counted, simulated
from seatrial.bench.percentiles import told
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.episodes import Episodes
from seatrial.bench.queueing.limit import Target
from seatrial.model.bench_conclusions import SloVerdict, Verdict
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

_LONGEST_S: Final = 86_400.0  #: a run that would take longer settles nothing in practice


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


@dataclass(frozen=True, slots=True)
class Seen:
    """What speaks for and against: the replay, and the real runs."""

    replay: Replay | None
    above: float  #: the percentile in seconds that one real run in forty should exceed, by the replay
    real: Episodes
    value: float | None  #: the percentile of the real runs, in seconds; None from too few requests
    seconds: float  #: of the real runs
    fair: bool  #: what was slow was the system, and not its neighbours or the generator


def verdict(asked: Asked, blocks: Sequence[Floats], runs: Sequence[Served]) -> SloVerdict:
    """Judge one target by service times in seconds (none for a remote service) and real runs at the rate."""
    seen = _seen(asked, blocks, runs)
    found, why = _judged(asked.target, seen)
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
        settles_in_s=_settles(asked.target, seen) if found is Verdict.INCONCLUSIVE else None,
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
    value = told(latencies, share)
    return value if value is not None and math.isfinite(value) else None


def _judged(target: Target, seen: Seen) -> tuple[Verdict, str]:
    allowed, real = 1 - target.percentile, seen.real
    if not real.requests:
        return Verdict.INCONCLUSIVE, "no real run at this rate"
    if real.misses(allowed):
        return _blamed(seen, f"{counted(real)}, where {percent(allowed)} may be")
    if seen.replay is None:
        if real.holds(allowed):
            return Verdict.PASS, counted(real)
        return Verdict.INCONCLUSIVE, f"{counted(real)}: too few"
    if seen.replay.low > target.limit or seen.replay.use >= 1:
        if real.share > allowed:
            return _blamed(seen, f"{simulated(seen.replay)}, and {counted(real)}")
        return Verdict.INCONCLUSIVE, f"{simulated(seen.replay)}, but {counted(real)}"
    if seen.replay.high > target.limit:
        return Verdict.INCONCLUSIVE, f"{simulated(seen.replay)}: too close to the limit"
    return _supported(target, seen)


def _supported(target: Target, seen: Seen) -> tuple[Verdict, str]:
    """Judge what the replay says is held."""
    replayed, real = simulated(seen.replay), counted(seen.real)
    if seen.value is not None and seen.value > max(seen.above, target.limit):
        return Verdict.INCONCLUSIVE, f"{replayed}, but the real run came to {1000 * seen.value:.3g} ms"
    if not seen.real.supports(1 - target.percentile):
        return Verdict.INCONCLUSIVE, f"{replayed}, but {real}: too few to tell"
    return Verdict.PASS, f"{replayed}, and {real}"


def _blamed(seen: Seen, why: str) -> tuple[Verdict, str]:
    if seen.fair:
        return Verdict.FAIL, why
    return Verdict.INCONCLUSIVE, f"{why}; other processes or the generator may be the cause: a quieter machine tells"


def _method(seen: Seen) -> str:
    real = "busy periods of an open-loop run"
    return f"replay of a million arrivals over measured service times, and {real}" if seen.replay else real


def _settles(target: Target, seen: Seen) -> float | None:
    """Return how many seconds of real runs would settle it; None where more time does not help."""
    if not seen.fair and seen.real.share > 1 - target.percentile:
        return None
    longer = seen.real.longer(1 - target.percentile) if seen.real.requests else 1.0
    needed = max(longer, 1.0) * max(seen.seconds, 1.0)
    return needed if needed <= _LONGEST_S else None


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else 1000 * seconds
