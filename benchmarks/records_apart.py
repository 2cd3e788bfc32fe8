"""How often does the gate call a model slower than itself, by records that were measured one after the other?

    python -m benchmarks.records_apart [RECORDS] [MODEL]

Measures a model so many times (12 when nothing is said: three minutes), each as `seatrial bench --quick` does, and
compares every record with every other one, as the gate compares the records of two commits. Wants a quiet machine; a
record that was disturbed is not compared, here and in the gate. The last lines tell the share of comparisons that call
the model slower, for each percentile. Ends with 1 when that is more than one in twenty, with 5 when none could be made.
"""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

from seatrial.audit import audit
from seatrial.bench.bench import bench
from seatrial.bench.depth import QUICK
from seatrial.bench.records.stored import to_json
from seatrial.bench.request import Request
from seatrial.gate.latency import Pace, paces, percent
from seatrial.model.result import Report
from seatrial.repo import Memory

_MODEL = Path(__file__).resolve().parent.parent / "examples/churn-api/models/churn.onnx"


def main(count: int, model: Path) -> int:
    """Print what was measured, each pair that differs and the shares, and return the exit code."""
    results = [_measured(model, number) for number in range(count)]
    found = [one for old, new in permutations(results, 2) for one in paces(old, new)]
    for one in found:
        if one.least > 1:
            print(f"{one.name} {percent(one.ratio)}, called longer by {percent(one.least)} at least")
    for problem, times in Counter(one.problem for one in found if one.problem).most_common():
        print(f"not compared, {times} times: {problem}")
    codes = {_told(metric, found) for metric in ("p50", "p99")}
    return 1 if 1 in codes else max(codes)


def _told(metric: str, found: Sequence[Pace]) -> int:
    """Print what the comparisons of one percentile come to, and return the exit code."""
    compared = [one for one in found if one.before.metric == metric and not one.problem]
    slower = sum(one.least > 1 for one in compared)
    if not compared:
        print(f"{metric}: nothing could be compared")
        return 5
    held = 20 * slower <= len(compared)
    told = f"{slower} of {len(compared)} comparisons of a model with itself call it slower"
    print(f"{metric}: {told}, {slower / len(compared):.1%} where 5 % may: {'held' if held else 'MISSED'}")
    return 0 if held else 1


def _measured(model: Path, number: int) -> Report:
    record = replace(bench(Request(str(model), depth=QUICK)), commit=str(number))
    files = {record.subjects[0].name: model.read_bytes(), "seatrial-bench.json": to_json(record)}
    made = audit(Memory(files), as_of=dt.datetime.now(tz=dt.UTC).date())
    told = ", ".join(
        f"{one.metric} {one.value:.4g} ms ({one.low:.4g} to {one.high:.4g}), noise {100 * one.noise:.0f} %"
        + (f", pace {one.pace:.0f} us" if one.pace else "")
        for one in made.latencies
    )
    print(f"record {number}: {told}", flush=True)
    return made


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if sys.argv[1:] else 12, Path(sys.argv[2]) if sys.argv[2:] else _MODEL))
