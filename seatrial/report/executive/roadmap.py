"""What of the way to production fits into the next two weeks, into the four after them, and later?"""

from collections.abc import Collection, Sequence

from seatrial.model import Effort
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.executive.actions import Action, actions
from seatrial.report.work import Days, days

#: The rule in words, for the page.
RULE = (
    "Now holds what blocks and what the next level waits for, with quick wins beside it; nothing stands before what it "
    "builds on. Reckoned for one person with half of the time for it, and all of it for what blocks."
)
_PHASES = (("Now", "0 to 2 weeks", 10.0), ("Next", "2 to 6 weeks", 20.0))  #: with the working days of each
_LAST = ("Later", "after that")
_QUICK = 0.1  #: share of the time that is kept for quick wins
_EACH = 10  #: actions of one phase in the table of the page


@dataclass(frozen=True, slots=True)
class Phase:
    """One column of the roadmap."""

    title: str
    when: str
    actions: tuple[Action, ...]
    more: int  #: actions beyond those shown

    @property
    def work(self) -> Days:
        """Return how long the shown actions take one person."""
        return days(effort for one in self.actions for effort in one.efforts)


def roadmap(report: Report) -> tuple[Phase, ...]:
    """Return the three phases. Each is in the order of the steps, and starts with what does not wait."""
    every = actions(report)
    urgent, left = _urgent(every), list(range(len(every)))
    phases = []
    for title, when, room in _PHASES:
        chosen = _chosen(every, left, urgent, room)
        left = [number for number in left if number not in chosen]
        phases.append(_phase(title, when, [every[number] for number in sorted(chosen)]))
    return (*phases, _phase(*_LAST, [every[number] for number in left]))


def _phase(title: str, when: str, found: Sequence[Action]) -> Phase:
    return Phase(title, when, tuple(found[:_EACH]), max(0, len(found) - _EACH))


def _urgent(every: Sequence[Action]) -> frozenset[int]:
    """Return the numbers of the actions that do not wait, and of all that these build on."""
    where = _where(every)
    found: set[int] = set()
    waiting = [number for number, one in enumerate(every) if one.blocks or one.next]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += (where[check] for check in every[number].after if check in where)
    return frozenset(found)


def _chosen(every: Sequence[Action], left: Sequence[int], urgent: Collection[int], room: float) -> set[int]:
    """Return what fits if each takes as long as it may: what does not wait, then quick wins and others beside it.

    A tenth of the time is kept for quick wins, whatever does not wait; other work gets what is left of half the time.
    """
    where = _where(every)
    chosen: set[int] = set()
    used = 0.0
    for urgently in (True, False):
        limit = room * (1 - _QUICK) if urgently else room / 2
        quick = limit if urgently else max(limit, used + room * _QUICK)
        for number in left:
            one = every[number]
            ready = all(where[check] not in left or where[check] in chosen for check in one.after if check in where)
            work = days(one.urgent) if urgently else one.work
            fits = used + work.most <= (quick if one.efforts == (Effort.SMALL,) else limit)
            if (number in urgent) is urgently and ready and fits:
                chosen.add(number)
                used += work.most
    return chosen


def _where(every: Sequence[Action]) -> dict[str, int]:
    return {check: number for number, one in enumerate(every) for check in one.checks}
