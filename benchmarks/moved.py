"""Does a baseline still name the same findings when code moves, is formatted anew, and files get other names?

python -m benchmarks.moved PATH...   works on copies, and ends with 1 when a finding was lost or invented
"""

import datetime as dt
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from seatrial.audit import audit
from seatrial.gate.baseline import Baseline, baseline_of, gone
from seatrial.gate.tree import held_to, since
from seatrial.read.text import decode
from seatrial.repo.folder import Folder
from seatrial.scanners.program import program

DAY = dt.date(2026, 11, 26)
_KEPT = re.compile(r"__\w+__|conftest|setup|noxfile|tasks|manage|wsgi|asgi|test_.*|.*_test|tests")
_LARGEST = 500_000  #: bytes of a file that is searched for the names of others


@dataclass(frozen=True, slots=True)
class Step:
    """What became of the findings after one change of the whole work tree."""

    name: str
    files: int  #: that were changed
    known: int  #: findings of the baseline
    lost: tuple[str, ...]  #: that are not there any more
    invented: tuple[str, ...]  #: that the baseline does not name


def main() -> int:
    """Print a line for each step of each work tree."""
    wrong = 0
    for path in map(Path, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as name:
            for step in steps(path, Path(name) / path.resolve().name):
                told = f"{step.known} known, {len(step.lost)} lost, {len(step.invented)} invented"
                print(f"{path.resolve().name:40} {step.name:14} {step.files:5} files  {told}", flush=True)
                for word, found in (("lost", step.lost), ("invented", step.invented)):
                    for one in found:
                        print(f"    {word} {one}")
                wrong += len(step.lost) + len(step.invented)
    return 1 if wrong else 0


def steps(path: Path, copy: Path) -> Iterator[Step]:
    """Copy a work tree, and yield what each change after the other does to the findings that it has."""
    for tracked in Folder(path).entries():
        if not tracked.problem:
            target = copy / tracked.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path / tracked.path, target)
    _git(copy, "init", "-q")
    _git(copy, "add", "-A")
    _git(copy, "commit", "-q", "-m", "as it is")
    known = baseline_of(audit(copy, as_of=DAY))
    changes: tuple[tuple[str, Callable[[Path], int]], ...] = (
        ("moved", moved),
        ("60 columns", lambda folder: formatted(folder, 60)),
        ("140 columns", lambda folder: formatted(folder, 140)),
        ("renamed", renamed),
    )
    for name, change in changes:
        files = change(copy)
        _git(copy, "add", "-A")
        _git(copy, "commit", "-q", "--allow-empty", "-m", name)
        yield _compared(name, files, copy, known)


def moved(folder: Path) -> int:
    """Put lines above everything in every Python file; return how many files changed."""
    files = _python(folder)
    for file in files:
        data = file.read_bytes()
        if data.startswith((b"#", b"\xef\xbb\xbf")) or b"\r" in data:
            continue  # a first line that means something must stay the first
        file.write_bytes(b"# moved\n\n# by three lines\n" + data)
    return len(files)


def formatted(folder: Path, columns: int) -> int:
    """Format every Python file for lines of so many columns; return how many there are."""
    ruff = [str(program("ruff", "ruff").path), "format", "--isolated", "-q", f"--line-length={columns}", "."]
    subprocess.run(ruff, cwd=folder, check=False, capture_output=True)  # what is broken stays as it is
    return len(_python(folder))


def renamed(folder: Path) -> int:
    """Give another name to every Python file that no other file names; return how many there are."""
    texts = {file: decode(file.read_bytes()) for file in folder.rglob("*") if _searched(file)}
    words = {file: set(re.findall(r"\w+", text)) for file, text in texts.items()}
    count = 0
    for file in _python(folder):
        if _KEPT.fullmatch(file.stem) or any(file.stem in found for other, found in words.items() if other != file):
            continue
        _git(folder, "mv", str(file.relative_to(folder)), str(file.with_stem(f"{file.stem}_x").relative_to(folder)))
        count += 1
    return count


def _compared(name: str, files: int, copy: Path, known: Baseline) -> Step:
    folder = Folder(copy)
    report = audit(folder, as_of=DAY)
    names = since(folder, known, report)
    lost = tuple(f"{one.check} {one.path} {one.message}" for one in gone(known, report, names))
    fresh = held_to(report, known, names).compared.fresh
    invented = tuple(f"{one.finding.check} {one.place} {one.finding.message}" for one in fresh)
    return Step(name, files, len(known.findings), lost, invented)


def _python(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.py") if file.is_file() and ".git" not in file.parts)


def _searched(file: Path) -> bool:
    return file.is_file() and ".git" not in file.parts and file.stat().st_size < _LARGEST


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Dev", "-c", "user.email=dev@example.org", "-c", "core.autocrlf=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    raise SystemExit(main())
