"""What does a scanner say of the files of many commits, asked once for all of them and not once for each commit?

To start zizmor takes longer than what it does with ten workflows, and a history meets a changed workflow every few
commits. Its answer on many files is made of its answers on each (``seatrial.scanners.heard``).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TypeAlias

from seatrial.model.scan import Scan
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.repo.readings import Readings
from seatrial.repo.repo import Repo
from seatrial.repo.snapshot import Memory
from seatrial.scanners.files import MANY
from seatrial.scanners.heard import parts
from seatrial.scanners.scanner import Scanner
from seatrial.scanners.scanning import Scanning, is_workflow
from seatrial.scanners.zizmor import ZIZMOR

_LIMIT = 2_000_000  #: bytes of a file, as for the scanner itself

Version: TypeAlias = tuple[str, str]  #: a path, and the id of the content that it has in some commit
Keep: TypeAlias = Callable[[str, str, Scan], None]  #: is told what a scanner said of a path with some content


class Ahead:
    """Scanners at work on versions of files. What they say is told to whoever keeps it for those who judge the commits.

    What a scanner did not look at, or failed at, is asked for commit by commit, as ever.
    """

    def __init__(self, contents: Mapping[Version, bytes], keep: Keep) -> None:
        self._names = {version: f"{place}/{version[0]}" for place, version in enumerate(sorted(contents))}
        self._scanning = Scanning(Repo(Memory({self._names[version]: data for version, data in contents.items()})))
        self._given: dict[str, tuple[Version, ...]] = {}  #: by the name of the scanner
        self._keep = keep

    def start(self, scanner: Scanner, wanted: Callable[[str], bool] = lambda _: True) -> None:
        """Start a scanner on the versions of paths that are wanted, unless they are more than it is given at once."""
        given = tuple(version for version in self._names if wanted(version[0]))
        if len(given) < MANY:
            self._given[scanner.name] = given
            self._scanning.start(scanner, tuple(self._names[version] for version in given))

    def learn(self) -> None:
        """Wait for the scanners, and tell what they said of each version under its own path."""
        for name, scan in self._scanning.scans().items():
            if not scan.failed:
                self._tell(scan, {self._names[version]: version for version in self._given[name]})

    def close(self) -> None:
        """End what still runs, and remove the files that were made for it."""
        self._scanning.stop()

    def _tell(self, scan: Scan, files: Mapping[str, Version]) -> None:
        for name, part in parts(scan, files):
            path, blob = files[name]
            seen = tuple(replace(one, path=path) for one in part.seen)
            missed = tuple((path, why) for _, why in part.missed)
            self._keep(path, blob, replace(part, seen=seen, missed=missed))


@contextmanager
def asked_ahead(git: Git, oldest: str, newest: str, readings: Readings) -> Iterator[Callable[[], None]]:
    """Let zizmor look at every version of a workflow between two commits while something else is done.

    Lends what to call when the answer is wanted: it is kept for whoever judges these commits.
    """
    versions = _versions(git, oldest, newest)
    if len(versions) < 2:
        yield lambda: None
        return
    held = _contents(git, {blob for _, blob in versions})
    with closing(
        Ahead({version: held[version[1]] for version in versions if version[1] in held}, readings.keep_scan)
    ) as ahead:
        ahead.start(ZIZMOR)
        yield ahead.learn


def _contents(git: Git, blobs: set[str]) -> dict[str, bytes]:
    return dict(git.contents(blob for blob, size in git.known_sizes(blobs).items() if size <= _LIMIT))


def _versions(git: Git, oldest: str, newest: str) -> set[Version]:
    try:
        return {one for one in git.versions(oldest, newest) if is_workflow(one[0])}
    except NoGit:  # whoever judges these commits says why
        return set()
