"""Whom do services in TypeScript, JavaScript and Go wait for, how long, and do they try again?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.asks import asks_by_path
from seatrial.facts.foreign.programs import by_path
from seatrial.facts.foreign.routes import foreign_routes
from seatrial.facts.foreign.spots import Spot, calls_of, insides, reached_from
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.facts.serving.load.outbound_call import OutboundCall
from seatrial.facts.serving.load.outbound_clients import Wait
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Options that bound a wait, of a call or of the client that it is made on.
_BOUNDS = frozenset({
    "timeout", "timeoutMs", "requestTimeout", "signal", "abortSignal", "Timeout", "requestTimeoutMs", "httpOptions",
    "HTTPClient", "HttpClient", "httpClient", "maxDuration", "timeoutInMs", "WithRequestTimeout",
})  # fmt: skip
#: Clients of JavaScript that wait without end where nobody bounds them; all others have a time of their own.
_ENDLESS = regex(r"^(?:axios|got|superagent|request|node-fetch)(?:\.|$)")
_SENDS = regex(
    r"^(?:axios|got|ky|superagent|undici|node-fetch|request)(?:\.(?:get|post|put|patch|delete|request|stream|create))?$"
)
_GO_SENDS = regex(
    r"net/http\.(?:Get|Post|PostForm|DefaultClient\.Do|Client\.(?:Do|Get|Post))$|resty\S*\.(?:Get|Post|Put)$"
)
_CHANGES = frozenset({"post", "put", "patch", "Post", "PostForm"})
#: Clients that try again by themselves, unless they are told not to.
_RETRYING = regex(
    r"^(?:openai|@anthropic-ai/|groq-sdk|ai\.|@langchain/|together-ai|@aws-sdk/)|openai/openai-go|anthropic-sdk-go"
)
_RETRIES = caseless(
    r"p-retry|async-retry|axios-retry|cockatiel|opossum|retry-go|cenkalti/backoff|retryablehttp|gobreaker|hystrix|(?:^|\.)(?:with)?retry\w*$|exponential-?backoff"
)
_DEADLINES = regex(
    r"^context\.With(?:Timeout|Deadline)$|Timeout\w*Context|AbortSignal\.timeout$|(?:^|\.)(?:pTimeout|withTimeout|promiseTimeout)$|^p-timeout"
)
_FOREVER = regex(r"^context\.(?:Background|TODO)$")
_ROOM = caseless(
    r"^p-limit|^p-queue|^bottleneck|async-sema|semaphore|errgroup\S*\.SetLimit|^bull(?:mq)?\.|throttled-queue|under-pressure"
)
_DEEP = 7


@fact
def foreign_outbound(repo: Repo) -> tuple[OutboundCall, ...]:
    """Return the calls to other systems that routes get to, by place."""
    found: dict[Place, OutboundCall] = {}
    for spot in _reached(repo):
        asked = {id_of(one.call): one for one in asks_by_path(repo).get(spot.path, ())}
        for call in calls_of(repo, spot):
            if one := _outbound(repo, spot.path, call, asked.get(id_of(call))):
                found.setdefault(one.place, one)
    return tuple(found[place] for place in sorted(found))


def id_of(call: Call) -> tuple[int, str]:
    """Return what tells a call from others of its file."""
    return call.line, call.written


@fact
def _reached(repo: Repo) -> tuple[Spot, ...]:
    found: dict[Spot, None] = {}
    for route in foreign_routes(repo):
        if route.endpoint.handler_path:
            found |= dict.fromkeys(reached_from(repo, route.handler, _DEEP))
    return tuple(found)


def _outbound(repo: Repo, path: str, call: Call, asked: InferenceCall | None) -> OutboundCall | None:
    file = by_path(repo)[path]
    go = file.language == "Go"
    sends = bool(_GO_SENDS.search(call.name) if go else _SENDS.search(call.name) or call.name == "fetch")
    llm = asked is not None and asked.runs is Runs.LLM
    if (not sends and not llm) or (go and _built(call)):
        return None
    changes = sends and not llm and (call.last in _CHANGES or _method(call) in ("POST", "PUT", "PATCH"))
    return OutboundCall(
        Place(path, call.line), path, call.scope, call.written, _wait(repo, file, call), _retried(file, call), changes,
        Confidence.LIKELY,
    )  # fmt: skip


def _built(call: Call) -> bool:
    """Tell a request that is only put together: an input of Go, a literal of a struct."""
    return call.last.endswith(("Request", "Input", "Params")) or not call.args


def _method(call: Call) -> str:
    given = call.keyword("method")
    return given.string.upper() if given else ""


def _wait(repo: Repo, file: ForeignFile, call: Call) -> Wait:
    makers = [
        one
        for one in file.calls
        if one.target and (f"{one.target}." in f"{call.written}." or one.target in _texts(call))
    ]
    if any(key in _BOUNDS and not value.is_none for one in (call, *makers) for key, value in one.keywords):
        return Wait.BOUNDED
    near = insides(repo)[file.path].calls.get(call.scope, ())
    if any(_DEADLINES.search(one.name or one.written) for one in near):
        return Wait.BOUNDED
    if any(key == "**" for one in (call, *makers) for key, _ in one.keywords):
        return Wait.DEFAULT
    if file.language == "Go":
        return _of_context(call)
    return Wait.FOREVER if _ENDLESS.search(call.name) else Wait.DEFAULT


def _texts(call: Call) -> set[str]:
    return {item.text for item in call.args if item.kind == "name"}


def _of_context(call: Call) -> Wait:
    first = call.args[0] if call.args else Value("other")
    if call.name.startswith("net/http") or _FOREVER.search(first.name):
        return Wait.FOREVER
    return Wait.HANDED


def _retried(file: ForeignFile, call: Call) -> bool:
    makers = [one for one in file.calls if one.target and f"{one.target}." in call.written]
    retries = [
        value.literal for one in (call, *makers) for key, value in one.keywords if key in ("maxRetries", "MaxRetries")
    ]
    if retries:
        return retries[0] != 0
    near = (one for one in file.calls if one.scope == call.scope)
    return bool(_RETRYING.search(call.name)) or any(_RETRIES.search(one.name or one.written) for one in near)


@fact
def foreign_bounds(repo: Repo) -> tuple[Evidence, ...]:
    """Return what bounds how much a service works on at once."""
    return tuple(_rooms(repo))


def _rooms(repo: Repo) -> Iterator[Evidence]:
    for path, file in sorted(by_path(repo).items()):
        for call in file.calls:
            if _ROOM.search(call.name) and "." not in call.target:
                yield Evidence(
                    Place(path, call.line), f"{call.written} bounds how much is done at once", Confidence.LIKELY
                )
                break
