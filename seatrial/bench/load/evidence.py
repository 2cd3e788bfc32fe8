"""What do a replay and real runs at a rate say together: is a limit held, and what would settle it?

Yes takes three things: a replay of a million requests stays below, a real run fits the replay, and the real run is long
enough in busy periods. No takes a run whose busy periods prove it, or a replay that stays above and a run that does not
contradict. A run on a disturbed machine may support a yes, but never a no. Without service times (a service behind an
address, whose servers nobody knows) the busy periods of the real run must prove it alone.
"""

from seatrial.bench.load.replayed import Replay
from seatrial.bench.load.targets import percent
from seatrial.bench.queueing.episodes import Episodes
from seatrial.bench.queueing.limit import Target
from seatrial.model.bench_conclusions import Verdict
from seatrial.model.record import dataclass

_LONGEST_S = 86_400.0  #: a run that would take longer settles nothing in practice


@dataclass(frozen=True, slots=True)
class Seen:
    """What speaks for and against: the replay, and the real runs."""

    replay: Replay | None
    above: float  #: the percentile in seconds that one real run in forty should exceed, by the replay
    real: Episodes
    value: float | None  #: the percentile of the real runs, in seconds; None from too few requests
    seconds: float  #: of the real runs
    fair: bool  #: what was slow was the system, and not its neighbours or the generator


def judged(target: Target, seen: Seen) -> tuple[Verdict, str]:
    """Return the verdict, and why in one sentence."""
    allowed, real = 1 - target.percentile, seen.real
    if not real.requests:
        return Verdict.INCONCLUSIVE, "no real run at this rate"
    if real.misses(allowed):
        return _blamed(seen, f"{_counted(real)}, where {percent(allowed)} may be")
    if seen.replay is None:
        if real.holds(allowed):
            return Verdict.PASS, _counted(real)
        return Verdict.INCONCLUSIVE, f"{_counted(real)}: too few"
    if seen.replay.low > target.limit or seen.replay.use >= 1:
        if real.share > allowed:
            return _blamed(seen, f"{_simulated(seen.replay)}, and {_counted(real)}")
        return Verdict.INCONCLUSIVE, f"{_simulated(seen.replay)}, but {_counted(real)}"
    if seen.replay.high > target.limit:
        return Verdict.INCONCLUSIVE, f"{_simulated(seen.replay)}: too close to the limit"
    return _supported(target, seen)


def _supported(target: Target, seen: Seen) -> tuple[Verdict, str]:
    """Judge what the replay says is held."""
    replayed, real = _simulated(seen.replay), _counted(seen.real)
    if seen.value is not None and seen.value > max(seen.above, target.limit):
        return Verdict.INCONCLUSIVE, f"{replayed}, but the real run came to {1000 * seen.value:.3g} ms"
    if not seen.real.supports(1 - target.percentile):
        return Verdict.INCONCLUSIVE, f"{replayed}, but {real}: too few to tell"
    return Verdict.PASS, f"{replayed}, and {real}"


def _blamed(seen: Seen, why: str) -> tuple[Verdict, str]:
    if seen.fair:
        return Verdict.FAIL, why
    return Verdict.INCONCLUSIVE, f"{why}; other processes or the generator may be the cause: a quieter machine tells"


def settles(target: Target, seen: Seen) -> float | None:
    """Return how many seconds of real runs would settle it; None where more time does not help."""
    if not seen.fair and seen.real.share > 1 - target.percentile:
        return None
    longer = seen.real.longer(1 - target.percentile) if seen.real.requests else 1.0
    needed = max(longer, 1.0) * max(seen.seconds, 1.0)
    return needed if needed <= _LONGEST_S else None


def _simulated(replayed: Replay | None) -> str:
    """Say what a replay comes to."""
    if replayed is None:
        return "nothing was replayed"
    if replayed.use >= 1:
        return f"it would be busy {replayed.use:.0%} of the time"
    bounds = f"{1000 * replayed.low:.3g} to {1000 * replayed.high:.3g} ms"
    return f"a replay of a million requests comes to {1000 * replayed.value:.3g} ms ({bounds})"


def _counted(real: Episodes) -> str:
    """Say how many of the real requests were too slow, and how sure that is."""
    of_all = f"of {real.requests:,} real requests in {real.periods:,} busy periods"
    if not real.slow:
        return f"{of_all} none was too slow"
    bounds = f"{percent(real.low)} to {percent(real.high)}"
    return f"{of_all} {percent(real.share)} were too slow ({bounds}), in {real.episodes} of the periods"
