"""Does one request at a time hold its target, does it miss it, or is that not known yet?

What is known of a tail is an interval. A target inside it is neither held nor missed; how narrow it must become, and so
how much longer it takes, follows from the distance, since intervals shrink with the square root of time.
"""

from seatrial.bench.goals import Goal
from seatrial.bench.statistics.estimates import DISTURBED
from seatrial.bench.statistics.percentiles import minimum_runs
from seatrial.model.benchmark import Estimate, SloVerdict, Subject, Verdict

_LONGEST = 24 * 3600.0  #: seconds; what takes longer is too close to tell
_METHOD = "interval of the percentile, one request at a time, against the bound"
_ALONE = "one request at a time; what queues add under load is not in it"


def alone(goal: Goal, estimate: Estimate | None, subject: Subject, spent: float) -> SloVerdict:
    """Judge the latency of single requests. ``spent`` are the seconds that the estimate took so far."""
    if estimate is None:
        return _verdict(goal, subject, None, Verdict.INCONCLUSIVE, "it was not measured", None)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        missing = estimate.note or "a few blocks say nothing about the spread"
        return _verdict(goal, subject, estimate, Verdict.INCONCLUSIVE, missing, _until_told(goal, estimate, spent))
    if estimate.high <= goal.bound:
        slower = "even beside other work, which only makes it slower" if estimate.note == DISTURBED else _ALONE
        return _verdict(goal, subject, estimate, Verdict.PASS, slower, None)
    if estimate.note == DISTURBED:
        return _verdict(goal, subject, estimate, Verdict.INCONCLUSIVE, estimate.note, None)
    if estimate.low > goal.bound:
        return _verdict(goal, subject, estimate, Verdict.FAIL, "already one request at a time", None)
    settles = _until_settled(goal, estimate, spent)
    why = "the bound lies inside the interval" if settles else "the bound is too close to the value to be told apart"
    return _verdict(goal, subject, estimate, Verdict.INCONCLUSIVE, why, settles)


def _verdict(
    goal: Goal, subject: Subject, estimate: Estimate | None, verdict: Verdict, why: str, settles: float | None
) -> SloVerdict:
    known = estimate or Estimate(subject.name, goal.metric, None)
    return SloVerdict(
        subject.name, goal.metric, goal.bound, verdict, "ms", None, known.value, known.low, known.high, why, settles,
        subject.synthetic, _METHOD, known.configuration,
    )  # fmt: skip


def _until_told(goal: Goal, estimate: Estimate, spent: float) -> float | None:
    """Return the seconds until there are enough runs for the percentile."""
    needed = minimum_runs(goal.share)
    if estimate.n >= needed or not estimate.n or not spent:
        return None
    return _reachable(spent * needed / estimate.n)


def _until_settled(goal: Goal, estimate: Estimate, spent: float) -> float | None:
    value, width = estimate.value or 0.0, estimate.half_width or 0.0
    distance = abs(value - goal.bound) / value if value else 0.0
    return _reachable(spent * (width / distance) ** 2) if distance else None


def _reachable(seconds: float) -> float | None:
    return round(seconds, 1) if seconds <= _LONGEST else None
