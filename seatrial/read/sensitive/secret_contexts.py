"""Which texts are credentials by where they stand: in an address, between the marks of a key, behind a known word?"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.read.sensitive.randomness import entropy, is_stand_in, looks_random
from seatrial.read.sensitive.secret_names import is_usual, password_like

_INSIDE_HOST = regex(
    r"[\w-]+|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|(?:.*\.)?example\.\w+"
    r"|.*\.(?:local|internal|svc|test|example|invalid)(?:\..*)?"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of a text that is a credential."""

    kind: str
    start: int
    end: int
    sure: bool = True


def hits_by(rules: tuple["Rule", ...], text: str) -> Iterator[Hit]:
    """Yield credentials that their surroundings give away."""
    for rule in rules:
        if rule.hint in text:
            for match in rule.pattern.finditer(text):
                kept = rule.judge(match)
                if kept is not None:
                    yield Hit(rule.kind, match.start("key"), match.end("key"), kept)


def _address(match: re.Match[str]) -> bool | None:
    user, password, host = match["user"], match["key"], match["host"]
    if password == user or is_usual(password) or (is_stand_in(password) and not _chosen(password)):
        return None
    if _INSIDE_HOST.fullmatch(host):
        return False if password_like(password) and looks_random(password) else None
    return True


def _chosen(password: str) -> bool:
    """Tell whether a password only contains one of the words of stand-ins: Admin%40123456 opens a door all the same."""
    return bool(re.search(r"[^\w.\-]", password)) and not re.search(
        r"(?i)[<>*]|your|change|example|xxx|passw", password
    )


def _pem(match: re.Match[str]) -> bool | None:
    body = re.sub(r"\\[nrt]|[^A-Za-z0-9+/]", "", match["key"])
    return True if len(body) > 100 and entropy(body) > 4.5 and not is_stand_in(body[:40]) else None


def _kube(match: re.Match[str]) -> bool | None:
    return True if b"PRIVATE KEY" in decoded(match["key"]) else None


def _random(match: re.Match[str]) -> bool | None:
    return True if entropy(match["key"]) > 3 and not is_stand_in(match["key"]) else None


def _literal(match: re.Match[str]) -> bool | None:
    return False if password_like(match["key"]) else None


def _numbered(match: re.Match[str]) -> bool | None:
    """Judge a UUID behind the name of a key: made up ones repeat their digits, or count."""
    key = match["key"].lower()
    made_up = len(set(key)) < 9 or key.startswith(("12345678", "123e4567", "abcdef")) or is_stand_in(key)
    return None if made_up else match["sure"] is not None


def _stored(match: re.Match[str]) -> bool | None:
    """Judge a value of a Kubernetes Secret by what its base64 text holds."""
    inside = decoded(match["key"])
    if not inside.isascii() or not inside.decode("ascii", "replace").isprintable():
        return None
    return False if password_like(inside.decode("ascii")) and b"{" not in inside else None


def decoded(text: str) -> bytes:
    """Return what a text in base64 holds, nothing when it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


@dataclass(frozen=True, slots=True)
class Rule:
    """What gives a credential away."""

    kind: str
    hint: str  #: a text without which the pattern cannot match: looking for it is a hundred times faster
    pattern: re.Pattern[str]  #: with a group ``key``
    judge: Callable[[re.Match[str]], bool | None]  #: None: no credential; False: likely one


_LITERAL = r"""(?:{word})["'\]\\]{{0,3}}\s*[:=,]\s*\\?["'](?P<key>[^"'\s\\]{{8,80}})\\?["']"""
#: Upload tokens of Codecov are UUIDs and nothing else; keys of others may be, and so may numbers of things.
_UUID = (
    r"""(?P<sure>(?<![\w])CODECOV_TOKEN)?(?<={word})["']?[ \t]{{0,9}}[:=][ \t]{{0,9}}["']?"""
    r"""(?P<key>[0-9a-fA-F]{{8}}(?:-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}})(?![\w-])"""
)
CONTEXTS = (
    Rule(
        "private key",
        "PRIVATE KEY",
        regex(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?P<key>[^-]{0,4000})"),
        _pem,
    ),
    Rule("private key", "client-key-data", regex(r"client-key-data:\s*(?P<key>[A-Za-z0-9+/=]{100,})"), _kube),
    Rule(
        "password in an address",
        "://",
        regex(r"""://(?P<user>[^\s:/@"'<>{}$()`,]{0,80}):(?P<key>[^\s/@"'<>{}$()`]{4,100})@(?P<host>[\w.\-]+)"""),
        _address,
    ),
    Rule("Azure account key", "AccountKey=", regex(r"AccountKey=(?P<key>[A-Za-z0-9+/]{86}==)"), _random),
    *(
        Rule(
            "AWS secret key",
            hint,
            regex(hint + r"""(?i:.{0,20}?secret).{0,20}?["'\s:=]+(?P<key>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"""),
            _random,
        )
        for hint in ("aws", "AWS")
    ),
    Rule(
        "Slack webhook",
        "hooks.slack.com/",
        regex(r"hooks\.slack\.com/services/(?P<key>T\w{8,}/B\w{8,}/\w{24})"),
        _random,
    ),
    Rule(
        "Kaggle key",
        '"username"',
        regex(r'"username"\s*:\s*"[^"]+"\s*,\s*"key"\s*:\s*"(?P<key>[0-9a-f]{32})"'),
        _random,
    ),
    *(
        Rule("password", word, regex(_LITERAL.format(word=word)), _literal)
        for word in ("password", "PASSWORD", "passwd", "PASSWD", "Password", "passphrase")
    ),
    *(
        Rule("key or token that is a UUID", hint, regex(_UUID.format(word=hint)), _numbered)
        for hint in ("CODECOV_TOKEN", "API_KEY", "api_key", "API_TOKEN", "api_token", "AUTH_TOKEN", "auth_token")
    ),
    Rule(
        "value of a Kubernetes Secret",
        "kind: Secret",
        regex(
            r"^[ \t]+[\w.\-]*(?i:passw|token|secret|key)[\w.\-]*:[ \t]*(?P<key>[A-Za-z0-9+/]{12,}={0,2})[ \t]*$",
            re.MULTILINE,
        ),
        _stored,
    ),
)
