"""Which files make up a service besides its handlers, and which of their functions run when it starts?"""

from collections.abc import Iterator, Set
from itertools import takewhile

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import calls_named
from seatrial.facts.code.code_index import contents, defined
from seatrial.facts.code.own_imports import imported_files, with_imports
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.releases.delivered import is_delivered
from seatrial.facts.inference.inference import inference_calls
from seatrial.facts.product.parts import rank_of
from seatrial.facts.reach.below import below
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.door_words import answers_before
from seatrial.facts.serving.serving import Served, doors_in_service, network_endpoints, served
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.routers import routers
from seatrial.model import Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_DATABASES = frozenset({
    "sqlalchemy", "sqlmodel", "flask_sqlalchemy", "psycopg2", "psycopg", "asyncpg", "duckdb", "pymongo", "motor",
    "databases", "tortoise", "peewee", "pymysql", "aiomysql", "snowflake",
})  # fmt: skip
#: What starts a service by itself, and no person.
_SERVED = frozenset({Kind.IMAGE, Kind.WORKLOAD, Kind.DEPLOY})
#: Decorators of functions that a framework runs once, before the first request.
_STARTING = regex(r"(on_event|before_serving|on_startup|startup|lifespan|asynccontextmanager|contextmanager)$")
#: Methods and functions that a model server calls before the first request.
_METHODS = ("__init__", "__post_init__", "setup", "load", "initialize", "load_context", "__enter__")
_FUNCTIONS = ("model_fn", "init")
#: Calls that make an application, hang something on it, or run it.
_APPLICATION = frozenset({
    "FastAPI", "Flask", "Starlette", "Litestar", "Sanic", "Quart", "include_router", "register_blueprint", "serve",
    "run_app", "add_api_route",
})  # fmt: skip
_PUTS_OFF = frozenset({"add_task", "delay", "apply_async", "send_task", "enqueue"})
#: Addresses and handlers by which texts and files come in, to be looked up later, or what is kept goes out.
_TAKES_IN = caseless(
    r"ingest|upload|export|download|re_?index|(?<![a-z])(?:index(?:ing)?|embed|sync|crawl|move|delete|rename)(?![a-z])"
)
#: What is called for itself, and shares no application with what stands beside it.
_ALONE = frozenset({Door.FUNCTION, Door.QUEUE})
_BY_PEOPLE = frozenset({Kind.SCRIPT, Kind.TASK})
_OF_DJANGO = ("get_wsgi_application", "get_asgi_application")
_UPWARDS = 3  #: imports from a handler up to the file that starts the application


@fact
def application_files(component: Component) -> frozenset[str]:
    """Return the files of the handlers, and what imports these: where the application is made and started."""
    repo, known = component.repo, imported_files(component.repo)
    doors = (*network_endpoints(component), *(item.endpoint for item in served(component)))
    found = {item.handler_path for item in doors if item.handler_path}
    for _ in range(_UPWARDS):
        found |= {path for path, targets in known.items() if targets & found and role(repo, path) is Role.OWN}
    return frozenset(path for path in found if path in component and path.endswith(".py"))


@fact
def service_files(component: Component) -> tuple[str, ...]:
    """Return the files of the application and all that they import: what runs at the latest when it is imported."""
    found = with_imports(component.repo, *application_files(component))
    return tuple(sorted(path for path in found if path in component and path.endswith(".py")))


@fact
def start_functions(component: Component) -> tuple[tuple[str, str], ...]:
    """Return file and name of the functions that run once, when the service starts and before its first request."""
    repo = component.repo
    found = [(path, name) for path in sorted(application_files(component)) for name in _starting(repo, path)]
    doors = (*network_endpoints(component), *(item.endpoint for item in served(component)))
    found += [start for item in doors if item.handler_path for start in _hosted(repo, item)]
    return tuple(dict.fromkeys(found))


def asks_a_database(component: Component) -> bool:
    """Tell whether the files of the service import the client of a database that a server keeps, or a mapper."""
    files = (python_file(component.repo, path) for path in service_files(component))
    return any(file is not None and not _DATABASES.isdisjoint(file.packages) for file in files)


@fact
def application(component: Component) -> Place | None:
    """Return where the application is made: what answers by a model itself first, else what imports what asks one.

    Else it is what is nearest to the root. Functions that CI puts into service make none; they stand for it where
    applications are made beside them. Where an image or a manifest starts one of several, what it includes is none.
    """
    answering = served(component)
    first_hand = {item.endpoint.handler_path for item in answering if not item.trains}
    trained = {item.endpoint.handler_path for item in answering} - first_hand
    live = reach(component.repo)
    functions = all(door.door is Door.FUNCTION for door in doors_in_service(component))
    started = {entry.path for entry in entry_points(component.repo) if entry.kind in _SERVED}

    def rank(place: Place) -> tuple[bool | int | Place, ...]:
        path = place.path
        asks = path in _asking(component)
        starts = asks and path in started
        return (
            not is_delivered(component.repo, path), not live.is_live(path), path in trained, not starts,
            path not in first_hand, not asks, path.count("/"), place,
        )  # fmt: skip

    near = min([] if functions else _made(component), key=rank, default=None)
    doors = [item.place for item in answering] + [item.place for item in network_endpoints(component)]
    return near or next(iter(doors), None)


@fact
def _asking(component: Component) -> frozenset[str]:
    """Return the files of the application that ask a model, or import what asks one, directly or by others."""
    asking = {call.path for call in inference_calls(component.repo)}
    return frozenset(path for path in application_files(component) if asking & with_imports(component.repo, path))


@fact
def answers_at(component: Component) -> Place | None:
    """Return the place that is named to its owner where answers are given; None where nothing answers by a model.

    That is the first endpoint that answers by a model itself, and does not put the work off; what takes in texts that
    are looked up later comes last. Where there is only an engine behind the own programs, or an endpoint that trains,
    it is the application before them.
    """
    answering = served(component)
    own = [item for item in answering if item.endpoint.handler_path and not item.trains]
    main = application(component)
    near = with_imports(component.repo, main.path) if main else frozenset[str]()
    first = min(own, key=lambda item: _standing_of_door(component.repo, item, near), default=None)
    return first.place if first else (main if answering else None)


@fact
def answering_functions_alike(component: Component) -> tuple[Place, ...]:
    """Return where answers are given, by several functions or consumers each, where nothing tells one from another.

    They are programs of their own, started by events and by callers; of endpoints an application makes one program.
    """
    first, main, repo = answers_at(component), application(component), component.repo
    near = with_imports(repo, main.path) if main else frozenset[str]()
    own = [item for item in served(component) if item.endpoint.handler_path and not item.trains]
    mine = next((item for item in own if item.place == first), None)
    if first is None or mine is None or mine.endpoint.door not in _ALONE:
        return (first,) if first else ()

    def standing(item: Served) -> tuple[object, ...]:
        door = item.endpoint
        ranked = rank_of(repo, door.handler_path, door.handler)
        return door.door, item.way is None, *_standing_of_door(repo, item, near)[:2], ranked

    alike = [item.place for item in own if standing(item) == standing(mine)]
    return (first, *(place for place in alike if place.path != first.path))


def _standing_of_door(repo: Repo, item: Served, near: Set[str]) -> tuple[bool, bool, bool]:
    """Order doors: those of the application that is named to its owner before those of a copy or a trial beside it."""
    return takes_in(item.endpoint), _puts_off(repo, item), item.endpoint.handler_path not in near


def takes_in(endpoint: Endpoint) -> bool:
    """Tell a door by which texts and files come in or go out, from one by which people ask."""
    return bool(_TAKES_IN.search(f"{endpoint.url} {endpoint.handler}"))


def _puts_off(repo: Repo, item: Served) -> bool:
    """Tell a handler that only takes the work on: others do it after the answer."""
    if item.way is not None:
        return answers_before(repo, item.endpoint, item.way)
    calls = contents(repo, item.endpoint.handler_path).calls.get(item.endpoint.handler, ())
    return any(call.last in _PUTS_OFF for call in calls)


def application_beside(component: Component, place: Place | None) -> Place | None:
    """Return the application whose folders a place shares the most, and the main one where none is nearer.

    Beside an application that is started, one that nothing starts is none.
    """
    main = application(component)
    made = _made(component)
    if main is None or place is None or main not in made:  # functions that are in service stand for trials beside them
        return main
    live = reach(component.repo)
    run = [one for one in made if live.is_live(one.path)] if live.is_live(main.path) else made
    return max((main, *run), key=lambda one: len(_shared(one.path, place.path)))  # the first of equals


def program_of(component: Component, made: Place) -> Place:
    """Return the program that people start, where a class makes the application: no server is told of one by its name.

    So where a function of a package makes it, and a program beside the package starts that. Else it is the application
    itself, which servers find as ``file:app`` or ``file:create_app``.
    """
    repo = component.repo
    if made not in _made(component) and (server := _server_of_django(component)):
        return server
    scope = next((item.made_by.scope for item in routers(repo) if item.place == made), "")
    if "." not in scope and not (scope and made.path.endswith("/__init__.py")):
        return made
    edges = reach(repo).edges
    starts = (one for one in entry_points(repo) if one.kind in _BY_PEOPLE and one.role is Role.OWN)
    found = (one.path for one in starts if (made.path, scope) in below(nodes_of(one, edges), edges))
    path = min(found, key=lambda path: (path.count("/"), path), default="")
    return Place(path) if path else made


def _server_of_django(component: Component) -> Place | None:
    """Return the module that servers are told of where Django finds the views by their addresses; WSGI before ASGI."""
    calls = (call for name in _OF_DJANGO for call in calls_named(component.repo, name))
    return next((Place(call.place.path) for call in calls if call.place.path in component.own), None)


def command_of(component: Component, program: Place) -> Place | str:
    """Return the installed command by which a program is started, said of its file; else the program itself."""
    entry = reach(component.repo).entry(program.path)
    if entry is None or entry.kind is not Kind.CONSOLE or entry.path == program.path:
        return program
    return f"{entry.path}, the command that {entry.place.path} installs"


def _made(component: Component) -> list[Place]:
    files = application_files(component)
    return [item.place for item in routers(component.repo) if item.place.path in files and item.is_app]


def _shared(path: str, other: str) -> tuple[str, ...]:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(path.split("/")[:-1], other.split("/")[:-1], strict=False))
    return tuple(folder for folder, _ in pairs)


def _starting(repo: Repo, path: str) -> Iterator[str]:
    """Yield the functions of a file that run once at the start: marked so, or making or running the application."""
    inside = contents(repo, path)
    for name, function in inside.functions.items():
        marked = any(_STARTING.search(decorator.written) for decorator in function.decorators)
        if marked or any(call.last in _APPLICATION for call in inside.calls.get(name, ())):
            yield name


def _hosted(repo: Repo, endpoint: Endpoint) -> Iterator[tuple[str, str]]:
    """Yield what a model server runs before the handler, and the function in which the handler itself is made."""
    path, scope = endpoint.handler_path, endpoint.handler
    outer, inside = scope.rpartition(".")[0], contents(repo, path)
    owner = inside.classes.get(scope) or inside.classes.get(outer)
    for name in _METHODS:
        found = defined(repo, path, f"{owner.name}.{name}") if owner else None
        if found and found.function and found.name.rpartition(".")[2] == name:
            yield found.path, found.name
    for name in (*_FUNCTIONS, *([outer] if outer and not owner else ())):
        if name in inside.functions:
            yield path, name
