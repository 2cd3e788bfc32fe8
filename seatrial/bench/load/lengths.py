"""For how long must requests come by a schedule so that targets can be judged within a budget?

A run without a slow request settles a target when it comes to so many busy periods; at a low rate that takes longer
than the share of the budget that is usual. Where the budget allows it, the run gets what it takes.
"""

from collections.abc import Sequence

from seatrial.bench.goals import Goal
from seatrial.bench.queueing.episodes import CLEAN

_SPREAD = 1.3  #: so many times the least is planned, since arrivals are random and some meet others
#: Of the budget for all schedules, usually and where that settles the targets.
_SERVED, _SERVED_MOST = 0.25, 0.5
#: Of that time for the run at the rate of a target, in the same way; the rest is for the highest rate. What was
#: measured before may have taken some of it, so that a run which needs all of it gets it: the verdict comes first.
_AT_RATE, _PLANNED = 0.4, 0.8


def settling(goals: Sequence[Goal]) -> float:
    """Return the seconds in which runs at the rates of targets settle them all, when nothing is too slow."""
    return sum(_SPREAD * CLEAN / goal.rate for goal in goals if goal.rate)


def for_schedules(goals: Sequence[Goal], budget_s: float) -> float:
    """Return the seconds of a budget that are kept for schedules; none without a target."""
    usual, needed = _SERVED * budget_s if goals else 0.0, settling(goals) / _PLANNED
    return needed if usual < needed <= _SERVED_MOST * budget_s else usual


def at_rate(goal: Goal, goals: Sequence[Goal], seconds: float) -> float:
    """Return for how many of the seconds for schedules requests come at the rate of one of the targets."""
    usual, needed = _AT_RATE * seconds, settling([goal])
    return needed if usual < needed and settling(goals) <= seconds else usual


def budget(at_rate_s: float) -> float:
    """Return the budget in seconds of which a run at a rate gets so many."""
    return at_rate_s / (_SERVED_MOST * _PLANNED)
