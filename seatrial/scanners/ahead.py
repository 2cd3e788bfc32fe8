"""What does a scanner say of the files of many commits, asked once for all of them and not once for each commit?

To start zizmor takes longer than what it does with ten workflows, and a history meets a changed workflow every few
commits. Its answer on many files is made of its answers on each (``seatrial.scanners.heard``).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from seatrial.model.scan import Scan
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.repo.readings import Readings
from seatrial.repo.repo import Repo
from seatrial.repo.snapshot import Memory
from seatrial.scanners.files import MANY
from seatrial.scanners.heard import parts
from seatrial.scanners.scanning import Scanning, is_workflow
from seatrial.scanners.zizmor import ZIZMOR

_LIMIT = 2_000_000  #: bytes of a file, as for the scanner itself


@contextmanager
def asked_ahead(git: Git, oldest: str, newest: str, readings: Readings) -> Iterator[Callable[[], None]]:
    """Let zizmor look at every version of a workflow between two commits while something else is done.

    Lends what to call when the answer is wanted: it is kept for whoever judges these commits. What zizmor did not look
    at, or failed at, is asked for commit by commit, as ever.
    """
    files = {f"{place}/{path}": (path, blob) for place, (path, blob) in enumerate(_versions(git, oldest, newest))}
    if not 1 < len(files) < MANY:
        yield lambda: None
        return
    contents = _contents(git, {blob for _, blob in files.values()})
    known = {name: contents[blob] for name, (_, blob) in files.items() if blob in contents}
    begun = Scanning(Repo(Memory(known)))
    try:
        begun.start(ZIZMOR, tuple(known))
        yield lambda: _learn(begun.scans().get(ZIZMOR.name), {name: files[name] for name in known}, readings)
    finally:
        begun.stop()


def _contents(git: Git, blobs: set[str]) -> dict[str, bytes]:
    return dict(git.contents(blob for blob, size in git.known_sizes(blobs).items() if size <= _LIMIT))


def _versions(git: Git, oldest: str, newest: str) -> list[tuple[str, str]]:
    try:
        return sorted({one for one in git.versions(oldest, newest) if is_workflow(one[0])})
    except NoGit:  # whoever judges these commits says why
        return []


def _learn(scan: Scan | None, files: dict[str, tuple[str, str]], readings: Readings) -> None:
    """Keep what was said of each version under its own path."""
    if scan is None or scan.failed:
        return
    for name, part in parts(scan, files):
        path, blob = files[name]
        seen = tuple(replace(one, path=path) for one in part.seen)
        readings.keep_scan(path, blob, replace(part, seen=seen, missed=tuple((path, why) for _, why in part.missed)))
