"""Which programs and calls start a server, and which of them are made for development only?"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import dropwhile

from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.infrastructure.shell_command import Command
from seatrial.read.regex import regex

_FLASK = "Flask's development server"
_RELOADS = "it starts anew whenever a file changes"
_ONE_AT_A_TIME = "it is made for development, without workers, limits or a clean end"
_DEBUGS = "it runs in debug mode, which lets a caller run code"
#: Programs that serve in production, by the name of the program.
SERVERS = frozenset({
    "gunicorn", "uvicorn", "hypercorn", "granian", "waitress-serve", "waitress", "uwsgi", "daphne", "bentoml", "serve",
    "tritonserver", "torchserve", "litserve", "mlserver", "vllm", "text-generation-launcher", "sanic", "litestar",
    "tensorflow_model_server", "llama-server", "robyn", "functions-framework", "newrelic-admin", "ollama", "unit",
    "unitd", "start-server", "mod_wsgi-express", "nvidia_entrypoint.sh", "vllm.entrypoints.openai.api_server",
    "text-embeddings-router", "infinity_emb", "cog.server.http", "awslambdaric", "langgraph", "gunicorn.app.wsgiapp",
    "seldon-core-microservice",
})  # fmt: skip
_GRACE = ("--graceful-timeout", "--timeout-graceful-shutdown", "--graceful-shutdown-timeout")
_RELOAD = frozenset({"--reload", "--auto-reload", "--autoreload", "--debug", "--dev"})
#: Calls that start a server in code, by their resolved name.
PRODUCTION_CALLS = {
    "uvicorn.run": "uvicorn", "uvicorn.Server": "uvicorn", "waitress.serve": "waitress",
    "aiohttp.web.run_app": "aiohttp", "hypercorn.asyncio.serve": "hypercorn", "hypercorn.trio.serve": "hypercorn",
    "hypercorn.run.run": "hypercorn", "granian.Granian": "granian", "granian.Granian.serve": "granian",
    "bjoern.run": "bjoern", "gevent.pywsgi.WSGIServer": "gevent", "eventlet.wsgi.server": "eventlet",
    "cheroot.wsgi.Server": "cheroot", "grpc.server": "gRPC", "grpc.aio.server": "gRPC",
    "tornado.ioloop.IOLoop.start": "Tornado", "litserve.LitServer.run": "LitServe",
    "kserve.ModelServer.start": "KServe", "ray.serve.run": "Ray Serve", "sanic.Sanic.run": "Sanic",
    "robyn.Robyn.start": "Robyn", "runpod.serverless.start": "RunPod", "fastmcp.FastMCP.run": "FastMCP",
    "gunicorn.app.base.BaseApplication.run": "gunicorn", "flask_socketio.SocketIO.run": "Flask-SocketIO",
    "websockets.serve": "websockets", "websockets.server.serve": "websockets",
    "websockets.asyncio.server.serve": "websockets", "websockets.sync.server.serve": "websockets",
}  # fmt: skip
_DEVELOPMENT_CALLS = {
    "flask.Flask.run": _FLASK, "werkzeug.serving.run_simple": _FLASK, "quart.Quart.run": "Quart's development server",
    "wsgiref.simple_server.make_server": "wsgiref", "http.server.HTTPServer": "the http.server of Python",
    "http.server.ThreadingHTTPServer": "the http.server of Python", "bottle.run": "Bottle's development server",
    "apiflask.APIFlask.run": _FLASK, "flask_openapi3.OpenAPI.run": _FLASK, "bottle.Bottle.run":
    "Bottle's development server",
}  # fmt: skip
_APP = regex(r"(^|\.)(app|application|server|flask_app|api)\.run$")


@dataclass(frozen=True, slots=True)
class ServerCall:
    """A server that something starts."""

    server: str
    fault: str = ""  #: why it is not made for production
    graceful: bool = False
    confidence: Confidence = Confidence.VERIFIED
    alone: Place | None = None  #: the call, where it hands over the application itself: no process but this can make it


def by_command(item: Command, variables: Mapping[str, str]) -> ServerCall | None:
    """Return the server that a command line names, behind a variable too: ``$LIMIT uvicorn``; None when none."""
    words = tuple(dropwhile(lambda word: word.startswith("$"), item.argv))
    item = replace(item, argv=words) if words else item
    program, words = item.program, item.arguments
    if program == "flask" and "run" in words:
        return ServerCall(_FLASK, _ONE_AT_A_TIME)
    if "runserver" in words and any(word.endswith("manage.py") for word in item.argv):
        return ServerCall("Django's development server", _ONE_AT_A_TIME)
    if program == "fastapi":
        return ServerCall("uvicorn in development mode", _RELOADS) if "dev" in words else ServerCall("uvicorn")
    if program not in SERVERS or (program == "ray" and "serve" not in words):
        return None
    if _RELOAD & set(words) or variables.get("UVICORN_RELOAD", "").lower() in ("1", "true"):
        return ServerCall(program, _RELOADS if "--debug" not in words else _DEBUGS)
    return ServerCall(program, graceful=any(word.startswith(_GRACE) for word in words))


def server_call(file: PythonFile, call: Call) -> ServerCall | None:
    """Return the server that a call starts; None for other calls."""
    if name := _DEVELOPMENT_CALLS.get(call.name):
        return ServerCall(name, _DEBUGS if _is_true(call.keyword("debug")) else _ONE_AT_A_TIME)
    if name := PRODUCTION_CALLS.get(call.name):
        made = _production(name, call)
        given = call.argument(0, "app") if call.name == "uvicorn.run" else None
        named = given is None or given.string or given.kind == "fstring"
        return made if named else replace(made, alone=Place(file.path, call.line, call.column))
    if _APP.search(call.written) and "flask" in file.packages:
        return ServerCall(_FLASK, _DEBUGS if _is_true(call.keyword("debug")) else _ONE_AT_A_TIME)
    return None


def _production(name: str, call: Call) -> ServerCall:
    reload = call.keyword("reload") or call.keyword("debug") or call.keyword("auto_reload")
    graceful = call.keyword("timeout_graceful_shutdown") is not None
    if _is_true(reload):
        return ServerCall(name, _RELOADS, graceful)
    if reload is not None and reload.kind != "literal" and "debug" in reload.text.lower():
        fault = f"it starts anew at every change when {reload.text} says so"
        return ServerCall(name, fault, graceful, Confidence.LIKELY)
    return ServerCall(name, "", graceful)


def _is_true(value: Value | None) -> bool:
    return value is not None and value.kind == "literal" and value.literal is True


def by_module(file: PythonFile) -> ServerCall | None:
    """Return the production server that a started file imports, when no call of it was found."""
    served = {"gunicorn": "gunicorn", "waitress": "waitress", "uvicorn": "uvicorn", "hypercorn": "hypercorn",
              "tornado": "Tornado", "bentoml": "BentoML", "grpc": "gRPC"}  # fmt: skip
    return next((ServerCall(name) for package, name in served.items() if package in file.packages), None)
