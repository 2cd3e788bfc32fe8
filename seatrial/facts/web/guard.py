"""Does a name stand for something that asks who is calling?"""

import re
from collections.abc import Iterator

from seatrial.facts.code.code_index import Defined, calls_in, defined, function_at, meaning
from seatrial.facts.code.python_files import python_file
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Words in the names of functions and classes that ask who is calling.
ABOUT_CALLERS = caseless(
    r"auth|(?<![a-z])user|token|jwt|api_?key|apikey|permission|rbac|credential|login|principal|claims|(?<![a-z])role"
    r"|security|bearer|protected|access_check|signature|require_(?!json)|identity|tenant|verify_(?!payload|input)"
)
_NOT_ABOUT = caseless(
    r"get_db|database|settings|tokeniz|count_tokens|max_tokens|csrf_exempt|author(s|$)|cors|security_?headers?|secure_?headers?|xss|injection"
)
#: Codes by which WebSockets are closed on whoever may not speak there: the standard's, and what services use for 401.
_NOT_LET_IN = (1008, 4001, 4003, 4401, 4403)
#: Calls that compare secrets, and by which Stripe, Twilio and Slack let their receivers check a signature.
_COMPARES = frozenset({"compare_digest", "construct_event", "RequestValidator", "SignatureVerifier"})
_CREDENTIALS = regex(
    r"HTTPAuthorizationCredentials|HTTPBasicCredentials"
    r"|\b(HTTPBearer|HTTPBasic|HTTPDigest|APIKey(Header|Query|Cookie)|OAuth2\w*Bearer)\b"
)


#: What frameworks raise for a caller who is not known, or may not do this.
_REFUSALS = regex(
    r"^(?:litestar|starlite|rest_framework|werkzeug|flask|quart|sanic|falcon|aiohttp|ninja|blacksheep|django)\."
    r"(?:.*\.)?(?:HTTP)?(?:NotAuthori[sz]ed|NotAuthenticated|AuthenticationFailed|Unauthori[sz]ed|Forbidden"
    r"|PermissionDenied)(?:Exception|Error)?$"
)


#: What a guard of a server stands for that compares one key, the same for all callers.
ONE_KEY = "server.one_key"


@dataclass(frozen=True, slots=True)
class Guard:
    """One thing that asks who is calling before a handler answers."""

    place: Place
    what: str
    path: str = ""  #: file of the function behind it, "" when it is a library's
    scope: str = ""  #: its qualified name; for a library's the dotted name
    maybe: bool = False  #: it is put there under a condition


def guard_named(repo: Repo, file: PythonFile, line: int, name: str, kind: str) -> Iterator[Guard]:
    """Yield the guard that a name in a file stands for, nothing when it is not about callers."""
    last = ".".join(name.rsplit(".", 2)[-2:])
    found = defined(repo, file.path, name) or maker_of(repo, file.path, name)
    called = _called(repo, found)
    docstring = called.docstring if called else ""
    named = ABOUT_CALLERS.search(last) or "authenticat" in docstring.lower() or (called and _takes_credentials(called))
    refuses = found is not None and called is not None and _refuses(repo, found.path, called.name)
    if not (named or refuses) or _NOT_ABOUT.search(last):
        return
    if found:
        cls = f"{found.name}.__call__" if found.cls else found.name
        start = found.function.line if found.function else found.cls.line if found.cls else 0
        yield Guard(Place(found.path, start), f"{kind} asks {found.name}", found.path, cls)
    else:
        yield Guard(Place(file.path, line), f"{kind} asks {name.lstrip('.')}", "", name)


def _refuses(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a function refuses callers, or one that it makes: what a decorator puts around a handler."""
    file = python_file(repo, path)
    inner = (item.name for item in (file.functions if file else ()) if item.name.startswith(f"{scope}."))
    return any(refuses_callers(repo, path, one) for one in (scope, *inner))


def _called(repo: Repo, found: Defined | None) -> Function | None:
    """Return the function that is called where a name stands: of a class the one that its objects are called by."""
    if found is None or found.function:
        return found.function if found else None
    return function_at(repo, found.path, f"{found.name}.__call__")


def _takes_credentials(function: Function) -> bool:
    """Tell whether a function is handed what a caller proves itself by, as ``fastapi.security`` reads it."""
    texts = (text for one in function.parameters for text in (one.annotation, *_names(one.default)))
    return any(_CREDENTIALS.search(text) for text in texts)


def _names(value: Value | None) -> Iterator[str]:
    for one in (value, *value.items) if value else ():
        yield from (one.name, one.text)


def maker_of(repo: Repo, path: str, name: str) -> Defined | None:
    """Return the function or class that made a value: ``can_edit = require_role("editor")``.

    A name that the file does not have is one of a factory that makes the application, beside its handlers.
    """
    found = meaning(repo, path, name)
    file = python_file(repo, found.path if found else path)
    if file is None or (found is not None and found.kind != "value"):
        return None
    for item in file.assignments:
        at_top = not item.scope
        if item.target == (found.scope if found else name) and at_top == bool(found) and item.value.kind == "call":
            return defined(repo, file.path, item.value.name)
    return None


def compares_secrets(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a function compares secrets or signatures, itself or by what a provider of webhooks gives for it."""
    return any(call.last in _COMPARES for call in calls_in(repo, path, scope))


def refuses_callers(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a function answers 401 or 403, raises what a framework answers so, or compares secrets."""
    function = function_at(repo, path, scope)
    if compares_secrets(repo, path, scope) or any(map(_REFUSALS.search, function.raises if function else ())):
        return True
    for call in calls_in(repo, path, scope):
        given = call.values
        if any(value.literal in (401, 403) and not isinstance(value.literal, bool) for value in given):
            return True
        if any(re.search(r"HTTP_40[13]", value.name) for value in given) or _shuts_a_socket(call):
            return True
    return False


def _shuts_a_socket(call: Call) -> bool:
    """Tell what closes a WebSocket since its caller is not known: ``websocket.close(code=1008)``."""
    code = call.argument(0, "code") if call.last == "close" else None
    return code is not None and (code.literal in _NOT_LET_IN or "WS_1008" in code.name)
