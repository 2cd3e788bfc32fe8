"""What do a history of 50 commits and the gate cost beside audits of checkouts, and are the results the same?

``python -m benchmarks.history CLONE [COMMITS]`` tells the times. ``python -m benchmarks.history --same CLONE COMMITS``
audits a checkout of each commit as well, and exits 1 when a result differs. CLONE is a work tree with its history.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.process import Cost, best, cost
from seatrial.audit import audit
from seatrial.history import history
from seatrial.model.result import Report, Run
from seatrial.repo.ancestry import line
from seatrial.repo.git import Git
from seatrial.report.stored import to_json

_SEATRIAL = str(Path(sys.executable).parent / "seatrial")
_PAIRS = (1, 2, 5, 10, 20)  #: commits between base and head
_MOST_HISTORY, _MOST_GATE = 5.0, 0.7


def main(arguments: list[str]) -> int:
    """Print the times and their bounds, or compare the results; return the exit code."""
    if arguments[:1] == ["--same"]:
        return int(bool(_differing(Path(arguments[1]), int(arguments[2]))))
    clone, count = Path(arguments[0]).resolve(), int(arguments[1]) if arguments[1:] else 50
    cold = best([_SEATRIAL, "audit", "-q", "."], clone, 3)
    _tell("cold audit", cold, cold)
    since = _line(clone)[-count:][0]
    told = cost([_SEATRIAL, "history", ".", "-q", "--since", since, "--every", "1"], clone)
    _tell(f"history of {count} commits", told, cold)
    ratios = [told.wall / cold.wall / _MOST_HISTORY]
    for back in _PAIRS:
        base = _line(clone)[-1 - back]
        gate = best([_SEATRIAL, "gate", ".", "-q", "--base", base], clone, 3)
        with _checkout(clone, base) as early:
            first = best([_SEATRIAL, "audit", "-q", "."], early, 3)
        both = Cost(first.wall + cold.wall, first.cpu + cold.cpu, cold.peak)
        _tell(f"gate over {back} commits, of two audits of checkouts", gate, both)
        ratios.append(gate.wall / both.wall / _MOST_GATE)
    return int(max(ratios) > 1)


@contextmanager
def _checkout(clone: Path, commit: str) -> Iterator[Path]:
    """Lend a work tree of one commit, with its history."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / clone.name
        subprocess.run(["git", "clone", "-q", str(clone), made], check=True)
        subprocess.run(["git", "checkout", "-q", "--detach", commit], cwd=made, check=True)
        yield made


def _line(clone: Path) -> list[str]:
    git = Git(clone)
    return [one.commit for one in line(git, git.commit("HEAD"))]


def _tell(what: str, taken: Cost, beside: Cost) -> None:
    ratios = f"{taken.wall / beside.wall:.2f} of its wall time, {taken.cpu / beside.cpu:.2f} of its processor time"
    print(
        f"{what}: wall {taken.wall:.2f} s, processor {taken.cpu:.2f} s, peak {taken.peak:.0f} MB ({ratios})", flush=True
    )


def _differing(clone: Path, count: int) -> list[str]:
    """Return the commits whose result is not that of their checkout; everything but times and hosts counts."""
    commits = _line(clone)
    reports = history(clone, commits[-count:][0], every=1).reports
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / clone.name
        subprocess.run(["git", "clone", "-q", str(clone), made], check=True)
        git = Git(clone)
        url = f"https://example.org/{git.remote}" if git.remote else str(clone)  # results name what they are about
        subprocess.run(["git", "remote", "set-url", "origin", url], cwd=made, check=True)
        for report in reports:
            subprocess.run(["git", "checkout", "-q", "--detach", report.subject.commit], cwd=made, check=True)
            same = _comparable(report) == _comparable(audit(made, as_of=report.subject.as_of))
            print(f"{report.subject.as_of} {report.subject.commit[:8]} {'the same' if same else 'DIFFERS'}", flush=True)
            wrong += [] if same else [report.subject.commit]
    return wrong


def _comparable(report: Report) -> bytes:
    return to_json(replace(report, run=Run()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
