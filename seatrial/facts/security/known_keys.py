"""Which keys that let people in does whoever reads the code know: by a default, or since they stand there?"""

from seatrial.read.code.python_record import Assignment, Call, PythonFile, Value
from seatrial.read.regex import caseless, regex

#: Variables by which whoever knows them is let in as anybody: keys that sign tokens and sessions, and an admin's word.
_SIGNS = caseless(
    r"(?:^|_)(?:jwt|session|signing|cookie|flask|django|app|auth)_?(?:secret|key|secret_?key)$|^secret_?key$"
    r"|(?:^|_)(?:admin|superuser|root_user)_?(?:password|passwd|pass)$"
)
#: Names that stand for the key itself and not, as ``SESSION_KEY`` may, for the name under which something is kept.
_SECRET = caseless(
    r"(?:^|[.'\"\[])(?:(?:[a-z\d]{1,20}_){0,2}(?:jwt|session|signing|cookie|flask|auth)_?secret(?:_?key)?|secret_?key)['\"\]]*$"
)
#: What is made with a key to sign by it: a client of a store is given a ``secret_key`` too, as its password.
_SIGNERS = caseless(r"jwt|session(?!maker)|token|signer|serializer|cookie|auth")
_SIGNED_BY = frozenset({"jwt.encode", "jwt.decode", "jose.jwt.encode", "jose.jwt.decode", "authlib.jose.jwt.encode"})
#: The name of a variable in which a key is looked for, and a value that a generator made: that is a credential.
_NAME = regex(r"[A-Z][A-Z0-9_]+")
_RANDOM = regex(r"(?=[^\d\n]*\d)(?=[^a-zA-Z\n]*[a-zA-Z])\S{16,}")
FOR_DEVELOPMENT = regex(r"(^|[/_.-])(dev|devel|development|local|test|testing|debug)([/_.-]|$)")


def known_default(file: PythonFile, name: str, default: Value | None) -> str:
    """Say that a key or password has a text as its default, which holds wherever nobody sets another one.

    Who compares it with that text, to stop or to warn, knows.
    """
    text = _text(default)
    if not text or not _SIGNS.search(name) or _is_known(file, text):
        return ""
    return f"{name} is a text of the code wherever nobody sets it, so that any reader is let in"


def written_key(file: PythonFile, item: Assignment) -> str:
    """Say that a key which signs is a text of the code: ``SECRET_KEY = "change-me"``, ``app.secret_key = "dev"``."""
    return _told(file, item.target, item.value) if _SECRET.search(item.target) else ""


def handed_key(file: PythonFile, call: Call) -> str:
    """Say that what signs is handed a text of the code: ``SimpleJWT(secret_key="x")``, ``jwt.encode(claims, "x")``."""
    if call.name in _SIGNED_BY and len(call.args) > 1:
        return _told(file, f"the key of {call.written}()", call.args[1])
    middleware = call.args[0].name if call.last in ("add_middleware", "Middleware") and call.args else call.last
    if not _SIGNERS.search(middleware):
        return ""
    given = ((name, value) for name, value in call.keywords if _SECRET.search(name))
    return next((what for name, value in given if (what := _told(file, f"{name} of {call.written}()", value))), "")


def _told(file: PythonFile, name: str, value: Value) -> str:
    text = _text(value)
    if not text or _NAME.fullmatch(text) or _RANDOM.fullmatch(text) or _is_known(file, text):
        return ""
    return f"{name} stands in the code: whoever reads it can forge what it signs"


def _text(value: Value | None) -> str:
    text = value.literal if value is not None and value.kind == "literal" else None
    return text.strip() if isinstance(text, str) else ""


def _is_known(file: PythonFile, text: str) -> bool:
    """Tell whether the code itself looks for this text, or is for development by its name."""
    asked = any(text in (item.left.literal, item.right.literal) for item in file.comparisons)
    return asked or bool(FOR_DEVELOPMENT.search(file.path))
