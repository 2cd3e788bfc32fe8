"""How often may one caller ask, and who refuses the next request?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, function_at
from seatrial.facts.code.programs import Program, outside_tests, own_code_of, programs
from seatrial.facts.deployment.clouds.terraform import own_terraform
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.deployment.front_doors import front_rules
from seatrial.facts.deployment.front_rule import Does
from seatrial.facts.deployment.krakend import Asks, krakend_rules
from seatrial.facts.deployment.proxies import ingress_notes, proxy_rules
from seatrial.facts.serving.behind import takes_part
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.load.own_limiters import own_limiters
from seatrial.facts.serving.load.rate_limit import RateLimit
from seatrial.facts.serving.load.web_acls import throttles, web_acls
from seatrial.facts.serving.serving import network_endpoints
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call, Function, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_LIBRARIES = (
    "slowapi.", "flask_limiter.", "fastapi_limiter.", "quart_rate_limiter.", "django_ratelimit.",
    "litestar.middleware.rate_limit.", "asgi_ratelimit.", "sanic_limiter.", "fastapi_throttling.",
)  # fmt: skip
_MARKS = frozenset({"limit", "shared_limit", "ratelimit", "rate_limit", "throttle", "throttle_classes"})
#: How what refuses a request is called; a client's error of the same number only tells what another service said.
_REFUSERS = regex(
    r"(Exception|Error|Exceeded|Response|abort|make_response|jsonify|HTTPTooManyRequests|send_error|Throttled"
    r"|(?:^|[._])(?:reject|refuse|deny|fail|problem|error)(?:_\w+)?)$"
)
#: What counts requests by itself and raises: ``limits.check_limits(user)``, ``limiter.hit(key)``.
_COUNTS_CALLS = caseless(
    r"(?:check|enforce|consume|verify|ensure|count|hit|test)\w*(?:limit|quota|throttl)\w*$"
    r"|(?:limiter|limits|quota|throttle)\w*\.(?:check|hit|consume|allow|is_allowed|test|enforce|acquire)\w*$"
)
_MANY = regex(r"HTTP_429|TOO_MANY_REQUESTS")
_WHO = caseless(
    r"client\.host|remote_addr|get_ipaddr|forwarded.for|client_?ip|client_?id|user|api_?key|tenant|caller|identifier"
    r"|\btoken\b|\bip\b|account"
)
_NOTES = caseless(r"^limit-(?:rps|rpm|connections)$|rate-?limit|request-throttl")
_PATH = regex(r"(?:^|[._])path$|(?:^|\.)path_info$|url_rule$|endpoint$")
_A_LIMITER = "a RateLimiter"  #: how a dependency is told that counts each caller apart
_WORD = regex(r"\w+")
_RULED = caseless(r"rate.?limit")
#: Resources of clouds that bound how often somebody may ask, with a word that must stand in them.
_CLOUD = {
    "aws_api_gateway_usage_plan": "", "aws_apigatewayv2_stage": "throttling", "aws_wafv2_web_acl": "rate_based",
    "aws_api_gateway_method_settings": "throttling", "google_compute_security_policy": "rate_limit",
    "azurerm_api_management_api_policy": "rate-limit", "cloudflare_rate_limit": "", "cloudflare_ruleset": "ratelimit",
}  # fmt: skip


@fact
def rate_limits(component: Component) -> tuple[RateLimit, ...]:
    """Return what bounds the number of requests, in code that runs, in proxies, gateways and clouds, by place."""
    found = [*_in_code(component), *own_limiters(component), *_before(component), *_in_other_languages(component)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.what)))


def _in_other_languages(component: Component) -> tuple[RateLimit, ...]:
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.limits import foreign_rate_limits  # where nothing in Python answers alone

    return component.of(foreign_rate_limits(component.repo))


def _in_code(component: Component) -> Iterator[RateLimit]:
    for program in own_code_of(component):
        yield from _of_libraries(component, program)
        yield from _of_django(program)
        yield from _by_hand(component, program)


def _of_libraries(component: Component, program: Program) -> Iterator[RateLimit]:
    named = _limiters(component.repo)
    imported = {one.name for one in program.file.imports} & named
    known = any(f"{one.module}.".startswith(_LIBRARIES) for one in program.file.imports)
    if not known and not imported and not _limiter_used(program):
        return
    for call in program.file.calls:
        if call.name.startswith(_LIBRARIES) and takes_part(component, program.site_of(call)):
            yield from _everywhere(program, call)
    for function in program.file.functions:
        if mark := _mark_of(function, named):
            place = program.place_of(mark)
            what = f"{function.name} is limited by {mark.written}"
            yield RateLimit(place, what, _keyed(component, mark), frozenset({(program.path, function.name)}))


def _of_django(program: Program) -> Iterator[RateLimit]:
    """Yield the throttles of views, and those that settings give to all of them."""
    for cls in program.file.classes:
        for field in cls.attributes:
            if field.name == "throttle_classes" and field.value and field.value.items:
                names = (cls.name, *(f"{cls.name}.{method}" for method in cls.methods))
                handlers = frozenset((program.path, name) for name in names)
                yield RateLimit(program.place_of(field), f"{cls.name} is throttled", keyed=True, handlers=handlers)
    for item in program.file.assignments:
        given = item.value.keyword("DEFAULT_THROTTLE_CLASSES") if item.target == "REST_FRAMEWORK" else None
        if given and given.items:
            yield RateLimit(program.place_of(item), "REST_FRAMEWORK throttles every view", keyed=True)


@fact
def _limiters(repo: Repo) -> frozenset[str]:
    """Return the names that hold a limiter made once for several handlers: ``slow = RateLimiter(times=20)``."""
    made = (call for program in outside_tests(repo) for call in program.file.calls)
    return frozenset(
        call.target
        for call in made
        if call.last == "RateLimiter" and call.target and not call.scope and call.name.startswith(_LIBRARIES)
    )


def _limiter_used(program: Program) -> bool:
    """Tell whether a file takes a limiter that another file of the repository makes."""
    return any("limiter" in one.name.lower() or "limiter" in one.module.lower() for one in program.file.imports)


def _mark_of(function: Function, limiters: frozenset[str]) -> Call | None:
    """Return the decorator, or the dependency in one, that limits a handler."""
    for mark in function.decorators:
        if mark.last in _MARKS and ("limit" in mark.written.lower() or "thrott" in mark.written.lower()):
            return mark
        if any(_names_limiter((value.text, *value.items), limiters) for _, value in mark.keywords):
            return mark.under(mark.name, _A_LIMITER)
    given = [one for one in function.parameters if _names_limiter((one.annotation, one.default), limiters)]
    named = "RateLimiter"
    return Call(named, f"the dependency {given[0].name}", function.line, 1, "", last=named) if given else None


def _names_limiter(items: tuple[object, ...], limiters: frozenset[str]) -> bool:
    words = {"RateLimiter", *limiters}
    return any(not words.isdisjoint(_WORD.findall(str(item))) for item in items)


def _everywhere(program: Program, call: Call) -> Iterator[RateLimit]:
    """Yield a limiter whose own limits are for every route: by default limits, or as a dependency of a router."""
    limits = call.keyword("default_limits") or call.keyword("application_limits") or call.keyword("rate_limit")
    of_handler = {"decorator", "default"} & set(call.inside)
    in_router = call.last == "RateLimiter" and not call.scope and not call.target and not of_handler
    if (limits and limits.literal is not False and (limits.items or limits.kind != "list")) or in_router:
        keyed = call.keyword("key_func") is not None or bool(call.args) or "fastapi_limiter" in call.name
        yield RateLimit(program.place_of(call), f"{call.written}() limits every route", keyed)


def _keyed(component: Component, mark: Call) -> bool:
    """Tell whether a limiter counts each caller apart: it, or the object it belongs to, says by what."""
    if (
        mark.keyword("key_func")
        or mark.keyword("key")
        or mark.written == _A_LIMITER
        or mark.last in {"RateLimiter", "throttle_classes"}
    ):
        return True
    makers = (call for one in programs(component.repo) for call in one.file.calls if call.name.startswith(_LIBRARIES))
    return any(call.keyword("key_func") or (call.last == "Limiter" and call.args) for call in makers) or (
        "RateLimiter" in str(mark.keywords)
    )


def _by_hand(component: Component, program: Program) -> Iterator[RateLimit]:
    """Yield the functions that answer 429 under a condition, in code that runs."""
    own = {(item.handler_path, item.handler) for item in network_endpoints(component)}
    for call in _refusals(component, program):
        if not takes_part(component, program.site_of(call)):
            continue
        only = frozenset({(program.path, call.scope)} & own)
        what = f"{call.scope or 'the module'} answers 429 when too much is asked"
        apart = _tells_apart(component, program, call.scope)
        spared = frozenset(_spared(component, program, call))
        yield RateLimit(program.place_of(call), what, apart, only, spared=spared)


@fact
def idle_limits(component: Component) -> tuple[Evidence, ...]:
    """Return the functions of the owner's that would answer 429, and to which no request gets."""
    return tuple(
        Evidence(Place(program.path, call.line), f"{call.scope} would answer 429, and no request gets there")
        for program in own_code_of(component)
        for call in _refusals(component, program)
        if call.scope and not takes_part(component, program.site_of(call))
    )


def _refusals(component: Component, program: Program) -> Iterator[Call]:
    """Yield the first call of each function that answers 429 under a condition; handlers of errors only pass one on."""
    first: dict[str, Call] = {}
    for call in program.file.calls:
        if call.scope not in first and _refuses(program, call):
            first[call.scope] = call
    for call in first.values():
        function = function_at(component.repo, program.path, call.scope)
        marks = function.decorators if function else ()
        if not any("exception" in mark.last or "errorhandler" in mark.last for mark in marks):
            yield call


def _spared(component: Component, program: Program, refusal: Call) -> Iterator[str]:
    """Yield the paths for which a function goes on before it counts: ``if request.url.path in EXEMPT: return ...``."""
    inside = contents(component.repo, program.path)
    for item in inside.comparisons:
        goes_on = item.scope == refusal.scope and item.line < refusal.line and "return" in item.leads_to
        if goes_on and item.operator in {"in", "=="} and _PATH.search(item.left.text):
            named = [one.value for one in inside.given.get(item.right.text, ()) if one.scope in ("", item.scope)]
            values = (part for value in (item.right, *named) for part in (value, *value.items, *_given_to(value)))
            yield from (part.literal for part in values if isinstance(part.literal, str))


def _given_to(value: Value) -> Iterator[Value]:
    """Yield what a collection is made of: ``frozenset({"/health"})``."""
    yield from (part for given in value.items for part in given.items)


def _refuses(program: Program, call: Call) -> bool:
    """Tell whether a request is answered 429 under a condition, or where the owner's own count of them has raised."""
    if not _REFUSERS.search(call.name or call.written):
        return False
    if not any(value.literal == 429 or _MANY.search(value.name) for value in call.values):
        return False
    if "except" not in call.inside:
        return "if" in call.inside and not _passes_on(program, call)
    before = (one for one in program.file.calls if one.scope == call.scope and one.line < call.line)
    return any("try" in one.inside and _COUNTS_CALLS.search(one.written) for one in before)


def _passes_on(program: Program, call: Call) -> bool:
    """Tell whether a refusal only says what another service has answered: ``if response.status_code == 429: raise``."""
    return any(
        one.scope == call.scope and one.line <= call.line and 429 in (one.left.literal, one.right.literal)
        for one in program.file.comparisons
    )


def _tells_apart(component: Component, program: Program, scope: str) -> bool:
    """Tell whether the function, or the class around it, speaks of who is asking."""
    cls = scope.rpartition(".")[0]
    around = cls if cls in contents(component.repo, program.path).classes else scope
    here = [item for item in program.file.assignments if item.scope.startswith(around)]
    values = ((item.target, part) for item in here for part in (item.value, *item.value.items))
    texts = [f"{target} {part.text} {part.name}" for target, part in values]
    texts += [one.name for item in program.file.functions if item.name.startswith(around) for one in item.parameters]
    return any(_WHO.search(text) for text in texts)


def _before(component: Component) -> Iterator[RateLimit]:
    repo = component.repo
    counted = [rule for rule in component.of(proxy_rules(repo)) if rule.directive.name == "limit_req"]
    fronts = [rule for rule in component.of(front_rules(repo)) if rule.does is Does.COUNTS]
    rules = [(rule.place, rule.what) for rule in counted] + [(rule.place, rule.what) for rule in fronts]
    yield from (RateLimit(place, what, keyed=True, gateway=True) for place, what in rules)
    for limit in component.of(krakend_rules(repo)):
        if limit.asks is Asks.RATE:
            yield RateLimit(limit.place, limit.what, keyed=limit.each, gateway=True)
    for note in component.of(ingress_notes(repo)):
        if _NOTES.search(note.key):
            yield RateLimit(note.place, note.what, keyed=True, gateway=True)
    for manifest in component.of(manifests(repo)):
        if manifest.counts and _rules(manifest):
            yield RateLimit(manifest.place, f"{manifest.what} limits how often is asked", keyed=True, gateway=True)
    yield from component.of((*_in_clouds(repo), *web_acls(repo), *throttles(repo)))


def _rules(manifest: Manifest) -> bool:
    """Tell whether an object of a gateway or a mesh limits rates: by its kind, its plugin or a key of its settings."""
    if manifest.kind in {"Middleware", "BackendTrafficPolicy", "RateLimitPolicy", "EnvoyFilter", "GlobalRateLimit"}:
        words = (word for steps, node in manifest.root.walk(2_000) for word in (*steps[-1:], node.text))
        return any(_RULED.search(word) for word in words)
    return manifest.kind in {"KongPlugin", "KongClusterPlugin"} and bool(_RULED.search(manifest.root.at("plugin").text))


@fact
def _in_clouds(repo: Repo) -> tuple[RateLimit, ...]:
    found = (item for item in own_terraform(repo) if item.type in _CLOUD)
    kept = (
        item
        for item in found
        if any(_holds(block.kind, block.values, _CLOUD[item.type]) for block in item.block.walk())
    )
    return tuple(
        RateLimit(item.place, f"{item.what} limits how often is asked", keyed=True, gateway=True) for item in kept
    )


def _holds(kind: str, values: tuple[tuple[str, str, int], ...], word: str) -> bool:
    return word in kind or any(word in f"{name} {text}" for name, text, _ in values)
