"""What does an endpoint do with a request that is not what it expects?"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, function_at, function_on
from seatrial.facts.code.python_files import python_file
from seatrial.facts.serving.near_handlers import below, near, of_its_class, steps
from seatrial.facts.serving.request_checks import bounds_by_hand, declared_checks, rejections
from seatrial.facts.serving.request_contents import (
    asks_who_only,
    is_made_by_aws,
    only_finds_the_route,
    read_of_request,
    takes_texts,
)
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.web.called_first import dependencies
from seatrial.facts.web.described_routes import operations
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.graph_fields import GRAPH_SERVERS
from seatrial.facts.web.request_models import NO_FIELDS, Fields, RequestModel
from seatrial.facts.web.request_parameters import declared_fields, names_only_a_thing, takes_file
from seatrial.facts.web.rest_views import serializer_of
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Doors and servers whose protocol declares the request: protobuf messages, tensors with their shapes.
_BY_PROTOCOL = frozenset({"gRPC", "MLServer", "Triton", "KServe"})
#: Frameworks that hand a request over by the parameters of a handler, and in no other way.
_BY_PARAMETERS = frozenset({
    "FastAPI", "Litestar", "BentoML", "Strawberry", "Graphene", "Ariadne", "Modal",
})  # fmt: skip
#: What a server hands a request to before it calls the function that answers.
_TAKES_APART = {
    ("LitServe", "predict"): "decode_request", ("SageMaker", "predict_fn"): "input_fn",
    ("Vertex AI", "predict"): "preprocess",
}  # fmt: skip
#: The function by which a module of DEEPaaS says what a request holds.
_ARGUMENTS = "get_predict_args"


#: Code that looks at a request, and not only at what the application keeps beside it: ``request.app.state``.
_LOOKS = regex(r"(?i:\brequest\.(?!app\b|state\b)\w)|\breq\.\w|^(?:request|req)$")
#: Functions that say whether what was sent may be used.
_VALIDATES = caseless(r"(?:^|_)(?:validat\w*|verif(?:y|ies)|check|ensure|sanitiz\w*)(?:_|$)")
#: What else is checked on the way: the program's own files and settings, what it answers, and who asks.
_OF_ITSELF = caseless(
    r"(?:^|_)(?:model|file|path|env|gpu|device|config|output|result|answer|health|key|token|quota)s?(?:_|$)"
)
_SOCKET = caseless(r"(?:^|\W)(?:\w*socket|ws)\b")
_RECEIVES = regex(r"receive|recv|iter_")


class How(StrEnum):
    """Who looks at a request before the model does."""

    NOBODY = "nobody"
    BY_HAND = "by hand"  #: comparisons and refusals in the handler
    BY_TYPES = "by types"  #: declared fields
    BY_ENGINE = "by engine"  #: a ready-made engine or a protocol


@dataclass(frozen=True, slots=True)
class RequestSchema:
    """How one endpoint checks its requests."""

    place: Place
    what: str
    endpoint: Endpoint
    how: How
    fields: Fields = NO_FIELDS
    confidence: Confidence = Confidence.VERIFIED
    upload: bool = False  #: a file is all that is taken
    texts: bool = False  #: texts without bounds are all that is taken
    empty: bool = False  #: the handler takes nothing of a request, whatever its method

    @property
    def strict(self) -> bool:
        """Whether at least four of five fields refuse nonsense."""
        return self.how is How.BY_ENGINE or (self.how is How.BY_TYPES and self.fields.bounded_share >= 0.8)

    @property
    def checked(self) -> bool:
        """Whether anybody looks at requests at all."""
        return self.how is not How.NOBODY

    @property
    def matters(self) -> bool:
        """Whether there is anything in a request that could be malformed."""
        return not self.empty and (self.endpoint.takes_body or self.fields.total > 0 or self.how is How.BY_HAND)


@fact
def request_schemas(repo: Repo) -> tuple[RequestSchema, ...]:
    """Return how each endpoint outside tests that takes a payload checks it."""
    asked = (endpoint for endpoint in endpoints(repo) if endpoint.door not in (Door.QUEUE, Door.MANAGED))
    return tuple(replace(_schema(repo, _taking(repo, endpoint)), endpoint=endpoint) for endpoint in asked)


@fact
def schema_of(repo: Repo) -> Mapping[Endpoint, RequestSchema]:
    """Return the schema of each endpoint."""
    return {schema.endpoint: schema for schema in request_schemas(repo)}


def _taking(repo: Repo, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint with what is handed its request first: some servers let own code take it apart before."""
    owner = endpoint.handler.rpartition(".")[0]
    name = _TAKES_APART.get((endpoint.framework, endpoint.handler.rpartition(".")[2]), "")
    first = f"{owner}.{name}" if owner else name
    apart = function_at(repo, endpoint.handler_path, first) if name else None
    return replace(endpoint, handler=first, place=Place(endpoint.handler_path, apart.line)) if apart else endpoint


def _schema(repo: Repo, endpoint: Endpoint) -> RequestSchema:
    if elsewhere := _before(repo, endpoint):
        return elsewhere
    function = function_on(repo, endpoint.handler_path, endpoint.handler, endpoint.place.line)
    if function is None:
        return _result(endpoint, How.NOBODY, Fields(), "", endpoint.place)
    if (
        _is_given_nothing(endpoint, function)
        or _only_sends(repo, endpoint, function)
        or is_made_by_aws(repo, endpoint, function)
        or only_finds_the_route(repo, endpoint)
        or asks_who_only(_read(repo, endpoint, function))
    ):
        return _nothing(endpoint)
    fields, name, place = declared_fields(repo, endpoint, function)
    if fields.typed and takes_file(function) and (_by_hand(repo, endpoint) or _looks_first(repo, endpoint, function)):
        fields = Fields(fields.loose, fields.typed - 1, fields.bounded + 1)  # its type or size is looked at
    if held := sum(bounds_by_hand(repo, path, scope) for path, scope in near(repo, endpoint)):
        fields = fields.also_bounded(held)
    if not (name or fields.bounded) and (inside := _filled_inside(repo, endpoint)):
        return inside
    if fields.typed or fields.bounded or name:
        upload = takes_file(function) and fields.total <= 1
        return replace(_result(endpoint, How.BY_TYPES, fields, name, place), upload=upload)
    found = _declared(repo, endpoint) or _decorated(endpoint, function) or _beside(repo, endpoint)
    if found:
        return found
    bare = (
        endpoint.framework in GRAPH_SERVERS and not fields.total
    )  # a field without arguments: a schema lets nothing else in
    if bare or (endpoint.framework in _BY_PARAMETERS and names_only_a_thing(endpoint, function)):
        return _nothing(endpoint)
    return _by_refusals(repo, endpoint, function, fields)


def _read(repo: Repo, endpoint: Endpoint, function: Function) -> frozenset[str]:
    """Return what is read of the request where a framework lets any function read it."""
    return read_of_request(repo, near(repo, endpoint), function.line) if endpoint.framework == "Flask" else frozenset()


def _is_given_nothing(endpoint: Endpoint, function: Function) -> bool:
    """Tell a handler without parameters, where the framework hands a request over by them alone."""
    own = {"self", "ctx", "context"} if function.in_class else set()
    return endpoint.framework in _BY_PARAMETERS and {one.name for one in function.parameters} <= own


def _nothing(endpoint: Endpoint) -> RequestSchema:
    """Return what is said of an endpoint that takes nothing of a request."""
    return replace(_result(endpoint, How.NOBODY, NO_FIELDS, "", endpoint.place), empty=True)


def _by_refusals(repo: Repo, endpoint: Endpoint, function: Function, fields: Fields) -> RequestSchema:
    """Count the places in which the handler refuses requests: one refuses one kind, and lets in all others."""
    refusals, upload = _by_hand(repo, endpoint), "files" in _read(repo, endpoint, function)
    if refusals >= 2:
        what = f"{endpoint.handler} refuses requests by hand in {refusals} places"
        return RequestSchema(endpoint.place, what, endpoint, How.BY_HAND, confidence=endpoint.confidence, upload=upload)
    found = replace(_result(endpoint, How.NOBODY, fields, "", endpoint.place), upload=upload)
    if refusals:
        what = f"{endpoint.handler} refuses one kind of request, and takes all others as they come"
        return replace(found, what=what)
    texts = takes_texts(endpoint, function) if endpoint.framework in _BY_PARAMETERS else ()
    if texts and fields.total == len(texts):
        return replace(found, what=f"{endpoint.handler} takes any text as {' and '.join(texts)}", texts=True)
    return found


def takes_nothing(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether an endpoint looks at nothing of a request, so that none can be malformed."""
    schema = schema_of(repo).get(endpoint)
    if schema is None or schema.matters:
        return False
    function = function_on(repo, endpoint.handler_path, endpoint.handler, endpoint.place.line)
    if schema.empty or function is None:
        return schema.empty
    taken = {one.name for one in function.parameters} - {"self", "cls", "request", "req", "_"}
    file = python_file(repo, endpoint.handler_path)
    here = [item for item in file.mentions if item.scope == endpoint.handler] if file else []
    calls = calls_in(repo, endpoint.handler_path, endpoint.handler)
    words = [text for call in calls for text in (call.written, *(value.text for value in call.args))]
    words += [name for item in here for name in item.names]
    return not taken and not any(_LOOKS.search(text) for text in words)


def _only_sends(repo: Repo, endpoint: Endpoint, function: Function) -> bool:
    """Tell a socket that nothing is received by: neither here, nor by another function that it is handed to."""
    calls = calls_in(repo, endpoint.handler_path, endpoint.handler) if endpoint.methods == ("WEBSOCKET",) else ()
    sockets = {one.name for one in function.parameters if _SOCKET.search(f"{one.annotation} {one.name}")}
    given = (value.text for call in calls for value in call.values)
    sends = any(call.last.startswith("send") for call in calls)
    return sends and sockets.isdisjoint(given) and not any(_RECEIVES.match(call.last) for call in calls)


def _before(repo: Repo, endpoint: Endpoint) -> RequestSchema | None:
    """Find what looks at a request before own code: an engine, a protocol, a description, a generic view."""
    if endpoint.door is Door.ENGINE or endpoint.framework in _BY_PROTOCOL:
        return RequestSchema(endpoint.place, f"{endpoint.framework} checks its requests", endpoint, How.BY_ENGINE)
    if described := operations(repo).get(endpoint):
        what = "what the description declares" if described.fields.total else "nothing of a request"
        empty = not described.fields.total
        return replace(_result(endpoint, How.BY_TYPES, described.fields, what, endpoint.place), empty=empty)
    found = serializer_of(repo, endpoint)
    return _result(endpoint, How.BY_TYPES, found.fields, found.name, found.place) if found else None


def _decorated(endpoint: Endpoint, function: Function) -> RequestSchema | None:
    """Find the samples of inference-schema, which refuses what has another type or shape."""
    marks = sum(mark.last == "input_schema" for mark in function.decorators)
    if not marks:
        return None
    what = f"{endpoint.handler} takes what has the type and shape of a sample, by input_schema"
    return RequestSchema(endpoint.place, what, endpoint, How.BY_TYPES, Fields(bounded=marks), endpoint.confidence)


def _beside(repo: Repo, endpoint: Endpoint) -> RequestSchema | None:
    """Find the fields that a module of DEEPaaS gives for its requests: the server refuses what does not fit them."""
    if endpoint.framework != "DEEPaaS":
        return None
    calls = [call for call in calls_in(repo, endpoint.handler_path, _ARGUMENTS) if ".fields." in f".{call.name}"]
    bounded = sum(call.keyword("validate") is not None for call in calls)
    found = Fields(typed=len(calls) - bounded, bounded=bounded)
    return _result(endpoint, How.BY_TYPES, found, f"what {_ARGUMENTS} names", endpoint.place) if calls else None


def _result(endpoint: Endpoint, how: How, fields: Fields, name: str, place: Place) -> RequestSchema:
    takes = f"{endpoint.handler or endpoint.framework} takes {name or 'its request'}"
    if how is How.NOBODY:
        return RequestSchema(endpoint.place, f"{takes} as it comes", endpoint, how, fields, endpoint.confidence)
    what = f"{takes}, {fields.bounded} of {fields.total} fields with bounds"
    return RequestSchema(place, what, endpoint, how, fields, endpoint.confidence)


def _filled_inside(repo: Repo, endpoint: Endpoint) -> RequestSchema | None:
    """Find a model that a handler fills itself with a body that it takes as a dictionary."""
    here = declared_checks(repo, endpoint.handler_path, endpoint.handler)
    return next((_checking(endpoint, check) for check in here), None)


def _declared(repo: Repo, endpoint: Endpoint) -> RequestSchema | None:
    """Find a schema that the handler, its decorators, or a function it calls applies to the request.

    Deeper, where the steps of a pipeline are called, only what is filled with the request itself counts.
    """
    places = (*near(repo, endpoint), *of_its_class(repo, endpoint), *steps(repo, endpoint))
    found = (check for path, scope in places for check in declared_checks(repo, path, scope))
    return next((_checking(endpoint, check) for check in found), None)


def _checking(endpoint: Endpoint, check: RequestModel) -> RequestSchema:
    counts = f", {check.fields.bounded} of {check.fields.total} fields with bounds" if check.fields.total else ""
    what = f"{endpoint.handler} checks its request by {check.name}{counts or ', whose fields have no bounds here'}"
    return RequestSchema(check.place, what, endpoint, How.BY_TYPES, check.fields, endpoint.confidence)


def _by_hand(repo: Repo, endpoint: Endpoint) -> int:
    validating = (key for key in below(repo, endpoint) if _validates(repo, *key))
    return sum(rejections(repo, path, scope) for path, scope in dict.fromkeys((*near(repo, endpoint), *validating)))


def _validates(repo: Repo, path: str, scope: str) -> bool:
    """Tell a function that says whether what was sent may be used: it is handed something to look at."""
    name = scope.rpartition(".")[2]
    if not _VALIDATES.search(name) or _OF_ITSELF.search(name):
        return False
    function = function_at(repo, path, scope)
    return function is not None and any(one.name not in ("self", "cls") for one in function.parameters)


def _looks_first(repo: Repo, endpoint: Endpoint, function: Function) -> bool:
    """Tell whether what a handler depends on is handed the file too, and may refuse it."""
    before = dependencies(repo, endpoint.handler_path, function)
    handed = (one for one in before if (asked := function_at(repo, *one)) and takes_file(asked))
    return any(rejections(repo, *one) for one in handed)
