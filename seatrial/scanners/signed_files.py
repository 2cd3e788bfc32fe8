"""What is verified of a signed model, and by what? Copies of its files, its signature, and the keys to trust."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from seatrial.model.record import dataclass
from seatrial.model.signatures import SignedModel, is_pem
from seatrial.read.reader import Unreadable
from seatrial.repo.repo import Repo
from seatrial.repo.snapshot import Snapshot
from seatrial.scanners.handed import poured

MOST = 8_000_000_000  #: bytes of the files of one model
_SMALL = 1_000_000  #: bytes of a key
_BUNDLE = 50_000_000  #: bytes of a signature, which lists all files


class Refused(Exception):
    """A signature does not hold, and nobody need be asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """One statement, ready to be verified."""

    stated: SignedModel
    files: Mapping[str, str]  #: path of the repository by the name that a signature gives it
    told: Mapping[str, object]  #: what the program is told that verifies


def request_of(repo: Repo, stated: SignedModel, folder: Path) -> Request:
    """Copy what one statement speaks of; raise ``Unreadable`` for what is not here, ``Refused`` where none was."""
    files = dict(_files(repo, stated))
    if stated.signature not in repo.entries:
        raise Refused("there is no such signature")
    if not files:
        raise Refused("there is no such model")
    if sum(repo.entries[path].size for path in files.values()) > MOST:
        raise Unreadable(f"the model is larger than {MOST // 10**9} GB")
    folder.mkdir()
    (folder / "signature").write_bytes(repo.read(stated.signature, _BUNDLE))
    model = folder / "model"
    for name, path in files.items():
        target = model if name == "." else model / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _pour(repo, path, target)
    keys = [
        _written(repo, key, folder / f"key-{at}")
        for at, key in enumerate((stated.public_key, *stated.certificates))
        if key
    ]
    how = "key" if stated.public_key else "certificate" if stated.certificates else "identity"
    return Request(stated, files, {
        "model": str(model), "signature": str(folder / "signature"), "how": how, "keys": keys, "home": str(folder),
        "identity": stated.identity, "issuer": stated.issuer, "trusts": stated.trusts,
    })  # fmt: skip


def _files(repo: Repo, stated: SignedModel) -> Iterator[tuple[str, str]]:
    """Yield the files of a model, by the names that a signature gives them; the signature signs not itself."""
    if stated.model in repo.entries:
        yield ".", stated.model
        return
    start = "" if stated.model == "." else f"{stated.model}/"
    for path in repo.paths:
        if path.startswith(start) and path != stated.signature:
            name = path.removeprefix(start)
            if not {"", ".", ".."}.isdisjoint(name.split("/")) or "\0" in name or "\\" in name:
                raise Unreadable(f"{path} has a name that no copy can have")
            yield name, path


def _pour(repo: Repo, path: str, target: Path) -> None:
    try:
        poured(repo, path, target)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from None


def _written(repo: Repo, key: str, target: Path) -> str:
    """Write a key to a file for the package, and return its path."""
    try:
        target.write_bytes(key.encode() if is_pem(key) else repo.read(key, _SMALL))
    except Unreadable as error:
        raise Unreadable(f"{key}, which is trusted, cannot be read: {error}") from None
    return str(target)


def with_keys(signatures: tuple[SignedModel, ...], snapshot: Snapshot) -> tuple[SignedModel, ...]:
    """Return statements that hold the keys themselves, as a snapshot has them: one whose policy is trusted.

    A key that is not there stays a path, so that it is told where it is missed.
    """
    return tuple(
        replace(
            one,
            public_key=_held(snapshot, one.public_key),
            certificates=tuple(_held(snapshot, path) for path in one.certificates),
        )
        for one in signatures
    )


def _held(snapshot: Snapshot, key: str) -> str:
    if not key or is_pem(key):
        return key
    known = next((entry for entry in snapshot.entries() if entry.path == key), None)
    if known is None or known.problem or known.size > _SMALL:
        return key
    try:
        return snapshot.read(key).decode("ascii")
    except (Unreadable, UnicodeDecodeError):
        return key
