"""Which texts are credentials by where they stand: in an address, between the marks of a key, behind a known word?"""

import re
from collections.abc import Callable, Iterator

from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.read.sensitive import secret_judges as judge


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of a text that is a credential."""

    kind: str
    start: int
    end: int
    sure: bool = True


def hits_by(rules: tuple["Rule", ...], text: str) -> Iterator[Hit]:
    """Yield credentials that their surroundings give away."""
    held = {hint for hint in {rule.hint for rule in rules} if hint in text}  # several rules have the same one
    for rule in rules:
        if rule.hint in held:
            for match in rule.pattern.finditer(text):
                kept = rule.judge(match)
                if kept is not None:
                    yield Hit(rule.kind, match.start("key"), match.end("key"), kept)


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
_WEBHOOKS = (
    *(
        ("Discord", f"discord{app}.com/api/webhooks/", r"(?P<key>\d{16,20}/[\w-]{60,80})(?![\w-])")
        for app in ("", "app")
    ),
    ("Teams", ".webhook.office.com/webhookb2/", r"(?P<key>[0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/\w{32}/)"),
    (
        "Google Chat",
        "chat.googleapis.com/v1/spaces/",
        r"[\w-]+/messages\?key=(?P<key>[\w-]{35,50}&token=[\w%=-]{30,})",
    ),
)
CONTEXTS = (
    Rule(
        "private key",
        "PRIVATE KEY",
        regex(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?P<key>[^-]{0,4000})"),
        judge.pem,
    ),
    Rule("private key", "client-key-data", regex(r"client-key-data:\s*(?P<key>[A-Za-z0-9+/=]{100,})"), judge.kube),
    Rule(
        "password in an address",
        "://",
        regex(r"""://(?P<user>[^\s:/@"'<>{}$()`,]{0,80}):(?P<key>[^\s/@"'<>{}$()`]{4,100})@(?P<host>[\w.\-]+)"""),
        judge.address,
    ),
    Rule("Azure account key", "AccountKey=", regex(r"AccountKey=(?P<key>[A-Za-z0-9+/]{86}==)"), judge.random),
    *(
        Rule(
            "AWS secret key",
            hint,
            regex(hint + r"""(?i:.{0,20}?secret).{0,20}?["'\s:=]+(?P<key>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"""),
            judge.random,
        )
        for hint in ("aws", "AWS")
    ),
    Rule(
        "Slack webhook",
        "hooks.slack.com/",
        regex(r"hooks\.slack\.com/services/(?P<key>T\w{8,}/B\w{8,}/\w{24})"),
        judge.random,
    ),
    *(  # whoever has such an address writes into the channel of the team
        Rule(f"{whose} webhook", hint, regex(re.escape(hint) + rest), judge.random) for whose, hint, rest in _WEBHOOKS
    ),
    Rule(
        "Telegram bot token",
        "api.telegram.org/bot",
        regex(r"api\.telegram\.org/bot(?P<key>\d{8,10}:[\w-]{35})(?![\w-])"),
        judge.random,
    ),
    Rule("Astra DB token", "AstraCS:", regex(r"(?P<key>AstraCS:[A-Za-z]{24}:[0-9a-f]{64})(?![\w-])"), judge.random),
    Rule(
        "Kaggle key",
        '"username"',
        regex(r'"username"\s*:\s*"[^"]+"\s*,\s*"key"\s*:\s*"(?P<key>[0-9a-f]{32})"'),
        judge.random,
    ),
    *(
        Rule("password", word, regex(_LITERAL.format(word=word)), judge.literal)
        for word in ("password", "PASSWORD", "passwd", "PASSWD", "Password", "passphrase")
    ),
    *(
        Rule("key or token that is a UUID", hint, regex(_UUID.format(word=hint)), judge.numbered)
        for hint in ("CODECOV_TOKEN", "API_KEY", "api_key", "API_TOKEN", "api_token", "AUTH_TOKEN", "auth_token")
    ),
    Rule(  # as Django's startproject makes it; with the prefix by which newer releases mark it, it has other characters
        "Django secret key",
        "SECRET_KEY",
        regex(
            r"""SECRET_KEY\b[^\n]{0,60}?[\s=:(,\["'](?P<key>[a-z0-9!@#$%^&*(\-_=+)]{50})(?:["']|[ \t\r]*$)""",
            re.MULTILINE,
        ),
        judge.django,
    ),
    Rule(
        "value of a Kubernetes Secret",
        "kind: Secret",
        regex(
            r"^[ \t]+[\w.\-]*(?i:passw|token|secret|key)[\w.\-]*:[ \t]*(?P<key>[A-Za-z0-9+/]{12,}={0,2})[ \t]*$",
            re.MULTILINE,
        ),
        judge.stored,
    ),
)
