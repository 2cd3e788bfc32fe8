"""How much data and how many weights lie in git as plain files?"""

from collections.abc import Container, Iterator
from posixpath import basename, dirname

from seatrial.facts import fact
from seatrial.model.evidence import WholeFile
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.models.endings import STORED
from seatrial.repo import Entry, Repo, Role, role

MEGABYTE = 1_000_000
_SAMPLE = 5 * MEGABYTE  #: a fixture or an example of this size is what it says: a sample
_ENDINGS = frozenset(ending[1:] for ending in STORED) | {
    "csv", "tsv", "parquet", "feather", "arrow", "orc", "jsonl", "ndjson", "npy", "npz", "hdf5", "mat", "pb", "bin",
    "weights", "zip", "gz", "tar", "tgz", "bz2", "xz", "7z", "rar", "xlsx", "xls", "db", "sqlite", "sqlite3",
    "tfrecord", "lmdb", "wav", "flac", "mp4", "avi", "dcm", "nii", "rds", "dat", "data", "model",
}  # fmt: skip
_IMAGES = frozenset({"jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp"})
_MANY = 100  #: images of one folder from which on they are data, and no pictures of a page
_PAGES = frozenset({"assets", "static", "docs", "images", "img", "figures", "media", "public", "icons"})


@dataclass(frozen=True, slots=True)
class Bulk(WholeFile):
    """One file of data or weights, or a folder of many pictures."""

    path: str
    size: int  #: bytes
    count: int = 1

    @property
    def what(self) -> str:
        size = f"{self.size / MEGABYTE:.1f} MB"
        return f"{size} of data or weights in git" if self.count == 1 else f"{self.count} pictures in git, {size}"


@fact
def bulk(repo: Repo) -> tuple[Bulk, ...]:
    """Return data and weights that git holds as plain files, the largest first; pointers hold none.

    Samples for tests and examples count from 5 MB on; what is vendored does not count.
    """
    found = [*_files(repo), *_pictures(repo)]
    return tuple(sorted(found, key=lambda item: (-item.size, item.path)))


@fact
def unweighed(repo: Repo) -> tuple[str, ...]:
    """Return what would be data or weights by its name, and whose size nobody can tell here."""
    return tuple(
        f"{path}: {entry.problem}"
        for path, entry in _entries(repo, _ENDINGS)
        if entry.problem and not entry.size and "pointer" not in entry.problem
    )


def _files(repo: Repo) -> Iterator[Bulk]:
    for path, entry in _entries(repo, _ENDINGS):
        if "pointer" not in entry.problem and entry.problem != "submodule":
            what_for = role(repo, path)
            sample = what_for in (Role.TEST, Role.EXAMPLE, Role.DOCS) and entry.size <= _SAMPLE
            if entry.size and not sample and not what_for.is_foreign:
                yield Bulk(path, entry.size)


def _pictures(repo: Repo) -> Iterator[Bulk]:
    held = (path for path, entry in _entries(repo, _IMAGES) if not entry.problem)
    for folder, paths in grouped((dirname(path), path) for path in held).items():
        named = _PAGES & set(folder.lower().split("/"))
        if len(paths) >= _MANY and not named and role(repo, paths[0]) in (Role.OWN, Role.TEST):
            yield Bulk(paths[0], sum(repo.entries[path].size for path in paths), len(paths))


def _entries(repo: Repo, endings: Container[str]) -> Iterator[tuple[str, Entry]]:
    return ((path, repo.entries[path]) for path in repo.matching(lambda path: _ending(path) in endings))


def _ending(path: str) -> str:
    return basename(path).lower().rpartition(".")[2]
