"""Print every figure of docs/performance.md with its bound; exit 1 when one does not hold.

    python -m benchmarks [--large PATH]

PATH (or the environment variable SEATRIAL_BENCH_REPO) is a work tree of huggingface/diffusers at commit
58eb52c0: 881,000 lines of Python. Without it the audit of a large repository is skipped, and said so.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.process import Cost, best, cost

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
SEATRIAL = str(TOOLS / "seatrial")


def main() -> int:
    """Measure, print, and tell by the exit code whether every bound holds."""
    parser = argparse.ArgumentParser(description="Measure seatrial itself.")
    parser.add_argument("--large", type=Path, default=os.environ.get("SEATRIAL_BENCH_REPO"))
    large = parser.parse_args().large
    print(f"{'figure':44} {'measured':>10} {'bound':>10}")
    held = [_line(*row) for row in [*_small(), *(_large(Path(large)) if large else ())]]
    if not large:
        print("skipped: the audit of a large repository (--large PATH of huggingface/diffusers at 58eb52c0)")
    return 0 if all(held) else 1


def _line(name: str, measured: float, bound: float, unit: str) -> bool:
    held = measured <= bound
    print(f"{name:44} {measured:7.2f} {unit:2} {bound:7.2f} {unit:2} {'' if held else '  DOES NOT HOLD'}")
    return held


def _small() -> Iterator[tuple[str, float, float, str]]:
    version = best([SEATRIAL, "--version"], ROOT, 20)
    yield "--version, processor time", 1000 * version.cpu, 25, "ms"
    usage = best([SEATRIAL, "--help"], ROOT, 10)
    yield "--help, processor time", 1000 * usage.cpu, 130, "ms"
    example = best([SEATRIAL, "audit", "examples/churn-api"], ROOT, 5)
    yield "audit of examples/churn-api, wall time", example.wall, 0.5, "s"
    yield from _reports()


def _reports() -> Iterator[tuple[str, float, float, str]]:
    """Render a result of 2,000 findings, made of those of the example, in the two largest formats."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "result.json"
        cost([SEATRIAL, "audit", "examples/churn-api", "-q", "-f", f"json={file}"], ROOT)
        document = json.loads(file.read_text())
        some = document["findings"]
        document["findings"] = [
            some[at % len(some)] | {"fingerprint": f"{at:064x}", "marks": [], "kind": "practice"} for at in range(2000)
        ]
        file.write_text(json.dumps(document))
        for name in ("html", "sarif"):
            rendered = best([SEATRIAL, "report", str(file), "-f", f"{name}={scratch}/out"], ROOT, 3)
            yield f"report of 2,000 findings as {name}, wall time", rendered.wall, 2.0, "s"


def _large(path: Path) -> Iterator[tuple[str, float, float, str]]:
    ruff = best(
        [str(TOOLS / "ruff"), "check", "--no-cache", "--isolated", "--select", "S,C90", "-q", str(path)], path, 3
    )
    audit: Cost = best([SEATRIAL, "audit", str(path), "-q"], path, 2)
    yield "ruff S,C90 over the large repository, wall", ruff.wall, float("inf"), "s"
    yield "audit of the large repository, wall", audit.wall, 10 * ruff.wall, "s"
    yield "audit of the large repository, in ruff's time", audit.wall / ruff.wall, 10, "x"
    yield "audit of the large repository, peak memory", audit.peak, 1024, "MB"


if __name__ == "__main__":
    sys.exit(main())
