"""How many requests prove that a percentile holds, were they independent? The rule of MLPerf's LoadGen.

After n requests of which t were too slow, a percentile p holds with a confidence c when so few would have been too slow
with a probability of at most 1 - c, had exactly 1 - p of all been: P(Binomial(n, 1 - p) <= t) <= 1 - c. Latencies of a
queue are *not* independent: at a load of 0.85 the rule passes what misses its target by half in two of three runs.
What it says is therefore named "iid" wherever it is shown, and never decides (see ``episodes.py``).
"""

from seatrial.bench.statistics.distributions import beta_cdf

CONFIDENCE = 0.99  #: as LoadGen has it, with a tolerance of 0


def queries_needed(over: int, percentile: float, confidence: float = CONFIDENCE) -> int:
    """Return the least number of requests with which ``over`` slow ones still prove the percentile (a share)."""
    low, high = over, 2 * over + 2
    while _at_most(over, high, 1 - percentile) > 1 - confidence:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _at_most(over, middle, 1 - percentile) <= 1 - confidence else (middle, high)
    return high


def slow_allowed(requests: int, percentile: float) -> int | None:
    """Return how many of so many requests may be too slow; None when even none would prove nothing."""
    if _at_most(0, requests, 1 - percentile) > 1 - CONFIDENCE:
        return None
    low, high = 0, requests
    while high - low > 1:
        middle = (low + high) // 2
        proves = _at_most(middle, requests, 1 - percentile) <= 1 - CONFIDENCE
        low, high = (middle, high) if proves else (low, middle)
    return low


def _at_most(over: int, requests: int, share: float) -> float:
    """Return P(Binomial(requests, share) <= over), which is I_(1 - share)(requests - over, over + 1)."""
    return 1.0 if over >= requests else beta_cdf(1 - share, requests - over, over + 1)
