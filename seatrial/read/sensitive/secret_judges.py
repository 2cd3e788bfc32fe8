"""Is what stands in such a place a credential? One judge for each kind of place.

Each gets a match whose group ``key`` is the text in question, and answers True for a credential, False for a likely
one, None for none.
"""

import base64
import binascii
import re
from itertools import accumulate

from seatrial.read.regex import regex
from seatrial.read.sensitive.randomness import entropy, is_stand_in, looks_random
from seatrial.read.sensitive.secret_names import is_usual, password_like

_INSIDE_HOST = regex(
    r"[\w-]+|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|(?:.*\.)?example\.\w+"
    r"|.*\.(?:local|internal|svc|test|example|invalid)(?:\..*)?"
)
#: Machines of an organisation's own network, which a text in a public place points at; 10.0.0.x stands in guides.
_IN_AN_ORGANISATION = regex(r"10\.(?!0\.0\.)\d{1,3}\.\d{1,3}\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}")

#: How the example of a body is declared: by pydantic, FastAPI and OpenAPI.
_SAMPLE = regex(r"(?<![A-Za-z])(?:json_schema_extra|schema_extra|(?:openapi_)?examples?)[\"']?\s*[:=]\s*[\[{]")
_NEAR = 600  #: characters before a text in which such a declaration is looked for


def address(match: re.Match[str]) -> bool | None:
    """Judge a password in an address: that of a host inside of a network, or of an example, opens no door.

    One that somebody chose for a machine of an organisation, by its number, opens that to whoever is in its network.
    """
    user, password, host = match["user"], match["key"], match["host"]
    if password == user or is_usual(password) or (is_stand_in(password) and not _chosen(password)):
        return None
    if _IN_AN_ORGANISATION.fullmatch(host) and password_like(password):
        return True
    if inside_host(host):
        return False if password_like(password) and looks_random(password) else None
    return True


def inside_host(host: str) -> bool:
    """Tell whether a name leads nowhere from outside: a service of a network, an address inside of one, an example."""
    return bool(_INSIDE_HOST.fullmatch(host))


def _chosen(password: str) -> bool:
    """Tell whether a password only contains one of the words of stand-ins: Admin%40123456 opens a door all the same."""
    return bool(re.search(r"[^\w.\-]", password)) and not re.search(
        r"(?i)[<>*]|your|change|example|xxx|passw|^my[-_]?(?:pass|pwd|secret|key|token)", password
    )


def pem(match: re.Match[str]) -> bool | None:
    """Judge what stands between the marks of a private key: a real one is long, and looks random."""
    body = re.sub(r"\\[nrt]|[^A-Za-z0-9+/]", "", match["key"])
    return True if len(body) > 100 and entropy(body) > 4.5 and not is_stand_in(body[:40]) else None


def kube(match: re.Match[str]) -> bool | None:
    """Judge the key of a client in a kubeconfig by what its base64 text holds."""
    return True if b"PRIVATE KEY" in decoded(match["key"]) else None


def random(match: re.Match[str]) -> bool | None:
    """Judge a key that its kind makes at random."""
    return True if entropy(match["key"]) > 3 and not is_stand_in(match["key"]) else None


def django(match: re.Match[str]) -> bool | None:
    """Judge a text of the length of Django's keys: one of its generator has digits and marks among its letters."""
    key = match["key"]
    marks, digits = sum(not c.isalnum() for c in key), sum(c.isdigit() for c in key)
    return True if marks > 5 and digits and entropy(key) > 4.2 else None


def literal(match: re.Match[str]) -> bool | None:
    """Judge a text behind a word such as password; in a sample of a request it shows callers what to send."""
    return False if password_like(match["key"]) and not _in_sample(match) else None


def _in_sample(match: re.Match[str]) -> bool:
    """Tell whether a text stands inside of what is declared as the example of a request or an answer."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    marks = [found.end() - 1 for found in _SAMPLE.finditer(before)]
    return any(_is_open(before[at:]) for at in marks)


def _is_open(text: str) -> bool:
    """Tell whether the bracket with which a text begins is still open at its end."""
    deep = accumulate((mark in "([{") - (mark in ")]}") for mark in text)
    return all(depth > 0 for depth in deep)


def numbered(match: re.Match[str]) -> bool | None:
    """Judge a UUID behind the name of a key: made up ones repeat their digits, or count."""
    key = match["key"].lower()
    made_up = len(set(key)) < 9 or key.startswith(("12345678", "123e4567", "abcdef")) or is_stand_in(key)
    return None if made_up else match["sure"] is not None


def stored(match: re.Match[str]) -> bool | None:
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
