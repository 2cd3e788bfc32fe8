"""How long does each call take: one after the other, or at the times of a schedule?"""

import os
import struct
import threading
from array import array
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from time import perf_counter_ns as clock
from time import process_time_ns, sleep
from typing import Any, NamedTuple

Call = Callable[[], object]

#: One arrival in the file of the schedule: its index, and when it is due.
ARRIVAL = struct.Struct("<qq")
#: A sleep ends some 70 us late, so the rest is spent awake.
_AWAKE_NS = 120_000


class Counted(NamedTuple):
    """Times of one loop, and the first error if there was one."""

    times: "array[int]"
    errors: int = 0
    error: str = ""


def usage() -> dict[str, int]:
    """Return the time on processors and the switches so far, -1 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return {"processor_ns": process_time_ns(), "voluntary": -1, "involuntary": -1}
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"processor_ns": process_time_ns(), "voluntary": used.ru_nvcsw, "involuntary": used.ru_nivcsw}


def counted(used: Sequence[int]) -> int:
    """Return what several stretches used together, -1 where the system does not tell of one."""
    return -1 if min(used) < 0 else sum(used)


def seen_while(work: Callable[[], Any]) -> tuple[Any, dict[str, int]]:
    """Do some work; return what it gives, and what the process saw meanwhile."""
    before, started = usage(), clock()
    result = work()
    ended, after = clock(), usage()
    used = {name: after[name] - before[name] if before[name] >= 0 else -1 for name in before}
    return result, {"started_ns": started, "ended_ns": ended, **used}


def closed_loop(calls: Sequence[Call], seconds: float, minimum: int, gap_s: float) -> Counted:
    """Call again as soon as the last call has ended, until both time and number are reached.

    The inputs take turns. An output is kept until the next one is there, so that freeing it falls into no latency.
    """
    times, errors, error, kept = array("q"), 0, "", None
    end = clock() + int(seconds * 1e9)
    for call in cycle(calls):
        begin = clock()
        try:
            answer = call()
        except Exception as problem:
            errors, error = errors + 1, error or _told(problem)
            done = clock()
        else:
            done = clock()
            times.append(done - begin)
            kept = answer
        if done >= end and len(times) + errors >= minimum:
            break
        if gap_s:
            sleep(gap_s)
    del kept
    return Counted(times, errors, error)


def open_loop(calls: Sequence[Call], schedule: int, beginning: int, stop_ns: int, *, spin: bool) -> Counted:
    """Take arrival after arrival from a file that all workers share, and start each when it is due.

    A read moves the offset that all who inherited the file share, so that no arrival is taken twice. ``times`` holds
    five numbers for each arrival: index, ready, started, finished (nanoseconds after the beginning) and failed (0, 1).
    Nothing is started later than ``stop_ns`` after the beginning.
    """
    times, errors, error, kept = array("q"), 0, "", None
    while True:
        ready = clock()
        entry = os.read(schedule, ARRIVAL.size)
        if len(entry) < ARRIVAL.size or ready - beginning > stop_ns:
            break
        index, due = ARRIVAL.unpack(entry)
        if due > stop_ns:
            break
        _await(beginning + due, spin=spin)
        failed, started = 0, clock()
        try:
            answer = calls[index % len(calls)]()
        except Exception as problem:
            failed, errors, error = 1, errors + 1, error or _told(problem)
            finished = clock()
        else:
            finished = clock()
            kept = answer
        times.extend((index, ready - beginning, started - beginning, finished - beginning, failed))
    del kept
    return Counted(times, errors, error)


def side_by_side(work: Callable[[int], Counted], callers: int) -> list[Counted]:
    """Do the work in as many threads, and return what each gives; one caller needs no thread."""
    if callers == 1:
        return [work(0)]
    results: dict[int, Counted] = {}
    gate = threading.Barrier(callers)

    def run(caller: int) -> None:
        gate.wait()
        results[caller] = work(caller)

    threads = [threading.Thread(target=run, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[caller] for caller in range(callers)]


def turned(calls: Sequence[Call], by: int) -> list[Call]:
    """Return the calls in a ring, begun at another one: callers side by side do not ask the same at the same time."""
    return list(islice(cycle(calls), by % len(calls), by % len(calls) + len(calls)))


def _await(due: int, *, spin: bool) -> None:
    """Sleep until shortly before a time, then stay awake; without ``spin`` others of the process may run meanwhile."""
    left = due - clock() - _AWAKE_NS
    if left > 0:
        sleep(left / 1e9)
    if spin:
        while clock() < due:
            pass
    else:
        while clock() < due:
            sleep(0)


def _told(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:1000]
