"""What did a scanner say before of files that have not changed since, in another commit of the same repository?

A scanner judges each file by its own text: it is given copies in folders that know nothing of each other. So its answer
on many files is made of its answers on each, and only files that are new to it need be given.
"""

from collections.abc import Iterable, Iterator

from seatrial.model.scan import Scan, Seen
from seatrial.repo.repo import Repo
from seatrial.scanners.files import MANY, MOST


class Heard:
    """What is known of the files that a scanner is to judge, and what is not."""

    def __init__(self, repo: Repo, scanner: str, paths: tuple[str, ...]) -> None:
        self._entries, self._scanner = repo.entries, scanner
        fits = len(paths) < MANY and sum(repo.entries[path].size for path in paths) <= MOST
        self._readings = repo.readings if fits else None  # which files are left out depends on all of them
        self._known = dict(self._kept(paths))
        self.paths = paths
        self.fresh = tuple(path for path in paths if path not in self._known)

    def learn(self, scan: Scan, given: tuple[str, ...]) -> None:
        """Keep what was said of each of the files that were given."""
        if self._readings is not None and not scan.failed:
            for path, part in parts(scan, given):
                self._readings.keep_scan(path, self._entries[path].blob, part)

    def whole(self, scan: Scan | None) -> Scan | None:
        """Return the answer on all files, made of what is known and what was said now of the others.

        None when that is not what the scanner would say of all at once: it failed, or it understood none of them, on
        which scanners differ.
        """
        if scan is not None and scan.failed:
            return None
        parts = [*self._known.values(), *([scan] if scan else [])]
        seen = sorted((one for part in parts for one in part.seen), key=lambda one: one.path)
        missed = sorted(pair for part in parts for pair in part.missed)
        if len(missed) >= len(self.paths):
            return None
        version = next(iter(self._known.values())).version
        return Scan(self._scanner, version, tuple(seen), tuple(missed))

    def _kept(self, paths: tuple[str, ...]) -> Iterator[tuple[str, Scan]]:
        if self._readings is None:
            return
        for path in paths:
            entry = self._entries[path]
            scan = self._readings.scan(self._scanner, path, entry.blob)
            if scan is not None and not entry.problem:
                yield path, scan


def parts(scan: Scan, given: Iterable[str]) -> Iterator[tuple[str, Scan]]:
    """Yield each of the files that a scanner was given, with what it said of that one."""
    seen: dict[str, list[Seen]] = {path: [] for path in given}
    for one in scan.seen:
        seen[one.path].append(one)
    missed = dict(scan.missed)
    for path, said in seen.items():
        left = ((path, missed[path]),) if path in missed else ()
        yield path, Scan(scan.scanner, scan.version, tuple(said), left)
