"""What does each scanner cost on a repository? Prints processor and wall time, with kingfisher's rules cold and warm.

python -m benchmarks.scanners [PATH]
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.process import Cost, best
from seatrial.repo import Repo
from seatrial.repo.folder import Folder
from seatrial.scanners.files import Given
from seatrial.scanners.kingfisher import KINGFISHER
from seatrial.scanners.program import program
from seatrial.scanners.ruff import RUFF
from seatrial.scanners.scanner import Scanner
from seatrial.scanners.scanning import is_workflow
from seatrial.scanners.zizmor import ZIZMOR

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print a line for each scanner."""
    repo = Repo(Folder(sys.argv[1] if len(sys.argv) > 1 else ROOT / "examples" / "churn-api"))
    print(f"{'scanner':24} {'files':>6} {'processor s':>12} {'wall s':>8}")
    for name, files, cost in _costs(repo):
        print(f"{name:24} {files:6} {cost.cpu:12.2f} {cost.wall:8.2f}")
    return 0


def _costs(repo: Repo) -> Iterator[tuple[str, int, Cost]]:
    yield "ruff", *_cost(RUFF, repo, tuple(path for path in repo.paths if path.endswith(".py")), 5)
    yield "zizmor", *_cost(ZIZMOR, repo, tuple(path for path in repo.paths if is_workflow(path)), 5)
    yield "kingfisher, rules cold", *_cost(KINGFISHER, repo, repo.paths, 1, "--no-rule-cache")
    yield "kingfisher, rules warm", *_cost(KINGFISHER, repo, repo.paths, 5)


def _cost(scanner: Scanner, repo: Repo, paths: tuple[str, ...], times: int, *more: str) -> tuple[int, Cost]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = Given(folder)
        scanner.give(repo, paths, given)
        words = scanner.command(given, folder)
        if more:
            at = words.index("--rule-cache-dir")
            words = (*words[:at], *more, *words[at + 2 :])
        return len(given.paths), best([program(scanner.name, scanner.package).path, *words], folder, times)


if __name__ == "__main__":
    raise SystemExit(main())
