"""Are the requests of other systems checked before the model sees them?"""

from dataclasses import replace

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, architecture
from seatrial.facts.archetype import archetype
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.serving.answering import all_answering, all_doors, all_schemas, answers_on_network, in_words
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.request_schemas import How, RequestSchema, takes_nothing
from seatrial.facts.serving.serving import promises
from seatrial.facts.serving.watch.endpoint_tests import tests_of
from seatrial.facts.serving.watch.own_state import signs_people_up
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.graph_fields import GRAPH_SERVERS

from .. import acts
from ..unread import as_its_words_tell

_LOOSE = "where a model declares fields without bounds"
_MAPPED = "where rows come as mappings, and what they hold differs by the model"
_SERIALIZED = "where Django REST framework answers"
_GRAPH = "where a resolver of GraphQL answers"
_UPLOAD = "where a file is uploaded"
_SOCKET = "where a socket takes one message after the other"
_ELSEWHERE = "where the service is written in TypeScript, JavaScript or Go"
_REJECTED = {400, 413, 415, 422}


def takes_requests(component: Component) -> bool:
    """Tell whether something answers on the network that looks at anything of a request."""
    doors = [*(item.endpoint for item in all_answering(component)), *all_doors(component)]
    own = [door for door in doors if not door.in_another_language]
    empty = bool(own) and len(own) == len(doors) and all(takes_nothing(component.repo, door) for door in own)
    return answers_on_network(component) and not empty


@architecture.practice(
    "ARC-02",
    question="Are requests rejected when malformed, before the model sees them?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="A model answers nonsense with confidence; only a schema says no.",
    act=acts.INPUTS,
    fix=(
        "Declare the request of {handler:the handler} as a pydantic model with bounds: Field(ge=, le=), Literal, Enum.",
        "Test that a malformed request to {url:the endpoint} is refused with 400 or 422.",
    ),
    fix_when={
        _LOOSE: (
            "Give the fields that {handler:the handler} takes bounds: Field(ge=, le=, max_length=), Literal, Enum.",
            "Test that a request to {url:the endpoint} with a value outside of them is refused.",
        ),
        _MAPPED: (
            "Compare keys and types of {mapping:each row} with what the model takes; answer 422 else.",
            "Bound how long the lists and texts are that {handler:the handler} takes.",
            "Test that a request to {url:the endpoint} that lacks a key, or brings a text for a number, is refused.",
        ),
        _SERIALIZED: (
            "Declare the request of {handler:the handler} as a serializer (min_value, max_length), and ask is_valid.",
            "Test that a malformed request to {url:the endpoint} is refused with 400 or 422.",
        ),
        _GRAPH: (
            "Refuse in {handler:the resolver} what its types let through: counts, lengths of lists and texts.",
            "Test that a query with a value outside of these bounds gets an error, and no answer.",
        ),
        _UPLOAD: (
            "Look at what is uploaded to {handler:the handler}: its size, its type by content, and that it opens.",
            "Test that a file that is too large, or no such file, gets 413 or 422 from {url:the endpoint}.",
        ),
        _SOCKET: (
            "Look at each message before {handler:the handler} uses it: its kind, its size, how many come a second.",
            "Test that a message that is too large, or of another kind, closes the socket with a code of its own.",
        ),
        _ELSEWHERE: (
            "Hold what {handler:the handler} takes to a schema with bounds, of zod or by tags; answer 400 else.",
            "Test that a malformed request to {url:the endpoint} is refused with 400 or 422.",
        ),
    },
    missing="nothing says what a request may hold",
    references=("MTS-Mon2", "ML01", "CWE-20", "AIA 15", "GMLP 2"),
    raised_by=("finance", "healthcare"),
    when=takes_requests,
    when_not="nothing here answers on the network, or what answers takes nothing of a request",
)
def input_schema_validated(component: Component) -> Graded:
    schemas = _schemas(component)
    checked = [schema for schema in schemas if schema.checked]
    strict = bool(schemas) and all(schema.strict for schema in schemas)
    tests = [test for schema in schemas for test in tests_of(component.repo).get(schema.endpoint, ())]
    refused = [test for test in tests if test.statuses & _REJECTED and not test.statuses & {200, 201}]
    graded = Graded.best(
        (Grade.IN_USE, refused[:5] if strict else []),
        (Grade.SUBSTANTIVE, checked[:10] if strict else []),
        (Grade.PRESENT, [schema for schema in checked if schema.endpoint.door is not Door.ENGINE][:10] or checked[:10]),
        looked_for="pydantic, msgspec, attrs or marshmallow models with bounds, jsonschema, protobuf, an engine's own "
        "validation; a test that sends a malformed request",
        message=_why_loose(schemas),
    )
    if any(schema.endpoint.in_another_language for schema in schemas) and not strict:
        graded = graded.as_far_as_followed(unfollowed(component, May.SCREEN))
    if in_words(component):
        graded = as_its_words_tell(component, graded, Sign.SCHEMA).as_far_as_followed(unfollowed(component, May.SCREEN))
    open_doors = [schema for schema in schemas if not schema.checked] + [it for it in schemas if not it.strict]
    loose = next(iter([*open_doors, *schemas]), None)
    if graded.grade in (Grade.ABSENT, Grade.PRESENT) and loose:
        first = Evidence(loose.endpoint.place, loose.what)
        others = (item for item in graded.evidence if item.place != first.place)
        graded = replace(graded, evidence=(first, *others))
    handlers = list(dict.fromkeys(it.endpoint.handler for it in (*open_doors, *schemas[:1]) if it.endpoint.handler))
    rest = f" (and {len(handlers) - 1} more)" if len(handlers) > 2 else f" (and {handlers[1]})" if handlers[1:] else ""
    named = graded.naming(
        handler=f"{handlers[0]}{rest}" if handlers else None, url=loose.endpoint.url or None if loose else None
    )
    if loose is None:
        return named
    rows = "" if archetype(component).archetype is Archetype.LLM_APP else next(iter(loose.fields.mappings), "")
    case = _shape(loose)
    return named.naming(mapping=rows).in_case(_MAPPED) if rows and case == _LOOSE else named.in_case(case)


def _shape(schema: RequestSchema) -> str:
    """Say what there is to bound: a file, or fields that a model declares already."""
    if schema.endpoint.in_another_language:
        return _ELSEWHERE
    if schema.endpoint.methods == ("WEBSOCKET",) and not schema.checked:
        return _SOCKET
    if schema.upload:
        return _UPLOAD
    if schema.endpoint.framework == "Django REST framework" and not schema.checked:
        return _SERIALIZED
    if schema.endpoint.framework in GRAPH_SERVERS and not schema.strict:  # the library reads no bounds of pydantic
        return _GRAPH
    return _LOOSE if schema.texts or (schema.how is How.BY_TYPES and not schema.strict) else ""


def _schemas(component: Component) -> list[RequestSchema]:
    """Return the schemas of the endpoints that run a model; of all endpoints when none does, or takes anything.

    What its name promises to be answered by the model comes first: ``/predict`` before ``/monitor-model``. The
    doors by which people come in are none of them, unless there is no other: who logs in asks no model.
    """
    known = all_schemas(component)
    running = [item for item in all_answering(component) if item.endpoint.framework != "Celery"]
    answering = [item.endpoint for item in running if not item.trains]
    for asked in (answering, [item.endpoint for item in running], all_doors(component)):
        if found := [known[endpoint] for endpoint in asked if endpoint in known and known[endpoint].matters]:
            inner = [schema for schema in found if not signs_people_up(schema.endpoint)]
            # what brings the most is likeliest for the model, where none of them was followed to it
            most = [] if running else sorted(inner or found, key=lambda schema: -schema.fields.total)
            return sorted(most or inner or found, key=lambda schema: _standing(component, schema))
    return []


def _standing(component: Component, schema: RequestSchema) -> tuple[bool, bool]:
    """Order doors: those that promise an answer first, and what was replaced or tried last."""
    return stands_beside(schema.endpoint.place.path), not _promises(component, schema)


def _promises(component: Component, schema: RequestSchema) -> bool:
    return not schema.endpoint.in_another_language and promises(component.repo, schema.endpoint)


def _why_loose(schemas: list[RequestSchema]) -> str:
    open_doors = [schema for schema in schemas if not schema.checked]
    if open_doors:
        return open_doors[0].what
    by_hand = [schema for schema in schemas if schema.how is How.BY_HAND]
    if by_hand:
        return by_hand[0].what
    loose = [schema for schema in schemas if not schema.strict]
    return loose[0].what if loose else ""
