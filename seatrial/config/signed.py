"""Which models does the owner call signed, and by whom? Each statement is whole, about files of the repository."""

import posixpath
from collections.abc import Iterator

from seatrial.config.file import File, SignatureBlock
from seatrial.config.source import Path, Source
from seatrial.model import Notice
from seatrial.model.signatures import SignedModel, is_pem

_TRUSTED = "say whom you trust: one of public_key, certificates, or identity with issuer"


def signed_models(source: Source, file: File) -> tuple[SignedModel, ...]:
    """Return what is stated, in the order of the file; paths without a slash at their end."""
    return tuple(
        SignedModel(
            _plain(one.model), _plain(one.signature), _plain(one.public_key), tuple(map(_plain, one.certificates)),
            one.identity, one.issuer, source.place(("signatures", index)),
        )
        for index, one in enumerate(file.signatures)
    )  # fmt: skip


def signature_problems(source: Source, file: File) -> Iterator[Notice]:
    """Yield what cannot be verified as it is written."""
    seen: set[str] = set()
    for index, one in enumerate(file.signatures):
        at: Path = ("signatures", index)
        for name, path in _paths(one):
            if why := _no_path(path):
                yield Notice(source.place((*at, name)), f"'{name}' {why}: name a path inside of this folder")
        if trouble := _trust_problem(one):
            yield Notice(source.place(at), trouble)
        if _plain(one.signature) in seen:
            yield Notice(source.place((*at, "signature")), f"the signature '{one.signature}' is stated twice")
        seen.add(_plain(one.signature))


def _paths(one: SignatureBlock) -> Iterator[tuple[str, str]]:
    yield "model", one.model
    yield "signature", one.signature
    yield from (("public_key", key) for key in (one.public_key,) if key and not is_pem(key))
    yield from (("certificates", path) for path in one.certificates if not is_pem(path))


def _no_path(path: str) -> str:
    parts = path.split("/")
    if not path.strip():
        return "is empty"
    return "leads out of the repository" if path.startswith("/") or "\\" in path or ".." in parts else ""


def _trust_problem(one: SignatureBlock) -> str:
    ways = [bool(one.public_key), bool(one.certificates), bool(one.identity or one.issuer)]
    if sum(ways) != 1:
        return _TRUSTED if not any(ways) else f"more than one way to trust is stated; {_TRUSTED}"
    if ways[2] and not (one.identity and one.issuer):
        missing = "issuer" if one.identity else "identity"
        return f"'{missing}' is missing: a name means nothing without the provider that vouches for it"
    return ""


def _plain(path: str) -> str:
    return path if is_pem(path) or not path else posixpath.normpath(path)
