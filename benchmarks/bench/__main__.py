"""Print every acceptance measurement of the bench with its threshold.

    python -m benchmarks.bench [NUMBER ...] [--quick]

Exit code 1 when a threshold is missed, 5 when something could not be measured, since the machine was never quiet long
enough or something is not installed, and 0 when all hold. A module measures one topic: it has ``NUMBERS`` and
``measure(quick)``, which yields outcomes.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import benchmarks.bench
from benchmarks.bench.outcome import Outcome, State
from seatrial.bench.process.child_start import SILENT


def main() -> int:
    """Measure what was asked for, print it, and tell by the exit code whether it holds."""
    parser = argparse.ArgumentParser(description="Measure whether the bench keeps its promises.")
    parser.add_argument("numbers", nargs="*", type=int, help="which measurements; all when none is named")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: to see that it works, not for figures")
    asked = parser.parse_args()
    os.environ.update(SILENT)  # for the referees, which are processes of their own
    signal.signal(signal.SIGINT, signal.default_int_handler)  # else ignored where a shell began it behind
    states = set()
    print(f"{'':>2} {'check':62} {'measured':>30} {'threshold':>31}  clean/rejected")
    for module in _modules():
        if not asked.numbers or set(module.NUMBERS) & set(asked.numbers):
            states |= _measured(module, asked.quick)
    return 1 if State.MISSED in states else 5 if State.NOT_MEASURABLE in states else 0


def _modules() -> Iterator[ModuleType]:
    found = (import_module(f"benchmarks.bench.{one.name}") for one in iter_modules(benchmarks.bench.__path__)
             if not one.name.startswith("_"))  # fmt: skip
    yield from sorted((one for one in found if hasattr(one, "NUMBERS")), key=lambda one: min(one.NUMBERS))


def _measured(module: ModuleType, quick: bool) -> set[State]:
    states, started = set(), time.perf_counter()
    for one in module.measure(quick):
        states.add(one.state)
        print(_line(one), flush=True)
    print(f"   {module.__name__.rpartition('.')[2]}: {time.perf_counter() - started:.0f} s", flush=True)
    return states


def _line(one: Outcome) -> str:
    counts = f"{one.clean}/{one.rejected}" if one.clean or one.rejected else ""
    line = f"{one.number:2} {one.check:62} {one.measured:>30} {one.threshold:>31}  {counts:7} {one.state}"
    return f"{line}: {one.note}" if one.note else line


if __name__ == "__main__":
    sys.exit(main())
