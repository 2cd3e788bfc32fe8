"""How often does the gate call a model slower than itself, by records that were measured one after the other?

    python -m benchmarks.records_apart [RECORDS] [MODEL]

Measures a model so many times (6 when nothing is said), each as `seatrial bench --quick` does, and compares every later
record with every earlier one, as the gate compares the records of two commits. Wants a quiet machine; a record that was
disturbed is not compared, here and in the gate. Ends with 1 when more than one pair in twenty is called slower.
"""

import datetime as dt
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from seatrial.audit import audit
from seatrial.bench.bench import bench
from seatrial.bench.depth import QUICK
from seatrial.bench.request import Request
from seatrial.bench.stored import to_json
from seatrial.gate.latency import paces, percent
from seatrial.model.result import Report
from seatrial.repo import Memory

_MODEL = Path(__file__).resolve().parent.parent / "examples/churn-api/models/churn.onnx"


def main(count: int, model: Path) -> int:
    """Print what was measured and each pair that differs, and return the exit code."""
    results = [_measured(model, number) for number in range(count)]
    found = [one for old, new in combinations(results, 2) for one in paces(old, new)]
    compared = [one for one in found if not one.problem]
    slower = [one for one in compared if one.least > 1]
    for one in slower:
        print(f"{one.name} {percent(one.ratio)}, called longer by {percent(one.least)} at least")
    for problem in sorted({one.problem for one in found if one.problem}):
        print(f"not compared: {problem}")
    print(f"{len(slower)} of {len(compared)} comparisons of a model with itself call it slower; {len(found)} in all")
    return int(20 * len(slower) > len(compared) or not compared)


def _measured(model: Path, number: int) -> Report:
    record = replace(bench(Request(str(model), depth=QUICK)), commit=str(number))
    files = {record.subjects[0].name: model.read_bytes(), "seatrial-bench.json": to_json(record)}
    made = audit(Memory(files), as_of=dt.datetime.now(tz=dt.UTC).date())
    told = ", ".join(f"{one.metric} {one.value:.4g} ms, noise {100 * one.noise:.0f} %" for one in made.latencies)
    print(f"record {number}: {told}", flush=True)
    return made


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if sys.argv[1:] else 6, Path(sys.argv[2]) if sys.argv[2:] else _MODEL))
