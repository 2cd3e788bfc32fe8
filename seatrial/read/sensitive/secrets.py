"""Which credentials stand in a file? Their values stay here: only kind, place, four characters and a digest leave."""

import hashlib
import marshal
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.posix_path import posix
from seatrial.read.reader import Reader
from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.randomness import is_stand_in, reads_as_text
from seatrial.read.sensitive.secret_contexts import CONTEXTS, Hit, Rule, hits_by
from seatrial.read.sensitive.secret_hosts import HOSTS
from seatrial.read.sensitive.secret_logins import LOGINS
from seatrial.read.sensitive.secret_names import password_like
from seatrial.read.sensitive.secret_words import NAMED, Doubt, opens_nothing, words
from seatrial.read.text import decode, is_binary

#: Suffixes of files that hold no words of people, where nobody writes a credential: pictures, sound, packed data.
WORDLESS = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".pdf", ".zip", ".gz", ".mp3", ".mp4", ".wav", ".woff", ".woff2",
     ".ttf", ".onnx", ".h5", ".pkl", ".pt", ".pth", ".npy", ".npz", ".parquet", ".safetensors", ".dcm", ".tif", ".tiff"}
)  # fmt: skip
_LONG = 16  #: characters from which four may be shown
#: Credentials of one file that are told: no owner needs more places to begin with.
_MOST = 200
_SETTING = regex(
    r"^[ \t]*(?:export |ENV |ARG )?[\w.\-]{0,60}?(?i:passw|pwd|passphrase|secret)[\w.\-]{0,60}"
    r"[ \t]{0,20}[:=][ \t]{0,20}(?P<key>[^\s\"'#(\[{$]{8,80})[ \t]{0,20}(?:#.*)?$",
    re.MULTILINE,
)
#: What Terraform is given as a password is the password, however made up it reads, unless it says that it is not set.
_TERRAFORM = regex(r'^[ \t]*\w*(?i:passw(?:or)?d|pwd)[ \t]*=[ \t]*"(?P<key>[^"\n$<]{8,80})"', re.MULTILINE)
_NOT_SET = caseless(r"change|your|replace|example|place_?holder|todo|dummy|fixme|x{3}|\*{3}|\.{3}")
_SETTINGS = frozenset({".env", ".ini", ".cfg", ".conf", ".properties", ".yaml", ".yml", ".toml", ".tfvars"})
_LOCKS = regex(r".*(?:\.lock|-lock\.(?:json|yaml)|go\.sum|pylock.*\.toml|\.svg|\.drawio)")
_NEAR = 400  #: characters before and after a password in which its mail server or address is named
_LETTERS = r"""["']?(?P<key>[a-z]{{4}}(?P<gap> ?)[a-z]{{4}}(?P=gap)[a-z]{{4}}(?P=gap)[a-z]{{4}})(?![\w ]*[a-z])"""
_GIVEN = r"""{word}\w{{0,12}}["'\])]{{0,3}}[ \t]{{0,9}}[:=][ \t]{{0,9}}""" + _LETTERS
#: Handed to the server beside the address: ``login(address, ...)``, ``NetworkCredential(address, ...)``.
_HANDED = r"""{word}\w{{0,6}}\([^,\n]{{1,120}},[ \t]{{0,4}}""" + _LETTERS
_MAIL = caseless(r"smtp|imap|@gmail\.com|gmail|googlemail|mail_?server|app(?:lication)?[ _-]?password")
#: Letters drawn at random: many without a vowel between them, or several that words seldom have.
_UNSPOKEN = regex(r"[bcdfghjklmnpqrstvwxz]{4}")
_RARE = frozenset("jqvwxzk")


def _opens_mail(match: re.Match[str]) -> bool | None:
    """Judge sixteen letters by the mail that is spoken of beside them; words, and stand-ins of guides, are none."""
    letters = match["key"].replace(" ", "")
    drawn = bool(_UNSPOKEN.search(letters)) or sum(letter in _RARE for letter in letters) >= 3
    if not drawn or is_stand_in(letters) or letters == "abcdefghijklmnop":
        return None
    around = match.string[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
    return True if _MAIL.search(around) else None


_NAMED = ("PASSWORD", "PASSWD", "PASS", "PWD", "password", "passwd", "pass", "pwd", "Password", "Pass")
_MAILBOXES = (
    *(Rule("password of a mailbox", word, regex(_GIVEN.format(word=word)), _opens_mail) for word in _NAMED),
    *(
        Rule("password of a mailbox", word, regex(_HANDED.format(word=word)), _opens_mail)
        for word in ("login", "Credential", "SMTP", "SmtpAuth")
    ),
)


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential that was seen."""

    kind: str  #: in words: "GitHub token"
    line: int
    column: int
    shown: str  #: its first four characters, two of a short one
    digest: str  #: the first twelve digits of its SHA-256, by which its owner finds it
    sure: bool  #: False when only a name beside it, or half a pair, speaks for it
    length: int = 0  #: characters


@dataclass(frozen=True, slots=True)
class SecretScan:
    """What one file was searched for."""

    path: str
    secrets: tuple[Secret, ...] = ()
    binary: bool = False  #: not searched: it is no text
    doubtful: bool = False  #: it holds a random word that no rule of ours places


def parse_secrets(path: str, data: bytes) -> SecretScan:
    """Search one file; never raises on content."""
    if is_binary(data):
        return SecretScan(path, binary=True)
    text = decode(data)
    seen = tuple(_hits(path, text))
    hits = _distinct(sorted((one for one in seen if isinstance(one, Hit)), key=_weakness))
    found = tuple(sorted((_secret(text, hit) for hit in islice(hits, _MOST)), key=lambda one: (one.line, one.column)))
    return SecretScan(path, found, doubtful=any(isinstance(one, Doubt) for one in seen))


def _pack(scan: SecretScan) -> bytes:
    found = [(one.kind, one.line, one.column, one.shown, one.digest, one.sure, one.length) for one in scan.secrets]
    return marshal.dumps((scan.path, found, scan.binary, scan.doubtful))


def _unpack(data: bytes) -> SecretScan:
    path, found, binary, doubtful = marshal.loads(data)  # noqa: S302 -- from our own worker, through a pipe
    return SecretScan(path, tuple([Secret(*one) for one in found]), binary, doubtful)


SECRETS = Reader("secrets", 24, parse_secrets, limit=20_000_000, pack=_pack, unpack=_unpack)


def _hits(path: str, text: str) -> Iterator[Hit | Doubt]:
    name = posix(path).name.lower()
    locked = bool(_LOCKS.fullmatch(name))
    yield from words(text, by_name=not locked)
    if locked:
        return
    yield from hits_by((*CONTEXTS, *LOGINS, *HOSTS, *_MAILBOXES), text)
    if name.startswith((".env", "dockerfile")) or PurePosixPath(name).suffix in _SETTINGS:
        for match in _SETTING.finditer(text):
            chosen = password_like(match["key"]) and not reads_as_text(match["key"])
            if chosen and not opens_nothing(text, match.start("key")):
                yield Hit("password", match.start("key"), match.end("key"), sure=False)
    if name.endswith(".tfvars"):
        for match in _TERRAFORM.finditer(text):
            if not _NOT_SET.search(match["key"]):
                yield Hit("password that Terraform sets", match.start("key"), match.end("key"), sure=False)


def _weakness(hit: Hit) -> tuple[bool, bool]:
    """Put first what is sure, and of that what a rule names: the word behind a name may be a part of a private key."""
    return not hit.sure, hit.kind == NAMED


def _distinct(hits: Iterable[Hit]) -> Iterator[Hit]:
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
    shown = value.lstrip()[: 4 if len(value) >= _LONG else 2]  # a key in PEM begins with the end of its first line
    return Secret(hit.kind, line_number(text, hit.start), column, shown, digest, hit.sure, len(value))
