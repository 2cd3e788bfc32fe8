"""Which scanners are at work on a repository, and what did they say? They run beside our own reading, two at most."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seatrial.model.scan import Scan
from seatrial.read.regex import regex
from seatrial.repo.repo import Repo
from seatrial.scanners.files import Given
from seatrial.scanners.heard import Heard
from seatrial.scanners.kingfisher import KINGFISHER
from seatrial.scanners.process import Running
from seatrial.scanners.program import NotAssessed, Program, program
from seatrial.scanners.ruff import RUFF
from seatrial.scanners.scanner import Scanner
from seatrial.scanners.zizmor import ZIZMOR

#: What GitHub runs, and what zizmor reads.
_WORKFLOW = regex(r"\.github/workflows/[^/]+\.ya?ml|(?:.*/)?action\.ya?ml|\.github/dependabot\.ya?ml")
_VERSION = regex(r"\d+(?:\.\d+)+\S{0,20}")


class Scanning:
    """Scanners at work. What they say is asked for once, at the end."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._folder: Path | None = None  #: that holds the folders of all; made for the first
        self._at_work: list[_Work] = []
        self._scans: dict[str, Scan] = {}

    def start(self, scanner: Scanner, paths: tuple[str, ...]) -> None:
        """Start a scanner on those files, when there are any; what keeps it from starting is kept as its answer."""
        if not paths:
            return
        heard = Heard(self._repo, scanner.name, paths)
        before = None if heard.fresh else heard.whole(None)
        if before is not None:
            self._scans[scanner.name] = before
            return
        while len(self._at_work) > 1:
            self._end(self._at_work.pop())
        try:
            self._at_work.append(_Work(scanner, self._repo, heard.fresh or paths, heard, self._made()))
        except NotAssessed as error:
            self._scans[scanner.name] = Scan(scanner.name, failed=str(error))

    def scans(self) -> dict[str, Scan]:
        """Wait for all of them, and return their answers by name."""
        while self._at_work:
            self._end(self._at_work.pop(0))
        return dict(self._scans)

    def stop(self) -> None:
        """End those whose answer nobody wants any more, and remove the files of all."""
        for work in self._at_work:
            if work.running is not None:
                work.running.stop()
        if self._folder is not None:
            _remove(self._folder)

    def _end(self, work: "_Work") -> None:
        """Keep the answer of a scanner; where a part of the files gives no answer on all, it is asked about all."""
        scan = work.scan()
        if work.partly:
            scan = work.heard.whole(scan) or self._of_all(work)
        self._scans[work.scanner.name] = scan

    def _of_all(self, work: "_Work") -> Scan:
        try:
            return _Work(work.scanner, self._repo, work.heard.paths, work.heard, self._made()).scan()
        except NotAssessed as error:
            return Scan(work.scanner.name, failed=str(error))

    def _made(self) -> Path:
        """Return a new folder for one scanner at work."""
        try:
            if self._folder is None:  # named before it is made, so that an interruption in between leaves none behind
                self._folder = Path(tempfile.gettempdir()) / f"seatrial-{os.urandom(8).hex()}"
                self._folder.mkdir(mode=0o700)
        except OSError:
            self._folder = None
            raise NotAssessed("there is no temporary folder for it") from None
        try:
            return Path(tempfile.mkdtemp(dir=self._folder))
        except OSError as error:
            raise NotAssessed(f"its files cannot be written: {error.strerror or 'no reason given'}") from None


class _Work:
    """One scanner at work, on all files or on those that are new to it."""

    def __init__(self, scanner: Scanner, repo: Repo, paths: tuple[str, ...], heard: Heard, folder: Path) -> None:
        self.scanner, self.heard = scanner, heard
        self.partly = len(paths) < len(heard.paths)
        self._folder = folder
        try:
            self._given = Given(self._folder)
            self._program = program(scanner.name, scanner.package)
            scanner.give(repo, paths, self._given)
            command = (self._program.path, *scanner.command(self._given, self._folder))
        except OSError as error:
            raise NotAssessed(f"its files cannot be written: {error.strerror or 'no reason given'}") from None
        self.running = Running(command, self._folder) if self._given.paths else None

    def scan(self) -> Scan:
        """Return what it said, or why it said nothing."""
        name = self.scanner.name
        if self.running is None:
            return Scan(name, self._program.version)
        try:
            answer = self.scanner.understood(self.running.output(), self._given)
            version = answer.version or self._program.version or _version_of(self._program, self._folder)
        except NotAssessed as error:
            return Scan(name, self._program.version, failed=str(error))
        except OSError:
            return Scan(name, self._program.version, failed="its answer is gone")
        found = Scan(name, version, answer.seen, (*answer.missed, *self._given.missed))
        self.heard.learn(found, tuple(self._given.paths.values()))
        return found


def _version_of(found: Program, folder: Path) -> str:
    """Ask a program that somebody else installed for its version."""
    text = Running((found.path, "--version"), folder).output().told.decode("utf-8", "replace")
    match = _VERSION.search(text)
    return match[0] if match else "unknown"


@contextmanager
def scanning(repo: Repo) -> Iterator[Scanning]:
    """Start what looks at code and workflows; whatever still runs at the end is stopped, and its files are removed."""
    begun = Scanning(repo)
    try:
        begun.start(RUFF, tuple(path for path in repo.paths if path.endswith(".py")))
        begun.start(ZIZMOR, tuple(filter(is_workflow, repo.paths)))
        yield begun
    finally:
        begun.stop()


def _remove(folder: Path) -> None:
    """Remove a folder with copies of files; who is asked to stop meanwhile removes the rest first."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def is_workflow(path: str) -> bool:
    """Tell whether a file is one that zizmor reads."""
    return bool(_WORKFLOW.fullmatch(path))


__all__ = ["KINGFISHER", "Scanning", "is_workflow", "scanning"]
