"""How are credentials made that nobody ever issued? Drawn from their name, so that none stands in a file of ours."""

import base64
import hashlib
import json
import string
import zlib

LETTERS = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + string.digits
BASE64 = LETTERS + "+/"
WORDS = LETTERS + "_-"


def drawn(seed: str, count: int, alphabet: str = LETTERS) -> str:
    """Return characters that look random and are the same in every run."""
    stream = b"".join(hashlib.sha256(f"{seed}/{i}".encode()).digest() for i in range(count // 32 + 1))
    return "".join(alphabet[byte % len(alphabet)] for byte in stream[:count])


def checked(seed: str) -> str:
    """Return thirty characters and the checksum in base 62 that GitHub and npm append."""
    body = drawn(seed, 30)
    number, check = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        check = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[digit] + check
    return body + check.rjust(6, "0")


def password(seed: str, extra: str = "!") -> str:
    """Return a password as people choose them: letters, digits and another character."""
    small = drawn(f"{seed} small", 6, string.ascii_lowercase)
    return f"{drawn(seed, 3, string.ascii_uppercase)}{small}{extra}4{drawn(f'{seed} rest', 3)}7"


def web_token(seed: str, **claims: object) -> str:
    """Return a signed JSON web token."""
    parts = ({"alg": "HS256", "typ": "JWT"}, {"exp": 1999999999, **claims})
    encoded = (
        base64.urlsafe_b64encode(json.dumps(part, separators=(",", ":")).encode()).decode().rstrip("=")
        for part in parts
    )
    return ".".join([*encoded, drawn(seed, 43, WORDS[:-1])])


def pem_body(seed: str) -> str:
    """Return the inside of a private key: 13 lines of 64 characters."""
    return "\n".join(drawn(f"{seed}{n}", 64, BASE64) for n in range(13))


def encoded(text: str) -> str:
    """Return a text in base64."""
    return base64.b64encode(text.encode()).decode()
