"""On which processors do processes under test run?

Processors of one machine differ, by a tenth where a neighbour works on the other thread of one of them, and the system
leaves a process on its processor for seconds. So blocks of one process take turns on all of them, or five processes say
which processors they met; and two that are compared share one, or their ratio says how processors differ.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from random import Random

from seatrial.bench.devices.providers import CPU
from seatrial.bench.surroundings.machine import allowed, usable_cores
from seatrial.bench.task import Task


def needed(task: Task) -> int:
    """Return how many processors a task uses at most."""
    one = task.configuration
    return min((one.intra_threads or usable_cores()) * one.instances, usable_cores())


def of_turn(task: Task, turn: int) -> frozenset[int]:
    """Return the processor on which a block is taken when all take turns; none where the system shall choose.

    It does for tasks that use several, and for those beside other work, which it keeps apart.
    """
    usable = sorted(allowed())
    if needed(task) > 1 or len(usable) < 2 or task.beside or not _is_bound(task):
        return frozenset()
    return frozenset({usable[turn % len(usable)]})


def shared(tasks: Iterable[Task], random: Random) -> frozenset[int]:
    """Return processors for tasks that take turns, drawn from those that may be used; none where all are needed."""
    usable, known = sorted(allowed()), tuple(tasks)
    most = max(map(needed, known))
    return frozenset(random.sample(usable, most)) if most < len(usable) and all(map(_is_bound, known)) else frozenset()


@contextmanager
def kept_on(processors: frozenset[int], pids: Iterable[int]) -> Iterator[None]:
    """Let processes run on these processors only, with all their threads, and on all of them afterwards.

    Nothing happens for none, for processes that are gone, and where a system cannot be told.
    """
    known = tuple(pids) if processors and hasattr(os, "sched_setaffinity") else ()
    _keep(processors, known)
    try:
        yield
    finally:
        _keep(allowed(), known)


def _keep(processors: frozenset[int], pids: tuple[int, ...]) -> None:
    import psutil

    for pid in pids:
        with suppress(psutil.Error, OSError):
            for thread in psutil.Process(pid).threads():
                os.sched_setaffinity(thread.id, processors)


def _is_bound(task: Task) -> bool:
    """Tell whether a task uses no more processors than its configuration says: a driver or a function may."""
    one = task.configuration
    return one.provider == CPU or (not one.provider and one.device.partition(":")[0] == "cpu")
