"""How often may one caller ask a service in TypeScript, JavaScript or Go, and how much may one request hold?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.asks import foreign_asks
from seatrial.facts.foreign.modules import modules
from seatrial.facts.foreign.programs import followed
from seatrial.facts.foreign.routes import ForeignRoute, foreign_routes
from seatrial.facts.foreign.spots import Spot, calls_of, insides, leads_to, reached_from, within
from seatrial.facts.serving.load.rate_limit import RateLimit
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: How what counts requests is called, by its library or by its owner.
_LIMITERS = caseless(
    r"rate-?_?limit|(?:^|[./])limiter|throttl|slow-?down|tollbooth|httprate|ulule/limiter|ratelimit|too_?many"
)
#: What only makes a limiter, or reads its settings, counts nothing yet.
_MAKES = frozenset({"new", "fixedWindow", "slidingWindow", "tokenBucket"})
_MANY = caseless(r"rate_?limit|too[_ ]?many|StatusTooManyRequests")
_WHO = caseless(
    r"\bip\b|clientip|remoteaddr|realip|forwarded|user|api_?key|tenant|account|session|identifier|token|caller"
)
#: Libraries that count each address apart by themselves.
_BY_ADDRESS = regex(
    r"express-rate-limit|express-slow-down|@fastify/rate-limit|fastify-rate-limit|@nestjs/throttler|koa-ratelimit|httprate|tollbooth"
    r"|gofiber/fiber/\S*limiter|echo/\S*[mM]iddleware\.RateLimiter|hono-rate-limiter|ulule/limiter|elysia-rate-limit|rate-limiter-flexible"
)
_TOKENS = frozenset({
    "max_tokens", "maxTokens", "maxOutputTokens", "max_completion_tokens", "max_output_tokens", "MaxTokens",
    "MaxCompletionTokens", "maxCompletionTokens", "MaxOutputTokens", "num_predict", "numPredict",
})  # fmt: skip
_BOUND_BODY = regex(r"(?:^|\.)(?:MaxBytesReader|bodyLimit|BodyLimit(?:WithConfig)?|LimitReader|RequestSizeLimiter)$")
_PARSERS = regex(r"^(?:express|body-parser)\.(?:json|urlencoded|text|raw)$")
_CAPS = frozenset({"bodyLimit", "limit", "BodyLimit", "maxFileSize", "fileSize", "MaxHeaderBytes", "sizeLimit"})
_DEEP = 3  #: calls from a handler to what counts


@fact
def foreign_rate_limits(repo: Repo) -> tuple[RateLimit, ...]:
    """Return what bounds how often one caller asks, each with the handlers that it stands before, by place."""
    found: dict[tuple[Place, str, bool], set[tuple[str, str]]] = {}
    for route in foreign_routes(repo):
        for place, what, keyed in _of_route(repo, route):
            found.setdefault((place, what, keyed), set()).add((route.endpoint.handler_path, route.endpoint.handler))
    return tuple(
        RateLimit(place, what, keyed, frozenset(handlers))
        for (place, what, keyed), handlers in sorted(found.items(), key=lambda one: one[0][:2])
    )


def _of_route(repo: Repo, route: ForeignRoute) -> Iterator[tuple[Place, str, bool]]:
    for one in route.before:
        named = one.value.name or one.value.text.partition("(")[0]
        spot = Spot(one.place.path, one.value.name) if one.value.kind == "lambda" else None
        spot = spot or leads_to(repo, one.place.path, one.scope, named)
        made = _made_by(repo, one.place.path, one.scope, named)
        if _LIMITERS.search(named) or _LIMITERS.search(made):
            keyed = bool(_BY_ADDRESS.search(f"{named} {made}")) or (spot is not None and _keyed(repo, spot))
            yield one.place, f"{_shown(named)} limits how often it is asked", keyed
        elif spot and (call := _counts(repo, spot)):
            yield one.place, f"{_shown(named)} answers 429 by {call.written}", _keyed(repo, spot)
    if route.endpoint.handler_path and (call := _counts(repo, route.handler)):
        place = Place(route.endpoint.handler_path, call.line)
        place = route.place if call not in tuple(calls_of(repo, route.handler)) else place
        yield (
            place,
            f"{route.endpoint.url} counts how often it is asked, by {call.written}",
            _keyed(repo, route.handler),
        )


def _made_by(repo: Repo, path: str, scope: str, named: str) -> str:
    """Return what made a limiter that stands before routes by its name alone: ``const slow = rateLimit({...})``."""
    inside = insides(repo)[path]
    given = inside.assignments.get((scope, named)) or inside.assignments.get(("", named))
    return given.value.name if given and given.value.kind == "call" else ""


def _shown(named: str) -> str:
    return "a function" if "fn@" in named else named.rpartition("/")[2]


def _counts(repo: Repo, spot: Spot) -> Call | None:
    """Return the call by which a function refuses, or lets count, who asks too often; None where it does not."""
    for here in reached_from(repo, spot, _DEEP):
        for call in calls_of(repo, here):
            limits = _LIMITERS.search(call.name) and call.last not in _MAKES and "new" not in call.inside
            if limits or _says_many(call):
                return call
    return None


def _says_many(call: Call) -> bool:
    given = call.values
    return any(one.literal == 429 or _says_too_many(one) for one in given)


def _says_too_many(value: Value) -> bool:
    return bool(0 < len(value.string) < 60 and _MANY.search(value.string)) or value.name.endswith("TooManyRequests")


def _keyed(repo: Repo, spot: Spot) -> bool:
    """Tell whether a function that counts speaks of who asks."""
    near = reached_from(repo, spot, _DEEP)
    inside = insides(repo)
    return any(
        _WHO.search(mention.written)
        for here in near
        for scope, mentions in inside[here.path].mentions.items()
        if within(here.scope, scope)
        for mention in mentions
    )


@fact
def foreign_size_limits(repo: Repo) -> tuple[Evidence, ...]:
    """Return what refuses large requests: limits of frameworks, of parsers and of readers, by place."""
    return tuple(found for file in followed(repo) for call in file.calls for found in _bounds(file.path, call))


def _bounds(path: str, call: Call) -> Iterator[Evidence]:
    place = Place(path, call.line)
    cap = next((value for key, value in call.keywords if key in _CAPS), None)
    if _BOUND_BODY.search(call.name):
        yield Evidence(place, f"{call.written} bounds a request", Confidence.LIKELY)
    elif _PARSERS.search(call.name):
        size = f"of {cap.literal!s}" if cap and cap.literal else "of 100 kB, which is its own"
        yield Evidence(place, f"{call.written} takes no body beyond a limit {size}", Confidence.LIKELY)
    elif call.name in ("fastify", "multer", "github.com/gofiber/fiber/v2.New") and (cap or call.name != "multer"):
        yield Evidence(place, f"{call.written} takes no body beyond a limit", Confidence.LIKELY)


@fact
def foreign_token_limits(repo: Repo) -> tuple[Evidence, ...]:
    """Return the calls that bound how many tokens an answer may have."""
    asked = {(one.path, one.call.line) for one in foreign_asks(repo)}
    return tuple(
        Evidence(Place(file.path, call.line), f"{call.written} with {key}={value.text or str(value.literal)}")
        for file in followed(repo)
        for call in file.calls
        for key, value in call.keywords
        if key in _TOKENS and not value.is_none and (asked or call.scope)
    )


def bounds_fields(repo: Repo, path: str, handler: str) -> str:
    """Say by what a handler bounds the fields of its request, as a schema with largest lengths; "" where by nothing."""
    for here in reached_from(repo, Spot(path, handler), _DEEP):
        inside = insides(repo)[here.path]
        for call in calls_of(repo, here):
            if call.last in ("parse", "safeParse", "parseAsync", "safeParseAsync", "validate"):
                schema = next((one for head, one in inside.imports if call.name.startswith(head)), None)
                home = modules(repo).javascript(schema.module, here.path) if schema else here.path
                if home and any(one.last == "max" and one.args for one in _file_calls(repo, home)):
                    return f"{call.written} holds the request to a schema with largest lengths"
    return ""


def _file_calls(repo: Repo, path: str) -> Iterator[Call]:
    inside = insides(repo).get(path)
    for found in inside.calls.values() if inside else ():
        yield from found
