"""How do the web frameworks of Python name their applications, routers, routes and guards?"""

from seatrial.model.record import dataclass
from seatrial.read.code.python_record import PythonFile


@dataclass(frozen=True, slots=True)
class Framework:
    """The vocabulary of one web framework."""

    name: str  #: as people write it
    apps: tuple[str, ...]  #: dotted constructors of the application
    routers: tuple[str, ...] = ()  #: dotted constructors of routers, blueprints and the like


#: Applications that answer what a description of their interface names.
DESCRIBED_APPS = ("connexion.FlaskApp", "connexion.App", "connexion.AsyncApp", "connexion.AioHttpApp")
FRAMEWORKS = (
    Framework("FastAPI", ("fastapi.FastAPI", "fastapi.applications.FastAPI"),
              ("fastapi.APIRouter", "fastapi.routing.APIRouter")),
    Framework("Litestar", ("litestar.Litestar", "litestar.app.Litestar", "starlite.Starlite"),
              ("litestar.Router", "starlite.Router")),
    Framework("Starlette", ("starlette.applications.Starlette",), ("starlette.routing.Router",)),
    Framework("Flask", ("flask.Flask", "flask.app.Flask", "flask_openapi3.OpenAPI", "apiflask.APIFlask",
                        *DESCRIBED_APPS),
              ("flask.Blueprint", "flask_restx.Namespace", "flask_restx.Api", "flask_restful.Api",
               "flask_smorest.Blueprint", "flask_restplus.Api", "flask_restplus.Namespace",
               "flask_openapi3.APIBlueprint", "apiflask.APIBlueprint")),
    Framework("Quart", ("quart.Quart",), ("quart.Blueprint",)),
    Framework("Sanic", ("sanic.Sanic", "sanic.app.Sanic"), ("sanic.Blueprint", "sanic.blueprints.Blueprint")),
    Framework("aiohttp", ("aiohttp.web.Application",), ("aiohttp.web.RouteTableDef",)),
    Framework("Tornado", ("tornado.web.Application",)),
    Framework("Bottle", ("bottle.Bottle",)),
    Framework("Falcon", ("falcon.App", "falcon.API", "falcon.asgi.App")),
    Framework("Robyn", ("robyn.Robyn",), ("robyn.SubRouter",)),
    Framework("Django Ninja", ("ninja.NinjaAPI",), ("ninja.Router", "ninja_extra.Router")),
    Framework("BlackSheep", ("blacksheep.Application",), ("blacksheep.Router",)),
    Framework("Chalice", ("chalice.Chalice",), ("chalice.Blueprint",)),
    Framework("AWS Powertools", ("aws_lambda_powertools.event_handler.APIGatewayRestResolver",
                                 "aws_lambda_powertools.event_handler.APIGatewayHttpResolver",
                                 "aws_lambda_powertools.event_handler.LambdaFunctionUrlResolver")),
    Framework("Modal", ("modal.App", "modal.Stub")),
)  # fmt: skip

#: Decorator methods that answer HTTP, with the HTTP methods they stand for; () means: read ``methods=``.
ROUTE_METHODS = {
    "get": ("GET",),
    "post": ("POST",),
    "put": ("PUT",),
    "patch": ("PATCH",),
    "delete": ("DELETE",),
    "head": ("HEAD",),
    "options": ("OPTIONS",),
    "websocket": ("WEBSOCKET",),
    "websocket_route": ("WEBSOCKET",),
    "route": (),
    "api_route": (),
    "view": (),
    "websocket_view": ("WEBSOCKET",),
    "doc": (),
}

#: Module-level decorators of frameworks without an application object.
FREE_DECORATORS = {
    "litestar.get": ("GET",),
    "litestar.post": ("POST",),
    "litestar.put": ("PUT",),
    "litestar.patch": ("PATCH",),
    "litestar.delete": ("DELETE",),
    "litestar.route": (),
    "litestar.handlers.get": ("GET",),
    "litestar.handlers.post": ("POST",),
    "starlite.get": ("GET",),
    "starlite.post": ("POST",),
    "bottle.get": ("GET",),
    "bottle.post": ("POST",),
    "bottle.route": (),
    "rest_framework.decorators.api_view": (),
    "flask.route": (),
    "blacksheep.get": ("GET",),
    "blacksheep.post": ("POST",),
    "chalice.route": (),
}

#: Calls that bind a path to a handler: last part of the name, position of the path, position of the handler.
ROUTE_CALLS = {
    "add_api_route": (0, 1),
    "add_route": (0, 1),
    "add_url_rule": (0, 2),
    "add_api_websocket_route": (0, 1),
    "add_websocket_route": (0, 1),
    "add_resource": (1, 0),
    "add_get": (0, 1),
    "add_post": (0, 1),
    "add_put": (0, 1),
    "add_delete": (0, 1),
    "add_view": (0, 1),
}

#: Constructors that bind a path to a handler inside a list of routes.
ROUTE_OBJECTS = {
    "starlette.routing.Route": (0, 1),
    "starlette.routing.WebSocketRoute": (0, 1),
    "fastapi.routing.APIRoute": (0, 1),
    "aiohttp.web.get": (0, 1),
    "aiohttp.web.post": (0, 1),
    "aiohttp.web.put": (0, 1),
    "aiohttp.web.route": (1, 2),
    "django.urls.path": (0, 1),
    "django.urls.re_path": (0, 1),
    "django.conf.urls.url": (0, 1),
    "tornado.web.url": (0, 1),
    "tornado.web.URLSpec": (0, 1),
}

#: Calls that listen at an address and give every connection to one function, their first argument.
LISTENERS = {
    "websockets.serve": "websockets", "websockets.server.serve": "websockets",
    "websockets.asyncio.server.serve": "websockets", "websockets.sync.server.serve": "websockets",
    "websockets.legacy.server.serve": "websockets", "picows.ws_create_server": "picows",
    "asyncio.start_server": "asyncio",
}  # fmt: skip

#: Bases of classes whose methods ``get``, ``post`` and so on answer HTTP.
VIEW_BASES = (
    "flask.views.MethodView", "flask.views.View", "flask_restful.Resource", "flask_restx.Resource",
    "flask_restplus.Resource", "starlette.endpoints.HTTPEndpoint", "tornado.web.RequestHandler", "aiohttp.web.View",
    "sanic.views.HTTPMethodView", "django.views.View", "django.views.generic.View", "rest_framework.views.APIView",
    "rest_framework.viewsets.", "rest_framework.generics.", "litestar.Controller", "litestar.controller.Controller",
    "starlite.Controller", "http.server.BaseHTTPRequestHandler", "http.server.SimpleHTTPRequestHandler",
)  # fmt: skip

#: Methods of such classes, with what they answer.
VIEW_METHODS = {
    "get": ("GET",),
    "post": ("POST",),
    "put": ("PUT",),
    "patch": ("PATCH",),
    "delete": ("DELETE",),
    "do_GET": ("GET",),
    "do_POST": ("POST",),
    "do_PUT": ("PUT",),
    "on_get": ("GET",),
    "on_post": ("POST",),
    "on_put": ("PUT",),
    "create": ("POST",),
    "list": ("GET",),
    "retrieve": ("GET",),
    "update": ("PUT",),
    "partial_update": ("PATCH",),
    "destroy": ("DELETE",),
    "dispatch_request": ("GET",),
}

#: Modules whose classes Django gives the connections of web sockets, and the methods that answer what comes in.
CONSUMER_BASES = ("channels.generic.websocket.", "channels.consumer.")
CONSUMER_METHODS = ("receive", "receive_json", "websocket_receive")

_BY_APP = {name: framework for framework in FRAMEWORKS for name in framework.apps}
_BY_PACKAGE = {name.partition(".")[0]: framework.name for framework in FRAMEWORKS for name in framework.apps}
_BY_ROUTER = {name: framework for framework in FRAMEWORKS for name in framework.routers}


def app_framework(constructor: str) -> Framework | None:
    """Return the framework whose application this dotted constructor makes."""
    return _BY_APP.get(constructor)


def router_framework(constructor: str) -> Framework | None:
    """Return the framework whose router this dotted constructor makes."""
    return _BY_ROUTER.get(constructor)


def framework_of_package(package: str) -> str:
    """Return how people write the framework that an outermost package holds, "" where it holds none."""
    return _BY_PACKAGE.get(package, "")


def imported_framework(file: PythonFile) -> str:
    """Return how people write the first framework that a file imports, "" where it imports none."""
    return next(filter(None, (framework_of_package(found.package) for found in file.imports)), "")
