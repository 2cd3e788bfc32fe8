"""Print what the artefact engine finds and what it costs; exit 1 when a bound does not hold.

    python -m benchmarks.artifacts [--suite NAME=DIR]... [--no-speed]

Without options: the time and memory of large files, for which 1.2 GB are written, and the samples made by code.
A suite is a folder with the test files of another scanner: see ``suites``.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.artifacts import speed, suites
from benchmarks.artifacts.corpus import samples
from seatrial.read.artifacts.router import inspect


def main() -> int:
    """Measure, print, and tell by the exit code whether every bound holds."""
    parser = argparse.ArgumentParser(description="Measure the artefact engine.")
    parser.add_argument("--suite", action="append", default=[], metavar="NAME=DIR", help=f"one of {[*suites.SUITES]}")
    parser.add_argument("--no-speed", action="store_true")
    asked = parser.parse_args()
    held = []
    if not asked.no_speed:  # first, since what a process starts counts the memory of its parent as its own
        with tempfile.TemporaryDirectory() as folder:
            held.append(speed.report(Path(folder)))
    held.append(_samples())
    for suite in asked.suite:
        name, _, folder = suite.partition("=")
        held.append(suites.report(name, Path(folder)))
    return 0 if all(held) else 1


def _samples() -> bool:
    """Print how many samples of each family get a verdict that they may get."""
    made, right = Counter[str](), Counter[str]()
    for sample in samples():
        made[sample.family] += 1
        right[sample.family] += inspect(sample.name, sample.data).verdict in sample.allowed
    for family, count in made.items():
        print(f"{family:18} {right[family]:4} of {count}")
    print(f"{'all samples':18} {right.total():4} of {made.total()}")
    return made == right


if __name__ == "__main__":
    raise SystemExit(main())
