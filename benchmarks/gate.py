"""What does the gate of two commits cost beside two cold audits of their checkouts?

    python -m benchmarks.gate [CLONE...]

Six pairs of each clone; one of this repository when none is named. Prints wall and processor time for each pair and for
all together, and ends with 1 when a ratio of wall times is above its bound. The fastest of two runs counts.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pairs import called, git, pairs, scratch
from benchmarks.process import Cost, best

_SEATRIAL = str(Path(sys.executable).parent / "seatrial")
_OWN = Path(__file__).resolve().parent.parent
_MOST = 0.7  #: of the time of two audits


def main(clones: list[Path]) -> int:
    """Print a line for each pair, and return the exit code."""
    gates, audits = [], []
    count = 6 if clones else 1
    for clone in clones or [_OWN]:
        with tempfile.TemporaryDirectory() as folder:
            made = scratch(clone, Path(folder))
            for pair in pairs(made, count):
                ends = [git(made, "merge-base", pair.base, pair.head).strip(), pair.head]
                whole = [_audit(made, revision) for revision in ends]
                gate = _best(["gate", ".", "-q", "--base", pair.base, "--head", pair.head], made)
                gates.append(gate)
                audits.append(_sum(whole))
                _tell(called(clone), pair.why, gate, audits[-1])
    _tell(f"{len(gates)} pairs", "all together", _sum(gates), _sum(audits))
    return int(any(gate.wall > _MOST * both.wall for gate, both in zip(gates, audits, strict=True)))


def _sum(costs: list[Cost]) -> Cost:
    wall, cpu = sum(one.wall for one in costs), sum(one.cpu for one in costs)
    return Cost(wall, cpu, max((one.peak for one in costs), default=0.0))


def _audit(made: Path, revision: str) -> Cost:
    git(made, "checkout", "-q", "--force", "--detach", revision)
    return _best(["audit", ".", "-q"], made)


def _best(words: list[str], made: Path) -> Cost:
    """Return the cheapest of two runs, after one that shows that it judges at all."""
    tried = subprocess.run([_SEATRIAL, *words], cwd=made, check=False, capture_output=True, text=True)
    if tried.returncode in {2, 3, 4}:
        raise SystemExit(f"{' '.join(words)}: {tried.stderr.strip()}")
    return best([_SEATRIAL, *words], made, 2)


def _tell(name: str, why: str, gate: Cost, both: Cost) -> None:
    ratio = gate.wall / both.wall
    held = "" if ratio <= _MOST else "  DOES NOT HOLD"
    print(
        f"gate of {name[:24]}, {why[:32]:32} {gate.wall:6.2f} s, {ratio:.2f} of two audits "
        f"(processor {gate.cpu / both.cpu:.2f}), bound {_MOST}{held}",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main([Path(one) for one in sys.argv[1:]]))
