"""Inventory: serving."""

from seatrial.component import components
from seatrial.facts.serving.foreign_services import answers_elsewhere, foreign_health, foreign_models
from seatrial.facts.serving.foreign_signs import ForeignSign, foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.platform_guards import takes_http
from seatrial.facts.serving.request_schemas import How, RequestSchema, schema_of
from seatrial.facts.serving.serving import NETWORK, Served, doors_by_rules, endpoints, served_endpoints
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.serving.watch.health import health_routes
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.inventory.row import Item, row
from seatrial.repo import Repo, Role, role

_SHOWN = (Role.EXAMPLE, Role.DOCS)
_OF_EVENTS = {"AWS Lambda"}  #: whatever happens in an account may call them, and much of it is no request
_NO_API = "no network API"


@row("a network endpoint in the code runs a model or a search in embeddings")
def model_served_by_api(repo: Repo) -> Item:
    """Pages for people and jobs do not count; an example server counts when there is no other."""
    found = _serving(repo)[:20]
    if not found and (servers := foreign(repo, Sign.SERVER)):
        models = foreign_models(repo)
        return Item.of([*servers[:3], *models[:3]]) if models else Item.unknown(_not_followed(servers))
    pages = ui_apps(repo)
    near = f"{pages[0].place.path} is only a page for people" if pages else "no endpoint gets to a model"
    return Item.of(found, otherwise=near)


@row("a health, readiness or liveness route of the service itself")
def health_endpoint(repo: Repo) -> Item:
    """Of an example server only when there is no other; what a model server answers by itself is no route."""
    asked = _doors_in_question(repo)
    if not asked:
        return _health_elsewhere(repo)
    standing = {role(repo, endpoint.place.path) for endpoint in asked}
    found = [route for route in health_routes(repo) if role(repo, route.place.path) in standing]
    return Item.of(found, otherwise="no route says how the service is")


@row("request bodies or parameters are validated by a typed schema or by explicit checks")
def input_schema_validation(repo: Repo) -> Item:
    """The endpoints that run a model decide; when they take no payload, every endpoint that does.

    What a model server takes as it comes may be held to a schema by the doors that ask it.
    """
    asked = _doors_in_question(repo)
    if not asked:
        return _elsewhere(repo, foreign(repo, Sign.SCHEMA))
    schemas = _schemas(repo, asked) or _schemas(repo, _own(repo))
    if all(schema.endpoint.door is Door.MODEL_SERVER and not schema.checked for schema in schemas):
        schemas += [schema for schema in _schemas(repo, _own_doors(repo)) if schema.how is How.BY_TYPES]
    near = f"{schemas[0].endpoint.handler} takes its request as it comes" if schemas else "no endpoint takes a payload"
    return Item.of([schema for schema in schemas if schema.checked][:20], otherwise=near)


def _health_elsewhere(repo: Repo) -> Item:
    """Answer by the routes that words show: where no word of such a route stands in any file, there is none."""
    routes = foreign(repo, Sign.ROUTE)
    if routes and not foreign_health(repo) and not foreign(repo, Sign.ALIVE):
        return Item.of((), otherwise=f"none of the routes in {routes[0].language} is called like one of health")
    return _elsewhere(repo, foreign_health(repo))


def _elsewhere(repo: Repo, found: list[ForeignSign]) -> Item:
    """Answer for an API in another language: what its words say is likely, and what they do not is unknown."""
    servers = foreign(repo, Sign.SERVER)
    if not servers:
        return Item.na(_NO_API)
    return Item.of(found[:20]) if found else Item.unknown(_not_followed(servers))


def _not_followed(servers: list[ForeignSign]) -> str:
    return f"{servers[0].place} answers in {servers[0].language}, whose code is not followed"


def _serving(repo: Repo) -> list[Served]:
    """Return the endpoints that run a model: the owner's, else those of examples."""
    found = [item for item in served_endpoints(repo) if item.endpoint.door in NETWORK]
    own = [item for item in found if role(repo, item.place.path) is Role.OWN]
    return own or [item for item in found if role(repo, item.place.path) in _SHOWN]


def _doors_in_question(repo: Repo) -> list[Endpoint]:
    """Return the endpoints a question about the API is about: none where the API is written in another language.

    Where none runs a model, those that promise one are asked before all others.
    """
    if answers_elsewhere(repo):
        return []
    posing = [door for component in components(repo) for door in doors_by_rules(component)]
    return [item.endpoint for item in _serving(repo)] or posing or _own(repo)


def _own(repo: Repo) -> list[Endpoint]:
    return [item for item in _own_doors(repo) if item.framework not in _OF_EVENTS or takes_http(repo, item)]


def _own_doors(repo: Repo) -> list[Endpoint]:
    own = [item for item in endpoints(repo) if item.door in NETWORK and role(repo, item.place.path) is Role.OWN]
    return [item for item in own if item.door is not Door.ENGINE]


def _schemas(repo: Repo, asked: list[Endpoint]) -> list[RequestSchema]:
    known = schema_of(repo)
    return [known[endpoint] for endpoint in asked if endpoint in known and known[endpoint].matters]
