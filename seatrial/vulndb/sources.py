"""How is data on vulnerabilities read: an archive of OSV, a folder of entries, or our own compact file?"""

import datetime as dt
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from seatrial.model.advisories import Advisories, Advisory
from seatrial.model.record import dataclass
from seatrial.vulndb.compact import is_compact, read_compact
from seatrial.vulndb.osv_entry import advisories
from seatrial.vulndb.problem import AdvisoryError

_ENTRIES = 500_000  #: files of one source
_ENTRY = 4_000_000  #: bytes of one entry
_EXPANDED = 4_000_000_000  #: bytes of all entries of an archive
_SUFFIXES = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry as it was read; None when it could not be."""

    content: Any


def read(path: Path | str) -> Advisories:
    """Return the data at a path; raise ``AdvisoryError`` with the reason when there is none that can be used."""
    path = Path(path)
    try:
        if path.is_dir():
            return _of_folder(path)
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise AdvisoryError(f"{path} is no regular file")
        if is_compact(path):
            return read_compact(path)
        if zipfile.is_zipfile(path):
            return of_archive(path, path.name)
        path.stat()
    except OSError as error:
        raise AdvisoryError(f"{path} cannot be read: {error.strerror or error}") from None
    raise AdvisoryError(
        f"{path} is neither an archive of OSV (all.zip), nor a folder of its entries, nor a file of ours"
    )


def of_archive(path: Path, source: str) -> Advisories:
    """Return the data of an archive as OSV publishes one for each ecosystem: a JSON file for each entry.

    Raises ``AdvisoryError`` for one that is broken, or that holds more than anybody publishes.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith(_SUFFIXES)]
            if len(members) > _ENTRIES or sum(one.file_size for one in members) > _EXPANDED:
                raise AdvisoryError(f"{path} holds more than {_ENTRIES:,} entries or {_EXPANDED:,} bytes")
            return _gathered((_member(archive, one) for one in members), source, digest, _today())
    except zipfile.BadZipFile:
        raise AdvisoryError(f"{path} is a broken archive") from None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Entry:
    try:
        with archive.open(member) as file:
            return _Entry(_parsed(member.filename, file.read(_ENTRY + 1)))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return _Entry(None)  # broken, with a password, or packed in a way that nobody knows


def _of_folder(path: Path) -> Advisories:
    digest = hashlib.sha256()

    def entries() -> Iterator[_Entry]:
        for number, file in enumerate(_files(path)):
            if number >= _ENTRIES:
                raise AdvisoryError(f"{path} holds more than {_ENTRIES:,} entries")
            try:
                with file.open("rb") as opened:
                    content = opened.read(_ENTRY + 1)
            except OSError:
                yield _Entry(None)
                continue
            digest.update(file.name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(content).digest())
            yield _Entry(_parsed(file.name, content))

    found = _gathered(entries(), path.resolve().name, "", _today())
    return Advisories(found.source, found.date, digest.hexdigest(), found.count, found.unread, found.of)


def _files(path: Path) -> Iterator[Path]:
    """Yield the entries below a folder in one order everywhere; hidden folders hold none, and links are left."""
    for folder, inside, names in os.walk(path):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        files = (Path(folder, name) for name in sorted(names) if name.endswith(_SUFFIXES))
        yield from (file for file in files if file.is_file() and not file.is_symlink())


def _parsed(name: str, content: bytes) -> Any:
    """Return what an entry says, None when it cannot be told. In YAML every scalar stays text: 1.10 is no number."""
    if len(content) > _ENTRY:
        return None
    try:
        return json.loads(content) if name.endswith(".json") else _yaml(content)
    except (ValueError, RecursionError):
        return None


def _yaml(content: bytes) -> Any:
    import yaml

    try:
        return yaml.load(content, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 -- makes text only
    except yaml.YAMLError:
        return None


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _gathered(entries: Iterable[_Entry], source: str, sha256: str, today: dt.date) -> Advisories:
    """Return the data that entries make. Its date is that of the newest change, none of which is after today.

    Raises ``AdvisoryError`` when no entry is about a Python package.
    """
    found: dict[str, list[Advisory]] = {}
    unread = count = 0
    newest = ""
    for entry in entries:
        try:
            content: Mapping[str, Any] = entry.content
            for package, advisory in advisories(content):
                found.setdefault(package, []).append(advisory)
                count += 1
            changed = str(content.get("modified", ""))[:10]
            newest = max(newest, changed) if changed <= today.isoformat() else newest
        except (ValueError, TypeError, KeyError, AttributeError):
            unread += 1
    if not count:
        raise AdvisoryError(f"{source} holds no entry of the OSV format about a Python package")
    return Advisories(
        source, _day(newest, source), sha256, count, unread, {name: tuple(of) for name, of in found.items()}
    )


def _day(text: str, source: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise AdvisoryError(f"no entry of {source} says when it was changed, so that its age is unknown") from None
