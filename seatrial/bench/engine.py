"""In which order are tasks visited, and when is it enough?

Blocks that follow each other share whatever the machine does just then, so that comparing them sees differences that
are none. Here visits of all tasks take turns in random order until every task is known well enough, or time is over.
"""

from collections.abc import Callable, Sequence
from random import Random

from seatrial.bench.samples import Samples
from seatrial.bench.statistics.estimates import precise
from seatrial.bench.system import Limits
from seatrial.bench.visit import visit
from seatrial.bench.watch import Watch

_GUESS = 1.0  #: seconds of a first visit, of which nothing is known


def measure(
    tasks: Sequence[Samples],
    watch: Watch,
    random: Random,
    limits: Limits,
    enough: Callable[[Samples], bool] = precise,
) -> bool:
    """Visit tasks until each had its least number of visits and ``enough`` holds; tell whether time sufficed.

    Samples of tasks that were visited before go on where they ended. Time that is left after the least visits goes to
    those that are not precise yet: first to those whose tail matters, then to the least visited.
    """
    while True:
        due = _affordable([one for one in tasks if one.failure is None and one.visits < one.task.least], watch)
        more = [one for one in tasks if one.visits >= one.task.least and _wants_more(one, enough)]
        fitting = (
            _fitting(due, watch) or _fitting([one for one in more if one.task.tail], watch) or _fitting(more, watch)
        )
        if not fitting:
            return not due
        fewest = min(one.visits / one.task.least for one in fitting)
        visit(random.choice([one for one in fitting if one.visits / one.task.least <= fewest]), watch, limits)


def _affordable(due: Sequence[Samples], watch: Watch) -> Sequence[Samples]:
    """Return what is due; when time does not suffice for all of it, those whose tail matters alone, if any is left."""
    whole = sum(_cost(one) * (one.task.least - one.visits) for one in due)
    return due if whole <= watch.left else [one for one in due if one.task.tail] or due


def _fitting(tasks: Sequence[Samples], watch: Watch) -> list[Samples]:
    return [one for one in tasks if _cost(one) <= watch.left]


def _wants_more(one: Samples, enough: Callable[[Samples], bool]) -> bool:
    return one.failure is None and one.visits < one.task.most and not enough(one)


def _cost(one: Samples) -> float:
    """Return what the next visit will take, in seconds: as long as those before."""
    return one.seconds / one.visits if one.visits else _GUESS + one.task.blocks * (one.task.block_s + one.task.gap_s)
