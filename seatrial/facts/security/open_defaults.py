"""Which lines of code leave a door open by default: debug modes, any site or host, tracebacks, a known key?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.arguments import keyword
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.security.known_keys import FOR_DEVELOPMENT, handed_key, known_default, written_key
from seatrial.facts.security.returned_traces import TRACES, returned_traces
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN, Assignment, Call, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_DEBUGS = "debug mode shows strangers the code, and with Werkzeug's debugger lets them run some"
_CREDENTIALS = "any web site may send requests with the cookies of whoever is signed in"
ANY_SITE = "any web site may read the answers; no credentials are sent along"
_APPS = ("flask.", "quart.", "fastapi.FastAPI", "starlette.applications.Starlette", "sanic.", "bottle.",
                "werkzeug.serving.run_simple", "apiflask.", "dash.", "litestar.Litestar")  # fmt: skip
_STARTS = frozenset({"run", "run_server", "run_simple", "FastAPI", "Starlette", "Sanic", "Litestar"})
_APP_NAME = regex(r"(^|\.)(app|application|server|flask_app|api)\.(run|run_server)$")
#: Calls that make an answer, or end a request with one.
_ANSWERS = frozenset({
    "HTTPException", "JSONResponse", "PlainTextResponse", "HTMLResponse", "Response", "ORJSONResponse", "jsonify",
    "abort", "make_response", "json_response", "HttpResponse", "JsonResponse", "HttpResponseServerError",
})  # fmt: skip
TELLS = "whoever makes a request fail is answered with the traceback: files, lines and values of the code"
_STAR = regex(r"[\"']\*[\"']")
_DJANGO = regex(r"(^|/)(settings|base|common|production|prod|main|config)\w*\.py$|(^|/)settings/")
_READS = frozenset({"os.getenv", "os.environ.get", "decouple.config", "environs.Env.str"})
#: Names of switches that let every web site in.
_ABOUT_SITES = caseless(r"cors|origin|cross_site")
_OR_TEXT = regex(r"\sor\s+[\"']")


@dataclass(frozen=True, slots=True)
class OpenDefault(InCode):
    """One line of code that opens something nobody asked to be open."""

    site: Site
    what: str
    mild: bool = False  #: it does harm only together with something else


@fact
def open_defaults(repo: Repo) -> tuple[OpenDefault, ...]:
    """Return where code switches debugging on, lets any web site or host in, or opens a tunnel; tests apart."""
    found = [*repo.each(_in, programs(repo))]
    answers = {(item.site.path, item.site.scope) for item in found if TELLS in item.what}
    for program, call in returned_traces(repo):
        if (program.path, call.scope) not in answers:
            what = f"{call.scope} returns {call.written}: {TELLS}"
            found.append(OpenDefault(program.site_of(call), what, "if" in call.inside))
    return tuple(sorted(found, key=lambda item: (item.mild, item.site)))


def _in(program: Program) -> Iterator[OpenDefault]:
    if program.is_test:
        return
    for call in program.file.calls:
        if opened := _of_call(program.file, call):
            scope = MAIN if "main" in call.inside else call.scope
            yield OpenDefault(program.site(call.line, scope), *opened)
    for attribute in (item for one in program.file.classes for item in one.attributes):
        if known := known_default(program.file, attribute.name, attribute.value):
            yield OpenDefault(program.site(attribute.line, ""), known)
    django = _is_django(program.file)
    for assignment in program.file.assignments:
        if opened := _of_assignment(program.file, assignment, django=django):
            yield OpenDefault(program.site_of(assignment), *opened)


def _of_call(file: PythonFile, call: Call) -> tuple[str, bool] | None:
    if _is_true(keyword(file, call, "debug")) and _starts_app(file, call):
        return f"{call.written}(debug=True): {_DEBUGS}", False
    if call.last in _ANSWERS and any(_holds_trace(file, call, value) for value in call.values):
        return f"{call.written}: {TELLS}", "if" in call.inside  # a switch of developers may decide
    if call.last == "launch" and _is_true(keyword(file, call, "share")) and "gradio" in file.packages:
        return "launch(share=True) opens the page to everybody by a public tunnel", False
    if call.name in _READS and call.args and isinstance(name := call.args[0].literal, str):
        default = call.args[1] if len(call.args) > 1 else call.keyword("default")
        opened = known_default(file, name, default)
        return (opened, False) if opened else None
    if handed := handed_key(file, call):
        return handed, False
    sites = _of_sites(file, call)
    if sites == (_CREDENTIALS, False) and _is_asked_for(file, call):
        return f"{_CREDENTIALS}, where who starts it asks for that", True
    return sites


def _holds_trace(file: PythonFile, call: Call, value: Value) -> bool:
    """Tell whether an answer is given the traceback, or a name that it was put into before in the same function."""
    if value.name in TRACES:
        return True
    kept = {one.target for one in file.assignments if one.scope == call.scope and one.value.name in TRACES}
    return (value.kind == "name" and value.text in kept) or any(_holds_trace(file, call, part) for part in value.parts)


def _starts_app(file: PythonFile, call: Call) -> bool:
    if call.last in _STARTS and call.name.startswith(_APPS):
        return True
    return bool(_APP_NAME.search(call.written)) and ("flask" in file.packages or "dash" in file.packages)


def _of_sites(file: PythonFile, call: Call) -> tuple[str, bool] | None:
    """Judge what a call says about the web sites whose pages may ask the service."""
    if call.name in ("flask_cors.CORS", "flask_cors.cross_origin", "quart_cors.cors"):
        origins = keyword(file, call, "origins") or keyword(file, call, "allow_origin")
        listed = keyword(file, call, "resources")
        every = _has_star(origins) if origins else listed is None or _has_star(listed)
        return _sites(every=every, credentials=keyword(file, call, "supports_credentials"))
    middleware = call.args[0].name if call.last in ("add_middleware", "Middleware") and call.args else call.name
    if not middleware.endswith(("CORSMiddleware", "CORSConfig")):
        return None
    pattern = keyword(file, call, "allow_origin_regex")
    every = _has_star(keyword(file, call, "allow_origins")) or (pattern is not None and pattern.literal in (".*", "*"))
    return _sites(every=every, credentials=keyword(file, call, "allow_credentials"))


def _sites(*, every: bool, credentials: Value | None) -> tuple[str, bool] | None:
    if not every:
        return None
    return (_CREDENTIALS, False) if _is_true(credentials) else (ANY_SITE, True)


def _is_asked_for(file: PythonFile, call: Call) -> bool:
    """Tell what stands behind a condition that is off by default: ``def make(any_origin=False)``."""
    around = file.function(call.scope)
    fields = (one for cls in file.classes for one in cls.attributes)
    given = [(one.name, one.default) for one in around.parameters] if around else []
    given += [(one.name, one.value) for one in fields]
    off = (name for name, value in given if value is not None and value.kind == "literal" and value.literal is False)
    return "if" in call.inside and any(map(_ABOUT_SITES.search, off))


def _has_star(value: Value | None) -> bool:
    """Tell whether a list of origins holds ``*``, also as what is taken when no setting says otherwise."""
    if value is None:
        return False
    inner = value.parts
    return value.literal == "*" or any(map(_has_star, inner)) or bool(_STAR.search(value.text))


def _of_assignment(file: PythonFile, item: Assignment, *, django: bool) -> tuple[str, bool] | None:
    if item.name in ("flask.Flask.debug", "quart.Quart.debug") and _is_true(item.value):
        return f"{item.target} = True: {_DEBUGS}", False
    if item.target.endswith(("config['DEBUG']", 'config["DEBUG"]')) and _is_true(item.value):
        return f"{item.target} = True: {_DEBUGS}", False
    if known := known_default(file, item.target, _else_text(item.value)) or written_key(file, item):
        return known, False
    return _of_django(file, item) if not item.scope and django else None


def _else_text(value: Value) -> Value | None:
    """Return the text that is taken where a setting gives nothing: ``get_secret("JWT_SECRET") or "secret"``."""
    taken = value.items[-1] if value.kind == "operation" and _OR_TEXT.search(value.text) else None
    asked = any(one.kind in {"call", "item"} for one in value.items[:-1])
    return taken if taken is not None and asked else None


def _is_django(file: PythonFile) -> bool:
    """Tell the settings of a Django project that are not for development by their name."""
    if not _DJANGO.search(file.path) or FOR_DEVELOPMENT.search(file.path):  # before what looks at the whole file
        return False
    named = {item.target for item in file.assignments if not item.scope}
    return bool(named & {"INSTALLED_APPS", "ROOT_URLCONF", "ALLOWED_HOSTS", "WSGI_APPLICATION"})


def _of_django(file: PythonFile, item: Assignment) -> tuple[str, bool] | None:
    match item.target:
        case "DEBUG" if _is_true(item.value):
            return "DEBUG = True: Django shows its settings and code to whoever makes it fail", False
        case "ALLOWED_HOSTS" if _has_star(item.value):
            return "ALLOWED_HOSTS takes any host, so that links in mails and redirects can be forged", True
        case "CORS_ALLOW_ALL_ORIGINS" | "CORS_ORIGIN_ALLOW_ALL" if _is_true(item.value):
            given = (other.value for other in file.assignments if other.target == "CORS_ALLOW_CREDENTIALS")
            return _sites(every=True, credentials=next(given, None))
    return None


def _is_true(value: Value | None) -> bool:
    return value is not None and value.kind == "literal" and value.literal in (True, "*")  # falcon: for every origin
