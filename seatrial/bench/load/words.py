"""How is it said what a replay and real runs show?"""

from seatrial.bench.load.replayed import Replay
from seatrial.bench.load.targets import percent
from seatrial.bench.queueing.episodes import Episodes


def simulated(replayed: Replay | None) -> str:
    """Say what a replay comes to."""
    if replayed is None:
        return "nothing was replayed"
    if replayed.use >= 1:
        return f"it would be busy {replayed.use:.0%} of the time"
    bounds = f"{1000 * replayed.low:.3g} to {1000 * replayed.high:.3g} ms"
    return f"a replay of a million requests comes to {1000 * replayed.value:.3g} ms ({bounds})"


def counted(real: Episodes) -> str:
    """Say how many of the real requests were too slow, and how sure that is."""
    of_all = f"of {real.requests:,} real requests in {real.periods:,} busy periods"
    if not real.slow:
        return f"{of_all} none was too slow"
    bounds = f"{percent(real.low)} to {percent(real.high)}"
    return f"{of_all} {percent(real.share)} were too slow ({bounds}), in {real.episodes} of the periods"
