"""Which credentials stand in a file? Their values stay here: only kind, place, four characters and a digest leave."""

import hashlib
import marshal
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from seatrial.model.record import dataclass
from seatrial.read.reader import Reader
from seatrial.read.regex import regex
from seatrial.read.sensitive.randomness import is_stand_in, looks_random, reads_as_text
from seatrial.read.sensitive.secret_contexts import Hit, hits_by_context
from seatrial.read.sensitive.secret_names import is_named, password_like
from seatrial.read.sensitive.secret_shapes import PREFIXES, SHAPES
from seatrial.read.text import decode, is_binary

_RUN = regex(r"[A-Za-z0-9_+/=-]{20,}")
_WORD = regex(r"[A-Za-z0-9_-]{20,}")
_LONG = 16  #: characters from which four may be shown
#: A run this long is a picture or a table in base64: a credential inside it is a coincidence.
_PICTURE = 300
#: Credentials of one file that are told: no owner needs more places to begin with.
_MOST = 200
_SECRET_KEY = regex(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
#: What stands before an access key's public half in a signed address, which holds no secret.
_SIGNED = ("X-Amz-Credential=", "X-Amz-Credential%3D", "AWSAccessKeyId=")
_SETTING = regex(
    r"^[ \t]*(?:export |ENV |ARG )?[\w.\-]{0,60}?(?i:passw|pwd|passphrase|secret)[\w.\-]{0,60}"
    r"[ \t]{0,20}[:=][ \t]{0,20}(?P<key>[^\s\"'#(\[{$]{8,80})[ \t]{0,20}(?:#.*)?$",
    re.MULTILINE,
)
_SETTINGS = frozenset({".env", ".ini", ".cfg", ".conf", ".properties", ".yaml", ".yml", ".toml", ".tfvars"})
_LOCKS = regex(r".*(?:\.lock|-lock\.(?:json|yaml)|go\.sum|pylock.*\.toml|\.svg|\.drawio)")


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential that was seen."""

    kind: str  #: in words: "GitHub token"
    line: int
    column: int
    shown: str  #: its first four characters, two of a short one
    digest: str  #: the first twelve digits of its SHA-256, by which its owner finds it
    sure: bool  #: False when only a name beside it, or half a pair, speaks for it


@dataclass(frozen=True, slots=True)
class SecretScan:
    """What one file was searched for."""

    path: str
    secrets: tuple[Secret, ...] = ()
    binary: bool = False  #: not searched: it is no text


def parse_secrets(path: str, data: bytes) -> SecretScan:
    """Search one file; never raises on content."""
    if is_binary(data):
        return SecretScan(path, binary=True)
    text = decode(data)
    found = (_secret(text, hit) for hit in islice(_distinct(_hits(path, text)), _MOST))
    return SecretScan(path, tuple(sorted(found, key=lambda secret: (secret.line, secret.column))))


def _pack(scan: SecretScan) -> bytes:
    found = [(one.kind, one.line, one.column, one.shown, one.digest, one.sure) for one in scan.secrets]
    return marshal.dumps((scan.path, found, scan.binary))


def _unpack(data: bytes) -> SecretScan:
    path, found, binary = marshal.loads(data)  # noqa: S302 -- from our own worker, through a pipe
    return SecretScan(path, tuple([Secret(*one) for one in found]), binary)


SECRETS = Reader("secrets", 1, parse_secrets, limit=20_000_000, pack=_pack, unpack=_unpack)


def _hits(path: str, text: str) -> Iterator[Hit]:
    name = PurePosixPath(path).name.lower()
    locked = bool(_LOCKS.fullmatch(name))
    yield from _runs(text, by_name=not locked)
    if locked:
        return
    yield from hits_by_context(text)
    if name.startswith((".env", "dockerfile")) or PurePosixPath(name).suffix in _SETTINGS:
        for match in _SETTING.finditer(text):
            if password_like(match["key"]) and not reads_as_text(match["key"]):
                yield Hit("password", match.start("key"), match.end("key"), sure=False)


def _runs(text: str, *, by_name: bool) -> Iterator[Hit]:
    """Look at every long word: for a provider's prefix, and else for a name of a key before it."""
    for start, end in _outside_pictures(text):
        for match in _WORD.finditer(text, start, end):
            word = match[0]
            if word.startswith(PREFIXES) and (hit := _by_shape(text, match.start())):
                yield hit
            elif by_name and looks_random(word) and not is_stand_in(word) and not reads_as_text(word):
                sure = is_named(text, *match.span())
                if sure is not None:
                    yield Hit("key or token", *match.span(), sure)


def _outside_pictures(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand that are in no line of base64, nor in a block of such lines of one length."""
    last_start, last_end = 0, 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        in_block = end - start > 60 and end - start == last_end - last_start and start - last_end < 40
        if not in_block and end - start <= _PICTURE:
            yield start, end
        last_start, last_end = start, end


def _by_shape(text: str, start: int) -> Hit | None:
    for shape in SHAPES:
        match = shape.pattern.match(text, start)
        if match and not is_stand_in(match[0][len(shape.prefix) :]) and shape.holds(match[0]):
            if text.endswith(_SIGNED, 0, start):
                return None
            paired = shape.kind == "AWS access key" and _has_partner(text, start)
            return Hit(shape.kind, start, match.end(), shape.sure or paired)
    return None


def _has_partner(text: str, start: int) -> bool:
    """Tell whether an access key's secret half stands near it."""
    near = _SECRET_KEY.finditer(text, max(start - 300, 0), start + 400)
    return any(looks_random(match[0]) and not is_stand_in(match[0]) for match in near)


def _distinct(hits: Iterator[Hit]) -> Iterator[Hit]:
    """Drop what lies in a part that an earlier rule named."""
    taken: list[Hit] = []
    for hit in hits:
        if not any(hit.start < other.end and other.start < hit.end for other in taken):
            taken.append(hit)
            yield hit


def _secret(text: str, hit: Hit) -> Secret:
    value = text[hit.start : hit.end]
    column = hit.start - text.rfind("\n", 0, hit.start)
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    shown = value[: 4 if len(value) >= _LONG else 2]
    return Secret(hit.kind, text.count("\n", 0, hit.start) + 1, column, shown, digest, hit.sure)
