"""Does a name beside a text make it a credential? Keys and tokens by the name before them, passwords by their look."""

import re

from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.randomness import entropy, is_stand_in

_NAMED = caseless(
    r"(?:api[_-]?key|apikey|access[_-]?key|secret[_-]?key|account[_-]?key|auth[_-]?key|app[_-]?key|encryption[_-]?key"
    r"|fernet[_-]?key|subscription[_-]?key|consumer[_-]?key|private[_-]?key|service[_-]?key|secret(?!ar[iy]|ion|ive|ly)|token|passw(?:or)?d"
    r"|passphrase|credential|authorization|bearer|login\(key|client\((?=[\"'])|\bauth\((?=[\"'])|\bpwd)"
)
_ASSIGNED = regex(
    r"""[\w.\-]{0,30}[\\"'\])}\s]*(?:[:=]>?|:[-=]|[(,])[\s\\"'(\[{]*(?:[\w.]+\(\s*\\?["'])?"""
    r"""(?:(?:Bearer|Basic|Token) )?"""
    r"""(?:(?<=["'=\s])(?:[\w\-]{2,40}:){1,2})?"""  # of a token of several parts: who holds it, and the secret
)
_VALUE = regex(r"""[ \t]*["']?value["']?[ \t]*:[ \t]*["']?""")
_NAME = regex(r"""\bname["']?[ \t]*:[ \t]*["']?([\w.\-]{1,60})["',]{0,2}[ \t\r]*\Z""")
_NO_SECRET = caseless(
    r"x-amz-|sha\d|md5|checksum|integrity|digest|hash|commit|revision|resolved|etag|nonce|signature|fingerprint|thumbprint"
    r"|public|publish|pubkey|site[_-]?key|ssh-rsa|tokenizer|cache[_-]?key|anon|cursor|page[_-]?token|authenticity|[cx]srf"
    r"|private[_-]?key[_-]?id"  # of Google: it tells which key is meant, and opens nothing
)
_USUAL = regex(
    r"postgres\w*|mysql|admin\w{0,3}|root|guest|user\w*|pass|pw|airflow|minio\w*|mlflow|redis|rabbitmq|mongo\w*|grafana"
    r"|pwd|token|apikey|key|x-oauth-basic|\w*_?password|\d+"
)


def is_named(text: str, start: int, end: int) -> bool | None:
    """Tell whether the name of a key, token or password is given a random-looking text on the same line.

    True when the name is assigned the text; also when a text too random for a hash or an id stands a little behind
    a name, as in a comment beside a stand-in. False when it is part of an address, where tokens of links are public
    as often as not, or an example in a sentence. None when no such name is near.
    """
    above, _, before = text[max(start - 120, 0) : start].rpartition("\n")
    if _VALUE.fullmatch(before) and (name := _NAME.search(above)):
        before = f"{name[1]}: "  # an entry of a list of variables, as manifests write them
    names = tuple(_NAMED.finditer(before))
    named = names[-1] if names else None
    if named is None or _NO_SECRET.search(before[max(named.start() - 20, 0) :]):
        return None
    beside = end - start >= 32 and entropy(text[start:end]) > 4.2 and len(before) - named.end() < 40
    if not (_ASSIGNED.fullmatch(before, named.end()) or beside):
        return None
    return not re.search(r"://\S*\Z|\b(?:e\. ?g\.|for example|such as|looks like)\W*\Z", before, re.IGNORECASE)


def is_usual(password: str) -> bool:
    """Tell whether a password is the one that everybody's local set-up has: postgres, minioadmin, airflow."""
    return bool(_USUAL.fullmatch(password.lower()))


def password_like(text: str) -> bool:
    """Tell whether a text is a password that somebody chose: letters, digits, and a capital or another character."""
    if is_stand_in(text) or is_usual(text) or re.fullmatch(r"[A-Z0-9_]+|[a-z0-9_]+|v?[\d.]+", text):
        return False
    return any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
