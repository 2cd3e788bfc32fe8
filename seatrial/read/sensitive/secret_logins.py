"""Which texts are passwords because a user, a machine or a server stands beside them: netrc, logins, headers?"""

import re

from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.randomness import is_stand_in, looks_random
from seatrial.read.sensitive.secret_contexts import Rule
from seatrial.read.sensitive.secret_judges import decoded
from seatrial.read.sensitive.secret_names import is_usual, password_like

_LOCAL = caseless(r"(?:server|data source|host)\s*=\s*(?:tcp:)?(?:localhost|127\.|\(local|\.[;\\]|[\w-]+[;,:])")
_SERVER = caseless(r"(?:server|data source|host|addr(?:ess)?)\s*=")

#: https://docs.sentry.io/concepts/key-terms/dsn-explainer: scheme, public key, host, and the number of the project.
_PUBLIC_KEY = regex(
    r"[0-9a-f]{32}@[\w\-]{1,60}(?:\.[\w\-]{1,60}){1,6}(?::\d{1,5})?/(?:[\w\-]{1,60}/){0,3}\d{1,20}(?![\w/.\-])"
)


def _login(match: re.Match[str]) -> bool | None:
    """Judge a password that stands beside its user in plain text."""
    key = match["key"]
    return None if is_stand_in(key) or is_usual(key) or key.startswith(("$", "{", "<", "%")) else True


def _coded(match: re.Match[str]) -> bool | None:
    """Judge base64 that should hold ``user:password``."""
    inside = decoded(match["key"])
    user, colon, password = inside.decode("latin-1").partition(":")
    if not colon or not inside.isascii() or not inside.decode("ascii").isprintable() or len(password) < 6:
        return None
    usual = is_usual(password) or is_stand_in(password) or password == user
    return None if usual else password_like(password)


def _connection(match: re.Match[str]) -> bool | None:
    """Judge a password of a connection string; one of a server inside is only likely one."""
    before = match.string[max(match.start() - 200, 0) : match.end() + 200]
    if not _SERVER.search(before) or not password_like(match["key"]):
        return None
    return not _LOCAL.search(before)


def _option(match: re.Match[str]) -> bool | None:
    """Judge what a command is given as a password or token."""
    key = match["key"]
    if is_stand_in(key) or is_usual(key) or not (looks_random(key) or password_like(key)):
        return None
    return looks_random(key)


def _in_address(match: re.Match[str]) -> bool | None:
    """Judge a token before a host; Sentry's addresses name a project by a key that is public."""
    if _PUBLIC_KEY.match(match.string, match.start("key")):
        return None
    return _option(match)


def _drawn(match: re.Match[str]) -> bool | None:
    return None if is_stand_in(match["key"]) else True


LOGINS = (
    Rule(
        "password on a command line",
        "--",
        regex(
            r"""--(?:password|token|secret|api[-_]key|access[-_]key|secret[-_]key)(?:[= ]|["'],\s?)["']?"""
            r"""(?P<key>[^\s"'$<{}(),;]{8,200})"""
        ),
        _option,
    ),
    Rule("Telegram bot token", ":AA", regex(r"(?<!\w)(?P<key>\d{8,10}:AA[\w\-]{33})(?![\w\-])"), _drawn),
    Rule("token in an address", "://", regex(r"://(?P<key>[\w\-]{16,200})@[\w\-]{1,60}\."), _in_address),
    Rule("password in a netrc file", "machine ",
         regex(r"\bmachine\s+\S{1,200}\s+login\s+\S{1,200}\s+password\s+(?P<key>\S{8,200})"), _login),
    Rule("login of a registry", '"auth"', regex(r'"auth"\s*:\s*"(?P<key>[A-Za-z0-9+/]{12,400}={0,2})"'), _coded),
    Rule("password in a header", "Basic ", regex(r"\bBasic (?P<key>[A-Za-z0-9+/]{12,400}={0,2})"), _coded),
    Rule("password on a command line", "curl",
         regex(r"""\bcurl\b[^\n]{0,300}?\s(?:-u|--user)[ =]?["']?[^\s:"'$<{]{1,80}:(?P<key>[^\s"'$<{]{6,80})"""),
         _login),
    Rule("password on a command line", "docker login",
         regex(r"""\bdocker login\b[^\n]{0,300}?\s(?:-p|--password)[ =]["']?(?P<key>[^\s"'$<{]{6,200})"""), _login),
    *(
        Rule("password in a connection string", hint,
             regex(rf"""{word}=\s?(?P<key>[^;"'\s<>{{}}$]{{8,80}})(?=[;"'\s]|$)"""), _connection)
        for hint, word in (("assword=", "[Pp]assword"), ("wd=", "[Pp]wd"), ("PWD=", "PWD"))
    ),
)  # fmt: skip
