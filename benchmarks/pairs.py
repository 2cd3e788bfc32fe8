"""Which pairs of commits try a gate hardest? Far ones, releases, merges, renames, a configuration that changes.

Everything happens in a scratch clone: the clone that was named is only read.
"""

import datetime as dt
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from seatrial.audit import audit
from seatrial.gate.baseline import NAME, baseline_of, to_json

DAY = dt.date(2026, 11, 26)
CONFIGURED = ("seatrial.yaml", ".seatrial.yaml")
_LINE = 2000  #: commits of the first parents that are looked at
_RENAMED = (
    "log", "--first-parent", "-m", "-n300", "--diff-filter=R", "-M", "--name-only", "--format=%x00%H",
)  # fmt: skip
_JUDGED = (
    "*.py", "*.ipynb", "*.toml", "*.txt", "*.cfg", "*.yml", "*.yaml", "*.json", "*.tf", "*.sh", "Dockerfile*",
    "Makefile", "Procfile",
)  # fmt: skip
STRICT = "schema: 1\ngate: {preset: steady, fail_under: 1, dimensions: {security: 1}, latency: 5}\n"
LOOSE = """schema: 1
target: pilot
exclude: ["*.ipynb", "docs/"]
gate: {preset: adopt, fail_under: 0.5, baseline: seatrial-baseline.json}
attest:
  GOV-09: {statement: each change is reviewed, by: lead, date: 2026-11-01, expires: 2027-05-01}
waivers:
  - {check: DAT-04, reason: accepted-risk, because: it is locked elsewhere, owner: lead, expires: 2027-01-31}
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two commits, and why just these."""

    base: str
    head: str
    why: str


def scratch(clone: Path, folder: Path) -> Path:
    """Clone a clone into a folder, with a work tree; a bare one is fine. One that lacks files ends the process."""
    made = folder / clone.resolve().name
    command = ["git", "clone", "-q", str(clone.resolve()), str(made)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"{clone} cannot be cloned: {(ran.stderr.strip().splitlines() or [''])[0]}")
    return made


def called(clone: Path) -> str:
    """Return what a clone is called: by its folder, or the one above where that is called repo."""
    folder = clone.resolve()
    return folder.parent.name if folder.name == "repo" else folder.name


def pairs(made: Path, count: int) -> tuple[Pair, ...]:
    """Return at most so many pairs of a scratch clone, each with a difference that is judged; all kinds come first."""
    line = git(made, "log", "--first-parent", f"-n{_LINE}", "--format=%H").split()
    head = line[0]
    kinds = [*_configured(made, head), *_far(line), *_releases(made, head), *_merges(made, head), *_renames(made, head)]
    kept: dict[tuple[str, ...], Pair] = {}
    for one in (*kinds, *_neighbours(line, count)):
        if len(kept) < count and _differs(made, one):
            kept.setdefault(tuple(git(made, "rev-parse", one.base, one.head).split()), one)
    return tuple(kept.values())


def git(folder: Path, *words: str) -> str:
    """Ask git, and return what it prints."""
    who = ("-c", "user.name=Dev", "-c", "user.email=dev@example.org", "-c", "core.autocrlf=false")
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def _configured(made: Path, head: str) -> Iterator[Pair]:
    """Commit a configuration, then one that asks for less, with a baseline and a renamed file: the second step."""
    git(made, "checkout", "-q", "--detach", head)
    if any((made / name).exists() for name in (*CONFIGURED, NAME)):
        return
    (made / CONFIGURED[0]).write_text(STRICT)
    first = _committed(made, CONFIGURED[0])
    report = audit(made, as_of=DAY)
    (made / NAME).write_bytes(to_json(baseline_of(report)))
    (made / CONFIGURED[0]).write_text(LOOSE)
    bad = [place.path for one in report.findings if one.marks for place in one.places]
    for file in (*(one for one in bad if _alone(made, one)), *git(made, "ls-files", "-z", "*.py").split("\0")):
        if file.endswith(".py") and not file.endswith("__init__.py") and not (made / file).is_symlink():
            git(made, "mv", file, file.removesuffix(".py") + "_renamed.py")
            break
    yield Pair(first, _committed(made, CONFIGURED[0], NAME), "a configuration that asks for less, and a new name")


def _alone(made: Path, file: str) -> bool:
    """Tell whether no other file names this one: then its findings stay when it gets another name."""
    told = ["git", "grep", "-l", "-w", "-F", Path(file).stem, "--", f":!{file}"]
    return subprocess.run(told, cwd=made, check=False, capture_output=True).returncode == 1


def _committed(made: Path, *files: str) -> str:
    git(made, "add", "-f", *files)
    git(made, "commit", "-q", "--no-verify", "-m", "configure")
    return git(made, "rev-parse", "HEAD").strip()


def _far(line: list[str]) -> Iterator[Pair]:
    if len(line) > 2:
        yield Pair(line[len(line) // 2], line[0], "far apart")


def _releases(made: Path, head: str) -> Iterator[Pair]:
    tags = git(made, "tag", "--merged", head, "--sort=-version:refname", "--sort=-creatordate").split()
    yield from (Pair(early, late, f"release {late}") for late, early in list(pairwise(tags))[:1])


def _merges(made: Path, head: str) -> Iterator[Pair]:
    merges = git(made, "log", "--first-parent", "--merges", "-n1", "--format=%H", head).split()
    yield from (Pair(f"{one}^1", one, "merge") for one in merges)


def _renames(made: Path, head: str) -> Iterator[Pair]:
    """Yield the commit with the most files that only have another name."""
    told = git(made, *_RENAMED, head)
    found = [part.split("\n", 1) for part in told.split("\0") if part.strip()]
    most = max(found, key=lambda one: len(one[-1].splitlines()), default=[])
    if most:
        yield Pair(f"{most[0].strip()}^1", most[0].strip(), f"{len(most[1].split()) if len(most) > 1 else 0} renames")


def _neighbours(line: list[str], count: int) -> Iterator[Pair]:
    step = max(len(line) // (3 * count), 1)
    yield from (Pair(early, late, "neighbours") for late, early in list(pairwise(line))[::step])


def _differs(made: Path, pair: Pair) -> bool:
    try:
        return bool(git(made, "diff", "--name-only", pair.base, pair.head, "--", *_JUDGED).strip())
    except subprocess.CalledProcessError:
        return False  # the first commit has no parent
