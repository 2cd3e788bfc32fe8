"""Can one caller exhaust, scrape or copy the model?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, security
from seatrial.facts.business.token_budget import token_limits
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.serving.answering import all_answering, all_doors, answers_on_network, in_other_languages
from seatrial.facts.serving.load.rate_limit import RateLimit
from seatrial.facts.serving.load.rate_limits import idle_limits, rate_limits
from seatrial.facts.serving.load.size_limits import is_bounded, open_fields, size_limits, uploads
from seatrial.facts.serving.serving import NETWORK, is_named_for_a_model
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.serving.watch.endpoint_tests import EndpointTest, tests_of
from seatrial.facts.serving.watch.own_state import answers_nobody
from seatrial.facts.surfaces import asks_any_language_model
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door, Endpoint

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "slowapi, flask-limiter, fastapi-limiter and throttles, own code that answers 429, limit_req of nginx, limits of "
    "an ingress, a mesh, a gateway or a cloud; max_length, MAX_CONTENT_LENGTH, 413, client_max_body_size, max_tokens"
)
_WRITTEN = "where a limit is written, and no request gets to it"
_ON_FUNCTIONS = "where a platform starts copies by calls, and none of them counts the callers of the others"
#: How a parameter is called that takes a whole body, whatever is in it.
_WHOLE = frozenset({"body", "data", "payload", "request", "req", "json", "event"})
_OF_A_PAGE = "a bound to the queue of its page"
#: What limits callers in each framework that has something for it.
_LIMITERS = {
    **dict.fromkeys(("FastAPI", "Starlette"), "slowapi with a key"),
    **dict.fromkeys(("Flask", "web framework"), "Flask-Limiter with a key"),
    **dict.fromkeys(("Django", "Django REST framework"), "the throttles of its framework"),
    "Litestar": "its RateLimitConfig",
    "Quart": "quart-rate-limiter",
}


@security.practice(
    "SEC-06",
    question="Can one caller exhaust, scrape or clone the model?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="Who may ask without end can copy the model by its answers, run up its bill, and leave nothing for others.",
    act=acts.GUARD,
    fix=(
        "Limit how often each caller may ask {app:the service}: {limiter:slowapi with a key} or a gateway before it.",
        "Bound what one request holds: {field:max_length on texts and lists}, a largest body{tokens:, max_tokens}.",
        "Test that the next request gets 429, and a body that is too large 413 or 422.",
    ),
    fix_when={
        _WRITTEN: (
            "Let each request of {app:the service} pass the limit that {limit:the code} holds already.",
            "Bound what one request holds: {field:max_length on texts and lists}, a largest body{tokens:, max_tokens}.",
            "Test that the next request gets 429, and a body that is too large 413 or 422.",
        ),
        _ON_FUNCTIONS: (
            "Throttle callers at the gateway before the function, in {manifest:its manifest}: each copy counts alone.",
            "Bound what one request holds: {field:max_length on texts and lists}, a largest body{tokens:, max_tokens}.",
            "Test that the next request gets 429, and a body that is too large 413 or 422.",
        ),
    },
    missing="nothing limits how often or how much one caller asks",
    references=("CWE-770", "ML03", "ML05", "LLM10", "AML.M0004", "AML.T0029", "AML.T0034", "AIA 15"),
    raised_by=("finance", "retail"),
    when=answers_on_network,
    when_not="nothing here answers on the network",
)
def rate_and_size_limited(component: Component) -> Graded:
    doors = _doors(component)
    rates, sizes = rate_limits(component), size_limits(component)
    keyed = [item for item in rates if item.keyed]
    limited = bool(doors) and all(any(item.covers(door) for item in keyed) for door in doors)
    capped = bool(sizes) or all(is_bounded(component.repo, door) for door in doors)
    tokens = token_limits(component)
    whole = limited and capped and bool(tokens or not asks_any_language_model(component))
    gateways = [as_evidence(one) for one in rates if one.gateway]
    proofs = [*map(as_evidence, _proofs(component, doors)), *gateways] if whole else []
    ends = [Evidence(door.place, bounded) for door in doors if (bounded := _own_end(component, door))]
    held = bool(sizes or (capped and ends))
    idle = () if rates else idle_limits(component)
    graded = Graded.best(
        (Grade.IN_USE, proofs[:5]),
        (Grade.SUBSTANTIVE, [*rates[:5], *sizes[:3], *(() if sizes else ends[:3])] if whole else ()),
        (Grade.PRESENT, [*rates[:5], *sizes[:3], *ends[:3]]),
        (Grade.ABSENT, idle[:2]),
        looked_for=LOOKED_FOR,
        message="" if whole else _message(rates, limited=limited, capped=held) or _some(ends),
    )
    if unknown := unread_code(component, graded):
        return unknown
    # only a language model writes as many tokens as it is let
    tokens_too = None if asks_any_language_model(component) and not tokens else ""
    left = (door for door in doors if not any(item.covers(door) for item in keyed))
    app = next(left, None) or next(iter(doors), None)
    page = None if app else next(iter(component.of(ui_apps(component.repo))), None)
    limiter = _LIMITERS.get(app.framework, "a limiter that knows its callers") if app else _OF_A_PAGE if page else None
    named = graded.naming(app=app or page, field=_bounds(component, doors), tokens=tokens_too, limiter=limiter)
    place = home(component)
    case = _WRITTEN if idle else _ON_FUNCTIONS if place.where is Where.FUNCTIONS else ""
    named = named.naming(limit=next(iter(idle), None), manifest=place.manifest).in_case(case)
    known = whole or (limited and not in_other_languages(component))
    named = named if known else named.as_far_as_followed(unfollowed(component, May.LIMIT))
    return named.having_done_if(limited, capped and (tokens or not asks_any_language_model(component)))


def _bounds(component: Component, doors: list[Endpoint]) -> str | None:
    """Say what would bound the fields of requests: a length for texts and lists, a size for files."""
    files = dict.fromkeys(name for door in doors for name in uploads(component.repo, door))
    fields = (name for door in doors for name in open_fields(component.repo, door))
    names = dict.fromkeys(name for name in fields if name not in files and name not in _WHOLE)
    texts = f"max_length on {', '.join([*names][:3])}" if names else ""
    sizes = f"a largest size of {', '.join([*files][:2])}" if files else ""
    return ", ".join(filter(None, (texts, sizes))) or None


def _doors(component: Component) -> list[Endpoint]:
    """Return the endpoints that run a model; where none could be followed to one those that take a body, else all."""
    running = [item.endpoint for item in all_answering(component) if item.endpoint.door in NETWORK]
    coded = [item for item in running if item.door is not Door.ENGINE]
    found = [item for item in all_doors(component) if not answers_nobody(component.repo, item)]
    taking = sorted((item for item in found if item.takes_body), key=lambda door: not is_named_for_a_model(door))
    return coded or taking or running or found


def _own_end(component: Component, door: Endpoint) -> str:
    """Say what of the owner's own bounds a request: an engine's or a platform's largest size is none of it."""
    return is_bounded(component.repo, door) if door.door not in {Door.ENGINE, Door.FUNCTION} and door.takes_body else ""


def _proofs(component: Component, doors: list[Endpoint]) -> list[EndpointTest]:
    """Return the tests that expect 429 or 413 and stop a change in CI."""
    tests = [test for door in doors for test in tests_of(component.repo).get(door, ())]
    found = [test for test in tests if test.statuses & {413, 429}]
    return [test for test in found if guarding_runs(component, test.place.path)]


def _some(ends: list[Evidence]) -> str:
    return "some requests have a largest size, and nothing limits how often one caller asks" if ends else ""


def _message(rates: tuple[RateLimit, ...], *, limited: bool, capped: bool) -> str:
    if limited and capped:
        return "callers and requests are limited, and an answer of the language model is not"
    if limited:
        return "how often a caller asks is limited, and not how much one request holds"
    if rates:
        every = all(item.keyed for item in rates)
        first = next((item for item in rates if item.keyed is every), rates[0])
        return f"{first.what}, {'and not on every way to the model' if every else 'for all callers together'}"
    return "requests have a largest size, and nothing limits how often one caller asks" if capped else ""
