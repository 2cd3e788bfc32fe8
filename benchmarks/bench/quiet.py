"""How is something measured only while the machine does nothing else?"""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from seatrial.bench.surroundings.interference import between, objection, reading, settle, tolerated
from seatrial.bench.surroundings.machine import usable_cores

_T = TypeVar("_T")
_PATIENCE = 3.0  #: seconds of waiting before each try


@dataclass(frozen=True, slots=True)
class Gated(Generic[_T]):
    """What was measured while the machine was quiet, and how often it was not."""

    results: tuple[_T, ...]
    rejected: int

    @property
    def counts(self) -> dict[str, int]:
        """Return the counts as an outcome takes them."""
        return {"clean": len(self.results), "rejected": self.rejected}


def quiet(
    work: Callable[[], _T],
    wanted: int,
    tries: int,
    *,
    needed: int = 1,
    pids: Callable[[], Iterable[int]] = tuple,
    counts: Callable[[_T], bool] = lambda _: True,
) -> Gated[_T]:
    """Work until so many results are clean, or so many tries were made. ``needed`` are the cores that the work uses.

    ``pids`` tells, after the work began, which processes belong to it besides children of this one. ``counts`` says of
    a result whether the machine was the right one, where its counters do not tell.
    """
    limit = tolerated(usable_cores(), needed)
    results: list[_T] = []
    rejected = 0
    while len(results) < wanted and len(results) + rejected < tries:
        known = tuple(pids())
        settle(known, limit, _PATIENCE, time.sleep)
        before, ended = reading(known), _of_ended_children()
        result = work()
        after = reading(known)
        # a referee that began and ended meanwhile is no neighbour: it is what was measured
        after = replace(after, own=after.own + _of_ended_children() - ended)
        if objection(between(before, after), limit) or not counts(result):
            rejected += 1
        else:
            results.append(result)
    return Gated(tuple(results), rejected)


def _of_ended_children() -> float:
    """Return the processor time of processes that this one started and that ended, in seconds."""
    times = os.times()
    return times.children_user + times.children_system
