"""After which time is a person logged off who has gone away?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless

_ENDS = caseless(
    r"(?:^|_)(?:session|idle|inactivity|logout|log_?off|login|cookie)_?(?:\w+_)?(?:timeout|ttl|lifetime|age|expir\w*|"
    r"minutes|seconds)(?:_|$)|PERMANENT_SESSION_LIFETIME|SESSION_EXPIRE_AT_BROWSER_CLOSE|"
    r"(?:^|_)(?:access_)?token_(?:expire\w*|lifetime|ttl)|cookie_expiry_days|(?:^|_)auto_?(?:logout|logoff)"
)
_SESSIONS = frozenset({"SessionMiddleware", "Authenticate", "set_cookie"})
_AGES = frozenset({"max_age", "cookie_expiry_days", "expires"})


@fact
def logoffs(component: Component) -> tuple[Evidence, ...]:
    """Return where own code bounds how long a session of a person lasts, by place."""
    found = []
    for program in own_code_of(component):
        named = [(item.target.rpartition(".")[2], item.line) for item in program.file.assignments]
        named += [(one.name, one.line) for cls in program.file.classes for one in cls.attributes]
        found += [
            Evidence(Place(program.path, line), f"{name} bounds how long a session lasts")
            for name, line in named
            if _ENDS.search(name.strip("'\"]").rpartition("[")[2].strip("'\""))
        ]
        found += [
            program.evidence(call, f"{call.last} bounds how long a session lasts")
            for call in program.file.calls
            if (call.last in _SESSIONS or call.last == "add_middleware") and _AGES & {key for key, _ in call.keywords}
        ]
    return tuple(sorted(dict.fromkeys(found)))
