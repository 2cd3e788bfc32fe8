"""What do routes in TypeScript, JavaScript and Go do with a request that is not what they expect?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.foreign.modules import modules
from seatrial.facts.foreign.programs import by_path, followed
from seatrial.facts.foreign.routes import ForeignRoute, foreign_routes
from seatrial.facts.foreign.spots import calls_of, insides, reached_from
from seatrial.facts.serving.request_schemas import How, RequestSchema
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.request_models import NO_FIELDS, Fields
from seatrial.model import Confidence
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_DEEP = 3  #: calls from a handler to what looks at its request
#: What holds a value to a schema: of zod, valibot, joi, yup, typebox, ajv, class-validator; binders of Go.
_HOLDS = regex(
    r"(?:^|\.)(?:safeParse|parse|safeParseAsync|parseAsync|validate|validateAsync|validateSync|validateOrReject"
    r"|assert|Check)$"
)
_BINDS = regex(r"\.(?:ShouldBind\w*|Bind(?:JSON|Query|Uri|Body)?|BodyParser|QueryParser|MustBindWith)$|huma\.Register$")
_CHECKS = regex(r"(?:^|\.)(?:Struct(?:Ctx)?|ValidateStruct|ValidateRequest)$")
#: What stands before a handler and holds requests to the schema that it is given.
_BEFORE = caseless(r"validator|validate|zodResolver|celebrate|typebox|checkSchema|openapi")
_OTHERS = frozenset({"JSON.parse", "Date.parse", "path.parse", "url.parse", "qs.parse", "querystring.parse"})
_LIBRARIES = regex(r"^(?:zod|valibot|yup|joi|@hapi/joi|ajv|class-validator|@sinclair/typebox|superstruct|arktype)\b")
_OBJECTS = regex(r"(?:^|\.)(?:object|strictObject|looseObject|Object|keys)(?:\.\w+)*$")
#: What bounds a field: of a text its length or form, of a number its range, of a list how much it holds.
_BOUNDS = regex(
    r"\.(?:max|min|length|enum|nativeEnum|literal|picklist|regex|email|url|uuid|uuidv4|nanoid|cuid2?|int|positive"
    r"|nonnegative|gt|gte|lt|lte|boolean|date|datetime|valid|integer|maxLength|minLength|pattern|multipleOf|ip|Boolean"
    r"|Literal|Integer|Enum|instanceof)\b"
)
_ANY = regex(r"\.(?:any|unknown|passthrough|Any|Unknown|record)\b")
_TAG = regex(r"\b(?:binding|validate):\"[^\"]*\b(?:max|min|oneof|lte?|gte?|len|uuid|email|url)\b")
_REFUSED = frozenset({400, 413, 415, 422})


@fact
def foreign_schemas(repo: Repo) -> Mapping[Endpoint, RequestSchema]:
    """Return how each route checks its requests; nobody where nothing was followed to a check."""
    return {route.endpoint: _schema(repo, route) for route in foreign_routes(repo)}


def _schema(repo: Repo, route: ForeignRoute) -> RequestSchema:
    found = next(iter(_held(repo, route)), None)
    if found is not None:
        call, fields = found
        what = f"{call} holds a request to {_told(fields)}"
        return _result(route, what, How.BY_TYPES, fields)
    refusals = _refusals(repo, route)
    if refusals:
        what = f"{_methods_and_url(route)} refuses requests by hand in {refusals} place{'s' if refusals > 1 else ''}"
        return _result(route, what, How.BY_HAND, NO_FIELDS)
    return _result(route, f"{_methods_and_url(route)} takes a request as it comes", How.NOBODY, NO_FIELDS)


def _result(route: ForeignRoute, what: str, how: How, fields: Fields) -> RequestSchema:
    return RequestSchema(route.place, what, route.endpoint, how, fields, Confidence.LIKELY)


def _methods_and_url(route: ForeignRoute) -> str:
    methods = "/".join(route.endpoint.methods)
    return f"{methods} {route.endpoint.url}".strip()


def _told(fields: Fields) -> str:
    return f"a schema that bounds {fields.bounded} of {fields.total} fields" if fields.total else "a schema"


def _held(repo: Repo, route: ForeignRoute) -> Iterator[tuple[str, Fields]]:
    """Yield what holds a request to a schema: before the handler, in it, or in what the route is declared with."""
    for one in route.before:
        named = one.value.name or one.value.text.partition("(")[0]
        if one.value.kind == "call" and _BEFORE.search(named):
            inner = [fields for item in one.value.items if (fields := _fields(item)).total]
            yield named.rpartition("/")[2], _sum(inner) if inner else Fields(typed=1)
    if route.endpoint.framework == "Nest" and _pipes(repo):
        yield "ValidationPipe", Fields(typed=1)
    for here in reached_from(repo, route.handler, _DEEP) if route.endpoint.handler_path else ():
        for call in calls_of(repo, here):
            held = _of_call(repo, here.path, call)
            if held is not None:
                yield call.written, held
    for call in _declaring(repo, route) if route.endpoint.framework == "tRPC" else ():
        if call.last == "input" and call.args:
            yield call.written, _fields(_meant(repo, route.place.path, call.scope, call.args[0]))
    if any(value.keyword("schema") for call in _declaring(repo, route) for value in call.args):
        yield "its schema", Fields(typed=1)


def _declaring(repo: Repo, route: ForeignRoute) -> Iterator[Call]:
    file = by_path(repo).get(route.place.path)
    yield from (call for call in file.calls if call.line == route.place.line) if file else ()


@fact
def _pipes(repo: Repo) -> bool:
    return any(call.last == "ValidationPipe" for file in followed(repo) for call in file.calls)


def _of_call(repo: Repo, path: str, call: Call) -> Fields | None:
    """Return the fields of the schema that a call holds its value to; None for a call that does no such thing."""
    if path.endswith(".go"):
        if not (_BINDS.search(call.name) or _CHECKS.search(call.name)):
            return None
        texts = by_path(repo)[path].texts
        return Fields(bounded=1) if any(_TAG.search(text.value) for text in texts) else Fields(typed=1)
    if not _HOLDS.search(call.written) or call.written in _OTHERS or not (call.args or call.last == "Check"):
        return None
    owner = call.written.rpartition(".")[0]
    schema = _variable(repo, path, call.scope, owner)
    if schema is not None:
        fields = _fields(schema)
        return fields if fields.total else Fields(typed=1)
    if not _LIBRARIES.search(call.name):
        return None
    given = [_fields(_meant(repo, path, call.scope, item)) for item in call.args]
    return _sum(given) if any(fields.total for fields in given) else Fields(typed=1)


def _meant(repo: Repo, path: str, scope: str, value: Value) -> Value:
    """Return what a name stands for, where it is a variable that was given something."""
    return (_variable(repo, path, scope, value.text) if value.kind == "name" else None) or value


def _variable(repo: Repo, path: str, scope: str, name: str) -> Value | None:
    """Return what a variable was given, in its own file or in the one that it is imported from; None for no schema."""
    inside = insides(repo).get(path)
    if inside is None or not name or "." in name:
        return None
    given = inside.assignments.get((scope, name)) or inside.assignments.get(("", name))
    if given is None:
        imported = next((one for _, one in inside.imports if one.alias == name), None)
        target = modules(repo).javascript(imported.module, path) if imported else ""
        there = insides(repo).get(target)
        given = there.assignments.get(("", imported.name)) if there and imported else None
    return given.value if given and given.value.kind == "call" else None


def _fields(value: Value) -> Fields:
    """Count the fields of a schema by how strictly they are declared."""
    whole = next((item for item in value.items if item.kind == "dict"), None) if value.kind == "call" else None
    entries = (whole or value).keywords if whole or value.kind == "dict" or _OBJECTS.search(value.name) else ()
    kinds = [_strictness(item) for _, item in entries]
    return Fields(kinds.count("loose"), kinds.count("typed"), kinds.count("bounded"))


def _strictness(field: Value) -> str:
    named = f".{field.name}" if field.kind == "call" else f".{field.text}"
    if _ANY.search(named):
        return "loose"
    return "bounded" if _BOUNDS.search(named) else "typed"


def _sum(found: list[Fields]) -> Fields:
    total = NO_FIELDS
    for fields in found:
        total = total.plus(fields)
    return total


def _refusals(repo: Repo, route: ForeignRoute) -> int:
    """Count the answers of 400 and its like that a handler gives before anything fails."""
    if not route.endpoint.handler_path:
        return 0
    near = reached_from(repo, route.handler, 1, unless_in="catch")
    return sum(_refuses(call) for here in near for call in calls_of(repo, here) if "catch" not in call.inside)


def _refuses(call: Call) -> bool:
    given = (value for one in call.values for value in (one, *(inner for _, inner in one.keywords)))
    numbers = (one.literal for one in given if one.kind == "literal" and not isinstance(one.literal, bool))
    named = (one.name.endswith(("StatusBadRequest", "StatusUnprocessableEntity")) for one in call.args)
    return any(one in _REFUSED for one in numbers) or any(named)
