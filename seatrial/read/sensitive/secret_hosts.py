"""Which passwords open a server on the internet, and which keys one inside only, as the address beside them says?"""

import re

from seatrial.read.regex import regex
from seatrial.read.sensitive.randomness import is_stand_in, looks_random
from seatrial.read.sensitive.secret_contexts import Rule
from seatrial.read.sensitive.secret_judges import inside_host
from seatrial.read.sensitive.secret_names import is_usual, password_like

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
#: The address of one customer's database at a provider, under the name or number that the provider gave it: whoever
#: writes that down has it, so that even a plain word beside it opens it.
_OF_A_CUSTOMER = regex(
    r"[\w-]{1,80}\.[a-z0-9]{12}\.[a-z]{2}-[a-z]{4,10}-\d\.(?:rds|docdb|redshift|neptune)\.amazonaws\.com(?:\.cn)?"
    r"|[\w-]{1,80}\.(?:(?:postgres|mysql|mariadb)\.database\.azure\.com|database\.windows\.net|[a-z0-9]{5,7}\.mongodb\.net)"
    r"|[\w-]{1,80}\.(?:[\w-]{1,40}\.){1,2}(?:neon\.tech|aivencloud\.com|cockroachlabs\.cloud)|db\.[a-z]{20}\.supabase\.co"
)
#: A part of a list or table that code reads, as vendored JavaScript does: ``url.password = parts[1]``.
_READ = regex(r"[A-Za-z_][\w.]*(?:\[[\w.]+\])+")
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

    A server inside of a network, and one of an example, opens no door. A plain word may be the name of a variable, but
    not beside the database of one customer.
    """
    key = match["key"]
    chosen = (password_like(key) or looks_random(key)) and not _READ.fullmatch(key)
    if not chosen and (is_stand_in(key) or is_usual(key) or not _is_quoted(match)):
        return None
    before = match.string[max(match.start() - _NEAR, 0) : match.start()]
    stem = found[0] if (found := _STEM.search(before)) else ""
    around = before + match.string[match.start() : match.end() + _NEAR]
    for found in re.finditer(_ADDRESS.format(stem=re.escape(stem)), around):
        host = found["host"].lower()
        opens = chosen or bool(_OF_A_CUSTOMER.fullmatch(host))
        if opens and not inside_host(host) and not _NO_DOOR.fullmatch(host):
            return True
    return None


def _is_quoted(match: re.Match[str]) -> bool:
    """Tell a text from the name of a variable: both quotes are there."""
    quote = match.string[match.start("key") - 1]
    return quote in "\"'" and match.string[match.end("key") : match.end("key") + 1] == quote


HOSTS = tuple(
    Rule("password beside its server", word, regex(_GIVEN.format(word=word)), _beside_server)
    for word in ("PASSWORD", "PASSWD", "PASS", "PWD", "password", "passwd", "pass", "pwd", "Password", "Passwd")
)
