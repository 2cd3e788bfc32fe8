"""How well does a guard prove who is calling?"""

from collections.abc import Iterator, Sequence

from seatrial.facts.code.callees import Callee, callees
from seatrial.facts.code.code_index import calls_in, defined, function_at
from seatrial.facts.code.python_files import python_file
from seatrial.facts.web.guard import Guard
from seatrial.facts.web.guards import DEPENDS_TEXT
from seatrial.model.grades import Ordered
from seatrial.read.code.python_record import Call, Value, last_part
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Calls that prove who a caller is.
PROVES = caseless(
    r"jwt\.decode|jose\.|jwk|authlib\.|verify_id_token|verify_oauth2_token|verify_token|introspect|keycloak|flask_login\."
    r"|flask_jwt_extended\.|flask_httpauth\.|IsAuthenticated|login_required|DjangoModelPermissions|msal\.|cognito"
    r"|auth0|firebase_admin|verify_signature|check_password|verify_password|pwd_context|compare_digest|bcrypt|fastapi_users"
    r"|ldap|OAuth2AuthorizationCodeBearer|TokenAuthentication|JWTAuthentication|clerk|supabase.*get_user|workos|PyJWKClient"
    r"|permission_required|jwt_required|supertokens|construct_event|SignatureVerifier|RequestValidator|azure_auth|fief|propelauth|HMAC|hmac\."
)
LOOKS_UP = caseless(
    r"(api_?key|token|user|session).*\.(lookup|get_by|find|exists|filter|query|one|first|scalar)"
    # what keeps the identities is asked: identity_manager.check_token(token)
    r"|(identity|access|auth\w*|iam|users?|keys?|tokens?)_?(manager|service|store|provider|repository|client|api)\.\w*"
    r"(token|key|user|credential|session|authenticate)"
)
_SWITCH = caseless(
    r"auth\w*[._]?(is_)?(enabled?|disabled?|required)|(enable|disable|require|use|skip|no)_?(api_?)?(auth|keys?)"
    r"|api_key_?required"
)
_SESSION = regex(r"^(?:flask|quart)\.session(?:\.|$)|(?:^|\.)request\.session(?:[.\[]|$)")
_BRANCH = regex(r"\b(if|return|not|or|and)\b")
ENVIRONMENT = frozenset({"os.getenv", "os.environ.get"})
_SECRET = caseless(r"key|token|secret|auth|password")


_PROOF = caseless(r"key|token|secret|auth|password|signature|bearer|credential")
_LONGEST = 400  #: lines of a guard that are looked at
_REFUSES = regex(r"raise\b|(?:\w+\.)?abort\(")
_ENDS = regex(r"(?:raise|return)\b|(?:\w+\.)?abort\(")


class Proof(Ordered):
    """How well it is proved who calls."""

    NONE = "none"
    FORGED = "forged"  #: a token is read and its signature is not checked
    SHARED = "shared"  #: one key for all, compared with ==, or a check that is left out when nothing is configured
    IDENTITY = "identity"  #: a signature, a password, a session or a key is checked


def visited_by(repo: Repo, guard: Guard) -> tuple[tuple[str, str], ...]:
    """Return a guard and the functions it calls, three calls deep."""
    waiting, seen = [(guard.path, guard.scope, 0)], [(guard.path, guard.scope)]
    while waiting:
        path, scope, depth = waiting.pop()
        for callee in (*callees(repo, path, scope), *_injected(repo, path, scope)) if depth < 3 else ():
            if callee.sure and (callee.path, callee.scope) not in seen and len(seen) < 60:
                seen.append((callee.path, callee.scope))
                waiting.append((callee.path, callee.scope, depth + 1))
    return tuple(seen)


def _injected(repo: Repo, path: str, scope: str) -> Iterator[Callee]:
    """Yield the functions that the parameters of a guard depend on in turn."""
    function = function_at(repo, path, scope)
    for parameter in function.parameters if function else ():
        default = parameter.default
        names = DEPENDS_TEXT.findall(parameter.annotation)
        names += [item.name for item in default.items[:1]] if default and default.kind == "call" else []
        for name in names:
            found = defined(repo, path, name)
            if found and found.function:
                yield Callee(found.path, found.name)


def calls_of(repo: Repo, path: str, scope: str) -> Iterator[Call]:
    """Yield the calls of a function, and what its parameters are injected with."""
    yield from calls_in(repo, path, scope)
    function = function_at(repo, path, scope)
    for parameter in function.parameters if function else ():
        if parameter.default and parameter.default.kind == "call":
            yield from _as_calls(parameter.default)


def _as_calls(value: Value) -> Iterator[Call]:
    for item in value.items:
        if item.name:
            yield Call(item.name, item.text, 0, 0, "", last=last_part(item.name, item.text))


def skips_signature(call: Call) -> bool:
    """Tell whether a token is read without its signature being checked."""
    if call.last != "decode" or "jwt" not in (call.name or call.written):
        return False
    options = call.keyword("options")
    skipped = options.keyword("verify_signature") if options else call.keyword("verify")
    return skipped is not None and skipped.literal is False


def lets_in(repo: Repo, visited: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether a guard takes what ``HTTPBearer(auto_error=False)`` found, and never refuses anybody."""
    for path, scope in visited:
        function = function_at(repo, path, scope)
        if (function and function.raises) or any(call.last == "abort" for call in calls_in(repo, path, scope)):
            return False
    calls = (call for path in {path for path, _ in visited} for call in calls_in(repo, path, ""))
    return any(value.literal is False for call in calls if (value := call.keyword("auto_error")))


def lets_in_without(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a guard goes on where a caller sends nothing: an ``else`` beside its checks that refuses nobody."""
    function = function_at(repo, path, scope)
    whole = repo.text_or_empty(path).splitlines() if function else []
    lines = whole[function.line - 1 : min(function.end_line, function.line + _LONGEST)] if function else []
    for number, line in enumerate(lines):
        at = _indent(line)
        asks = line.strip() == "else:" and _checks_what_is_sent(lines[:number], at)
        if asks and not any(map(_ENDS.match, _block(lines[number + 1 :], at))):
            return True
    return False


def _checks_what_is_sent(before: Sequence[str], at: int) -> bool:
    """Tell whether the branches above an ``else`` ask for what a caller proves itself by, and refuse who does not."""
    for number, line in reversed([*enumerate(before)]):
        if line.strip() and _indent(line) <= at:
            if _indent(line) < at or not line.strip().startswith(("if ", "elif ")):
                return False
            if _PROOF.search(line) and any(map(_REFUSES.match, _block(before[number + 1 :], at))):
                return True
    return False


def _block(lines: Sequence[str], at: int) -> Iterator[str]:
    """Yield the lines that stand deeper than a branch, without their indent, up to its end."""
    for line in lines:
        if line.strip() and _indent(line) <= at:
            return
        yield line.strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def asks_the_session(repo: Repo, visited: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether a guard looks into the session, which the framework signs and a login has filled."""
    return any(
        _SESSION.search(name)
        for path, scope in visited
        if (file := python_file(repo, path)) is not None
        for mention in file.mentions
        if mention.scope == scope or mention.scope.startswith(f"{scope}.")
        for name in mention.names
    )


def reads_secret(guard: Guard, calls: list[Call]) -> bool:
    """Tell whether a guard reads its secret from a variable that may not be set, and so lets everybody in."""
    read = (call for call in calls if call.name in ENVIRONMENT and call.scope == guard.scope)
    return any(_SECRET.search(str(value.literal)) for call in read for value in call.args[:1])


def is_switched(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a switch in or just above a function lets everybody in."""
    file = python_file(repo, path)
    twice = [function for function in file.functions if function.name == scope] if file else []
    if not twice:
        return False
    lines = repo.text_or_empty(path).splitlines()
    around = lines[max(0, twice[0].line - 8) : twice[-1].end_line]
    code = (line for line in around if not line.lstrip().startswith("#"))
    return any(_SWITCH.search(line) and _BRANCH.search(line) for line in code)
