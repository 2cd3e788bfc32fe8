"""Does a text look like the work of a random generator, or like a word, a name, a path or a stand-in?"""

import base64
import binascii
import math
import operator
from collections import Counter

from seatrial.read.regex import caseless, regex

_STAND_IN = caseless(
    r"x{3,}|\*{3}|\.{3}|…|your|change[_ -]?(?:me|it|this)|place_?holder|example|dummy|sample|fake|mock|test|demo|todo"
    r"|fixme|redact|insert|replace|generate[ds]?[_ -]|openssl|random[_ -]|[_ -]random|insecure|secret|passw|default"
    r"|invalid|removed|hidden|not[_-]?(?:a|the|set|real)|none|null"
    r"|0{6}|1{6}|01234|12345|abcdef|qwerty|deadbeef|c0ffee|lorem|<|>|\$\{|\{\{|%\(|\benv\b|local|dev\b"
    r"|^\[[A-Z][A-Z _-]*\]$|(?<![A-Za-z0-9])(?:foo|bar|baz|my|some)"
)
#: The same said with digits for letters: pa55word, 1nsecure. Few words, since a random text may meet a short one.
_DISGUISED = caseless(r"insecu|unsecu|passw|secret|change[_-]?me|letmein")
_DIGITS = str.maketrans("013457@$", "oieastas")
_PART = regex(r"[A-Za-z0-9]{16,}")
_CLASSES = str.maketrans(
    {
        **{chr(c): "d" for c in range(48, 58)},
        **{chr(c): "u" for c in range(65, 91)},
        **{chr(c): "l" for c in range(97, 123)},
    }
)


def entropy(text: str) -> float:
    """Return Shannon's entropy of the characters, in bits for each: 0 for one letter repeated, 4.7 for a to z."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts) if text else 0.0


def is_stand_in(text: str) -> bool:
    """Tell whether a text says of itself that it is no real value: changeme, your-key, xxxx, <token>, 12345."""
    plain = text.translate(_DIGITS)
    return bool(_STAND_IN.search(text) or _DISGUISED.search(plain)) or len(set(text)) < 5


def looks_random(text: str) -> bool:
    """Tell whether a text without spaces was drawn at random.

    Words and names change seldom between small letters, capitals and digits; random texts do at every second
    character. Names in parts (``resnet50_v1_5``, a UUID) hold no long random part.
    """
    parts = _PART.findall(text)
    if not parts:
        return False
    part = max(parts, key=len)
    digits = sum(map(str.isdigit, part))
    if digits < 2 or digits == len(part):
        return False
    classes = part.translate(_CLASSES)
    changes = sum(map(operator.ne, classes, classes[1:])) / (len(part) - 1)
    mixed = "u" in classes and "l" in classes
    return changes >= (0.38 if mixed else 0.2) and entropy(part) >= (3.4 if mixed else 2.9)


def reads_as_text(text: str) -> bool:
    """Tell whether a text is plain words in base64: an encoded name is no key."""
    try:
        inside = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return inside.isascii() and inside.decode("ascii").isprintable()
