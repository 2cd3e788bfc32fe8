"""Which passwords open a server on the internet, and which keys one inside only, as the address beside them says?"""

import re

from seatrial.read.regex import regex
from seatrial.read.sensitive.randomness import looks_random
from seatrial.read.sensitive.secret_contexts import Rule
from seatrial.read.sensitive.secret_judges import inside_host
from seatrial.read.sensitive.secret_names import password_like

_NEAR = 400  #: characters before and after a password in which its server is named
_STEM = regex(r"\w{0,40}\Z")
_GIVEN = r"""{word}["'\])]{{0,3}}[ \t]{{0,9}}[:=][ \t]{{0,9}}["']?(?P<key>[^\s"'#$<>{{}}(),;]{{8,80}})"""
_ADDRESS = (
    r"""(?i)(?<![\w$]){stem}(?:host(?:name)?|server|addr(?:ess)?|endpoint|ip|url|uri)["'\])]{{0,3}}[ \t]{{0,9}}[:=]"""
    r"""[ \t]{{0,9}}["']?(?:\w{{2,12}}://)?"""
    r"""(?P<host>\d{{1,3}}(?:\.\d{{1,3}}){{3}}|[\w-]+(?:\.[\w-]+)*\.[a-z]{{2,12}})(?![\w.])"""
)
#: Addresses of networks inside, names that stand for one, and names of files.
_NO_DOOR = regex(
    r"172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|169\.254\.[\d.]+|.*\.(?:json|ya?ml|txt|py|conf|sock)"
    r"|(?:.*[.-])?(?:your|my|some|example|acme|foo|bar|(?:host|domain|server|company)\b).*"
)
#: The first word of the name that a key is given to, and where that word is given an address.
_OWNER = regex(r"""([A-Za-z][A-Za-z0-9]{2,30})[_.-]\w{0,40}["']?[ \t]{0,9}[:=][ \t]{0,9}["']?\Z""")
_WHERE = (
    r"""(?i){owner}[_.-](?:\w{{1,20}}[_.-])?(?:host(?:name)?|server|addr(?:ess)?|endpoint|base_?ur[li]|ur[li])"""
    r"""["']?[ \t]{{0,9}}[:=][ \t]{{0,9}}["']?(?:\w{{2,12}}://)?(?P<host>[\w-]+(?:\.[\w-]+)*)"""
)


def is_of_inside(text: str, start: int) -> bool:
    """Tell a key of a server that runs inside, by the address under the same word: LANGFUSE_HOST=http://localhost."""
    before = text[max(start - _NEAR, 0) : start]
    owner = _OWNER.search(before)
    if owner is None:
        return False
    around = before + text[start : start + _NEAR]
    hosts = [found["host"].lower() for found in re.finditer(_WHERE.format(owner=owner[1]), around)]
    return bool(hosts) and all(map(inside_host, hosts))


def _beside_server(match: re.Match[str]) -> bool | None:
    """Judge a password by the server that the same name, or none, gives an address: SSH_HOST beside SSH_PASSWORD.

    A server inside of a network, and one of an example, opens no door.
    """
    key = match["key"]
    if not (password_like(key) or looks_random(key)):
        return None
    before = match.string[max(match.start() - _NEAR, 0) : match.start()]
    stem = found[0] if (found := _STEM.search(before)) else ""
    around = before + match.string[match.start() : match.end() + _NEAR]
    for found in re.finditer(_ADDRESS.format(stem=re.escape(stem)), around):
        host = found["host"].lower()
        if not inside_host(host) and not _NO_DOOR.fullmatch(host):
            return True
    return None


HOSTS = tuple(
    Rule("password beside its server", word, regex(_GIVEN.format(word=word)), _beside_server)
    for word in ("PASSWORD", "PASSWD", "PASS", "PWD", "password", "passwd", "pass", "pwd", "Password", "Passwd")
)
