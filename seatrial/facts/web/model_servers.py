"""Which classes and functions does a model server, a cloud platform or a broker call?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.fed_functions import is_fed
from seatrial.facts.web.server_conventions import (
    BASES,
    CONSUMER_METHODS,
    CONSUMERS,
    DECORATORS,
    FUNCTIONS,
    NAMED_CLASSES,
    Convention,
)
from seatrial.facts.web.unasked_functions import is_handler, unasked_functions
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import Call, Class, Function, PythonFile
from seatrial.repo import Repo

_BY_MARK = {mark: convention for convention in (*BASES, *DECORATORS) for mark in convention.marks}
_GRPC = Convention("gRPC", Door.GRPC, ())
#: How a method of a served class is bound to a path of the web framework that answers for it.
_ROUTING = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "options", "route", "api_route", "websocket", "websocket_route"}
)
#: By what a class of Ray Serve is answered through an application of a web framework, and in no other way.
_INGRESS = "ray.serve.ingress"
#: Methods by which a consumer reads.
_READS = frozenset({"poll", "consume", "getone", "getmany", "receive_messages", "start_consuming", "run", "add"})
#: What a function of Azure is given that somebody asks over the network.
_AZURE_REQUEST = "azure.functions.HttpRequest"
#: What the function of a parallel step is given.
_OF_A_JOB = frozenset({"mini_batch", "minibatch", "mini_batch_context"})


@fact
def model_servers(repo: Repo) -> tuple[Endpoint, ...]:
    """Return the code that model servers, platforms and brokers call, by their conventions; no tests.

    A function that takes nothing of its event answers nobody; one that is fed by events takes messages.
    """
    unasked = {(one.path, one.name) for one in unasked_functions(repo)}
    found = repo.each(_in_file, files_outside_tests(repo))
    asked = (one for one in found if (one.handler_path, one.handler) not in unasked)
    return tuple(replace(one, door=Door.QUEUE) if is_fed(repo, one) else one for one in asked)


def _in_file(file: PythonFile) -> Iterator[Endpoint]:
    registered = set(_registered(file))
    for cls in file.classes:
        yield from _class(file, cls) if cls.name not in registered else _methods(file, cls, _GRPC)
    for function in file.functions:
        yield from _decorated(file, function)
    yield from _together(file)
    yield from _consumers(file)


def _class(file: PythonFile, cls: Class) -> Iterator[Endpoint]:
    for mark in (*cls.bases, *(decorator.name for decorator in cls.decorators)):
        if convention := _BY_MARK.get(mark):
            yield from _methods(file, cls, convention)
        elif mark.endswith("Servicer") and "_grpc" in mark:
            yield from _methods(file, cls, _GRPC)
    for convention in NAMED_CLASSES:
        if cls.name in convention.marks and set(convention.methods) <= set(cls.methods):
            yield from _methods(file, cls, convention)


def _registered(file: PythonFile) -> Iterator[str]:
    """Yield the classes that are handed to a server of gRPC, whatever they are derived from."""
    for call in file.calls:
        if call.last.startswith("add_") and call.last.endswith("_to_server") and call.args:
            yield call.args[0].name.rpartition(".")[2]


def _methods(file: PythonFile, cls: Class, convention: Convention) -> Iterator[Endpoint]:
    """Yield the answering methods; all public ones where the convention names none, or the class has none of them."""
    named = [method for method in cls.methods if method in convention.methods]
    public = [method for method in cls.methods if not method.startswith("_") and method not in convention.hooks]
    routed = {function.name for function in file.functions if any(map(_gives_a_door, function.decorators))}
    handled = any(mark.name == _INGRESS for mark in cls.decorators)  # its web application is all that gets to it
    for method in () if handled else named or public:
        name = f"{cls.name}.{method}"
        if name not in routed:
            found = _endpoint(file, convention, name, _line(file, name, cls.line))
            yield _of_lit_server(file, cls, found) if convention.framework == "LitServe" else found


def _of_lit_server(file: PythonFile, cls: Class, endpoint: Endpoint) -> Endpoint:
    """Return what LitServe answers with its path, where the file that declares the class starts it too."""
    made = [call for call in file.calls if call.name.rpartition(".")[2] in (cls.name, "LitServer")]
    if not any(call.last == cls.name for call in made):
        return endpoint
    given = next((string_of(value) for call in made if (value := call.keyword("api_path"))), "/predict")
    return replace(endpoint, url=given, methods=("POST",)) if given else endpoint


def server_around(repo: Repo, endpoint: Endpoint) -> str:
    """Return the server that runs what an endpoint hangs on: Ray Serve around an application, else its framework."""
    inside = contents(repo, endpoint.handler_path)
    function = inside.functions.get(endpoint.handler)
    cls = inside.classes.get(function.in_class) if function else None
    marks = (_BY_MARK.get(mark.name) for mark in cls.decorators) if cls else ()
    return next((mark.framework for mark in marks if mark), endpoint.framework)


def _gives_a_door(decorator: Call) -> bool:
    """Tell a decorator that has its own door from one about how a method runs: ``torch.inference_mode``, a timer."""
    verb = decorator.written.rpartition(".")[2]
    return verb in _ROUTING or decorator.name in _BY_MARK or _tool(decorator) is not None


def _decorated(file: PythonFile, function: Function) -> Iterator[Endpoint]:
    for decorator in function.decorators:
        convention = _BY_MARK.get(decorator.name) or _tool(decorator)
        if convention and convention.door is not Door.HTTP:
            yield _routed(_endpoint(file, convention, function.name, function.line), decorator)
            return


def _routed(endpoint: Endpoint, decorator: Call) -> Endpoint:
    """Return an endpoint with its path, where the server is known to give it one."""
    if endpoint.framework == "BentoML":  # the name of the method, unless the decorator gives it another
        named = string_of(decorator.keyword("route")).strip("/") or endpoint.handler.rpartition(".")[2]
        return replace(endpoint, url=f"/{named}", methods=("POST",))
    if endpoint.framework == "Modal":  # each function has an address of its own
        return replace(endpoint, url="/", methods=(string_of(decorator.keyword("method")) or "GET",))
    return endpoint


def _tool(decorator: Call) -> Convention | None:
    """Recognise decorators whose object was made in another file, by what they are called."""
    owner, _, last = decorator.written.rpartition(".")
    if last == "tool" and owner.rpartition(".")[2] in ("mcp", "mcp_server"):
        return Convention("FastMCP", Door.TOOL, ())
    if last == "task" and owner.rpartition(".")[2] in ("celery", "celery_app", "app") and "celery" in decorator.name:
        return Convention("Celery", Door.QUEUE, ())
    if last == "api" and any(key in ("input", "output") and value.name.startswith("bentoml.io.")
                             for key, value in decorator.keywords):  # fmt: skip
        return Convention("BentoML", Door.MODEL_SERVER, (decorator.name,))
    return None


def _together(file: PythonFile) -> Iterator[Endpoint]:
    """Yield functions that a platform finds by their names."""
    by_name = {function.name: function for function in file.functions}
    for convention in FUNCTIONS:
        if set(convention.marks) <= set(by_name) and _fits(file, convention, by_name):
            name = convention.methods[0]
            yield _endpoint(file, convention, name, by_name[name].line)


def _fits(file: PythonFile, convention: Convention, by_name: dict[str, Function]) -> bool:
    """Tell whether functions of these names are really the platform's: ``init`` and ``handler`` are common words."""
    if convention.framework == "Azure ML":
        read = any(text.value == "AZUREML_MODEL_DIR" for text in file.texts)
        if any(parameter.name in _OF_A_JOB for parameter in by_name["run"].parameters):
            return False  # a step of a job is called with the rows of a file, and not by anybody on the network
        return (
            read or "score" in file.path.rpartition("/")[2] or any(x.module.startswith("azureml") for x in file.imports)
        )
    if convention.framework == "Azure Functions":  # the older model, in which a file of settings beside it names it
        return any(one.annotation == _AZURE_REQUEST for one in by_name["main"].parameters)
    return convention.framework != "AWS Lambda" or is_handler(by_name[convention.marks[0]])


def _consumers(file: PythonFile) -> Iterator[Endpoint]:
    """Yield who reads by the consumers of a file, each once: where they are made, or whoever is given them there.

    That are the methods of a class that keeps one as an attribute, and the callers of a function that only makes it.
    """
    packages = file.packages
    methods = {last: name for last, package, name in reversed(CONSUMER_METHODS) if package in packages}
    reading = {call.scope for call in file.calls if call.last in _READS}
    made: dict[tuple[Convention, str], dict[str, int]] = {}
    for call in file.calls:
        broker = CONSUMERS.get(call.name) or methods.get(call.last)
        if broker:
            marks = (call.name,) if call.name in CONSUMERS else ()
            convention = Convention(broker, Door.FUNCTION if broker == "RunPod" else Door.QUEUE, marks)
            kept = "" if call.scope in reading else _kept(call)
            made.setdefault((convention, kept), {}).setdefault(call.scope, call.line)
    users = _users(file) if made else {}
    for (convention, kept), makers in made.items():
        found = {scope: line for scope, line in users.get(kept, {}).items() if scope not in makers}
        for scope, line in (found or makers).items():
            yield _endpoint(file, convention, scope, line)


def _kept(made: Call) -> str:
    """Return by what name others get a consumer: its class's attribute, or the function that makes it; "" by none."""
    owner, _, function = made.scope.rpartition(".")
    if made.target.startswith("self.") and owner:
        return f"{owner}.{made.target.removeprefix('self.')}"
    return "" if made.target else function


def _users(file: PythonFile) -> dict[str, dict[str, int]]:
    """Return who calls a function for what it makes, and who reads by an attribute of its class, each with a line."""
    users: dict[str, dict[str, int]] = {}
    for call in file.calls:
        if call.target:
            users.setdefault(call.last, {}).setdefault(call.scope, call.line)
    lines = {function.name: function.line for function in reversed(file.functions)}
    for scope, names in file.mentions:
        for name in names if scope in lines else ():
            owner, _, last = name.rpartition(".")
            if scope.startswith(f"{name.partition('.')[0]}."):
                for kept in (name, owner) if last in _READS else (name,):
                    users.setdefault(kept, {}).setdefault(scope, lines[scope])
    return users


def _line(file: PythonFile, name: str, otherwise: int) -> int:
    return next((function.line for function in file.functions if function.name == name), otherwise)


def _endpoint(file: PythonFile, convention: Convention, handler: str, line: int) -> Endpoint:
    confidence = Confidence.VERIFIED if convention.marks or convention.door is Door.GRPC else Confidence.LIKELY
    what = f"{handler or 'the module'} answers {convention.framework} requests"
    return Endpoint(
        Place(file.path, line),
        what,
        convention.door,
        convention.framework,
        handler_path=file.path,
        handler=handler,
        confidence=confidence,
    )
