"""How does this process come to calls when the system under test is no model file: a service, or a function?

Each answer has the keys that loading and feeding a model have, with -1 for what there is nothing of.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter_ns as clock
from typing import Any

from . import functions, http_calls, limits, loops

Answer = tuple[dict[str, Any], list[bytes]]
#: What says itself why there is no call.
SAID = (http_calls.Answered, functions.NoFunction)
#: What is not there.
GONE = http_calls.Unanswered


def connected(asked: Mapping[str, Any], bodies: Sequence[bytes]) -> list[Any]:
    """Return the calls of a service."""
    return http_calls.calls(asked["to"], asked["requests"], bodies)


def got(asked: Mapping[str, Any]) -> Answer:
    """Fetch one path of a service before the test: its description of itself."""
    connection = http_calls.Connection(asked["to"])
    try:
        return {}, [connection.call("GET", asked["path"], {"Accept": "application/json"}, None)]
    finally:
        connection.close()


def imported(asked: Mapping[str, Any], arguments: Sequence[bytes]) -> tuple[list[Any], dict[str, Any]]:
    """Return the calls of a function, and how long its import took."""
    before, started = limits.resident(), clock()
    made = functions.calls(asked["root"], asked["module"], asked["function"], functions.parsed(arguments))
    answer = {"session_ns": clock() - started, "resident": [before, limits.resident()]}
    return made, {**answer, "runtime": f"Python {sys.version.split()[0]}"}


def warmed(calls: Sequence[Callable[[], object]], warm_s: float) -> Answer:
    """Call once, and then until it is warm; raise what the first call raised. Later errors are counted under load."""
    started = clock()
    calls[0]()
    answer = {"first_run_ns": clock() - started, "resident": limits.resident(), "sets": len(calls)}
    warm = loops.closed_loop(calls, warm_s, 2, 0.0)
    limits.settle()
    return answer, [warm.times.tobytes()]
