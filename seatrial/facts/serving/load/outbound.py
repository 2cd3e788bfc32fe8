"""Which calls of a service wait for other systems, for how long, and what happens when these do not answer?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.arguments import keyword
from seatrial.facts.code.called_from import Reached, called_from
from seatrial.facts.code.code_index import Contents, contents, defined, function_at, meaning
from seatrial.facts.code.programs import programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import InferenceCall, Runs, inference_by_path
from seatrial.facts.product.parts import part_of
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.load.outbound_call import OutboundCall
from seatrial.facts.serving.load.outbound_clients import LLM_BOUNDS, LLM_RETRIES, RETRIES, Client, Wait, client_of
from seatrial.facts.serving.service_files import service_files, start_functions
from seatrial.facts.serving.serving import network_endpoints, served
from seatrial.facts.web.endpoints import Door
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_LLM = Client("a language model", (), frozenset(), LLM_BOUNDS, Wait.DEFAULT)
_SERVER = Client("a model server", (), frozenset(), LLM_BOUNDS, Wait.DEFAULT)
_GRPC = Client("gRPC", (), frozenset(), ("timeout",), Wait.FOREVER)


@fact
def outbound_calls(component: Component) -> tuple[OutboundCall, ...]:
    """Return the calls to other systems that requests, jobs and the start of the service get to, in service first."""
    repo = component.repo
    doors = [(item.handler_path, item.handler) for item in network_endpoints(component) if item.handler_path]
    events = (item.endpoint for item in served(component) if item.endpoint.door is Door.QUEUE)
    doors += [(item.handler_path, item.handler) for item in events if item.handler_path]
    doors += [(job.entry.path, job.entry.name) for job in jobs_of(component)]
    files = service_files(component)
    starts = [*start_functions(component), *((path, "") for path in files)]
    found: dict[Place, OutboundCall] = {}
    for reached in (*called_from(repo, [*doors, *starts], depth=7), *_asking(component)):
        near = reached.sure or reached.path in files
        if near and reached.path in component and role(repo, reached.path) is Role.OWN:
            for call in _in_function(repo, reached):
                found.setdefault(call.place, call)
    own = sorted(found.values(), key=lambda call: (part_of(repo, call.place.path, call.scope), call.place))
    return (*own, *_in_other_languages(component))


def _in_other_languages(component: Component) -> tuple[OutboundCall, ...]:
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.waits import foreign_outbound  # where nothing in Python answers alone

    return component.of(foreign_outbound(component.repo))


def _asking(component: Component) -> Iterator[Reached]:
    """Yield functions that a deployment runs by ways that no call shows: those that ask models, and tools of agents."""
    repo, live = component.repo, reach(component.repo)
    for path, calls in inference_by_path(repo).items():
        for call in calls:
            if call.runs is Runs.LLM and path in component.own and live.is_live(path, call.scope):
                yield Reached(path, call.scope, (call.scope,), sure=True)
    for program in programs(repo):
        marked = [item for item in program.file.functions if any(mark.last == "tool" for mark in item.decorators)]
        for item in marked if program.path in component.own else ():
            if live.is_live(program.path, item.name):
                yield from called_from(repo, [(program.path, item.name)], depth=7)


def _in_function(repo: Repo, reached: Reached) -> Iterator[OutboundCall]:
    file = python_file(repo, reached.path)
    if file is None:
        return
    asked = {item.call: item for item in inference_by_path(repo).get(file.path, ()) if item.scope == reached.scope}
    for call in contents(repo, file.path).calls.get(reached.scope, ()):
        client = _client(repo, file, call, asked.get(call))
        if client is None:
            continue
        made = _maker(repo, file, call)
        yield OutboundCall(
            Place(file.path, call.line, call.column), file.path, call.scope, call.written,
            _wait(repo, file, call, made, client), _retried(repo, file, call, made, client),
            client.name in _HTTP and call.last in ("post", "put", "patch") and not _only_reads(call),
            Confidence.VERIFIED if reached.sure else Confidence.LIKELY,
        )  # fmt: skip


def _only_reads(call: Call) -> bool:
    """Tell a query that is sent as a body, ``def fetch_prices(): requests.post(url, json=days)``, from what changes."""
    return call.last == "post" and bool(_READS.match(call.scope.rpartition(".")[2]))


_READS = regex(
    r"_*(?:fetch|get(?!_or_)|list|search|query|read|download|retrieve|look_?up|find|embed|predict|classify)(?:_|$)"
)
_HTTP = frozenset({"requests", "httpx", "aiohttp", "urllib3"})
_NAMES = frozenset({"model", "model_name", "model_id", "deployment_name"})
_OF_CLIENTS = frozenset({"api_key", "api_base", "base_url", "temperature", "max_tokens", "max_output_tokens"})
_TIMES = frozenset({"timeout", "request_timeout", "timeout_s", "client_timeout", "default_request_timeout"})
_WAITS_FOR = frozenset({"asyncio.wait_for", "asyncio.wait"})
_BLOCKS = frozenset({"asyncio.timeout", "async_timeout.timeout", "anyio.fail_after", "anyio.move_on_after"})
_PREPARES = frozenset({"as_query_engine", "as_retriever", "as_chat_engine", "batch"})  #: they ask nobody yet


def _client(repo: Repo, file: PythonFile, call: Call, asked: InferenceCall | None) -> Client | None:
    """Return the library by which a call asks another system; None for all other calls."""
    if asked and asked.runs is Runs.LLM and asked.confidence is Confidence.VERIFIED:
        tool = call.written.rpartition(".")[0].lower().endswith("tool")  # an agent's tool asks whom its own code asks
        return None if tool or call.last in _PREPARES else _LLM
    if "_pb2_grpc." in call.name and "Stub." in call.name:
        return _GRPC
    if found := client_of(call.name):
        return None if _is_local(call) else found
    if asked and asked.runs is Runs.REMOTE_MODEL:
        return _SERVER
    if wrapped := _wrapper(repo, file, call):
        return wrapped
    owner = meaning(repo, file.path, call.name.rpartition(".")[0], call.written.rpartition(".")[0])
    home = python_file(repo, owner.path) if owner and owner.kind == "value" and owner.path != file.path else None
    made = next((item for item in home.calls if owner and item.target == owner.scope), None) if home else None
    return client_of(f"{made.name}.{call.last}") if made and client_of(f"{made.name}.{call.last}") else None


def _wrapper(repo: Repo, file: PythonFile, call: Call) -> Client | None:
    """Return the library whose session a class of the repository extends: ``class Api(requests.Session)``.

    A class that speaks of a timeout sets one for all of its calls.
    """
    made = _maker(repo, file, call)
    found = defined(repo, made[0].path, made[1].name, made[1].written) if made else None
    base = (
        next((base for base in found.cls.bases if client_of(f"{base}.{call.last}")), "") if found and found.cls else ""
    )
    client = client_of(f"{base}.{call.last}") if base else None
    if found is None or client is None:
        return None
    inside = [one for one in found.file.texts if one.scope.startswith(found.name)]
    names = [key for one in found.file.calls if one.scope.startswith(found.name) for key, _ in one.keywords]
    bounded = "timeout" in names or any(one.value == "timeout" for one in inside)
    return Client(client.name, client.starts, client.verbs, client.bounds, Wait.BOUNDED if bounded else client.wait)


def _is_local(call: Call) -> bool:
    """Tell a database in a file, or a test client, from another system."""
    first = str(call.args[0].literal or call.args[0].text) if call.args else ""
    return first.startswith(("file:", "data:", "sqlite")) or "TestClient" in call.name or "MockTransport" in call.name


def _maker(repo: Repo, file: PythonFile, call: Call) -> tuple[PythonFile, Call] | None:
    """Return the call that made the client on which another call is made, the nearest of several of one name."""
    here = contents(repo, file.path)
    owner = _meant(here, call, call.written.partition("(")[0].rpartition(".")[0])
    while owner:
        makers = [item for item in here.makers.get(owner, ()) if item.name and item is not call]
        if makers:
            return file, min(makers, key=lambda item: (item.scope != call.scope, item.line > call.line, -item.line))
        found = meaning(repo, file.path, owner)
        home = python_file(repo, found.path) if found and found.kind == "value" and found.path != file.path else None
        for item in home.calls if home and found else ():
            if home and found and item.target == found.scope:
                return home, item
        owner = owner.rpartition(".")[0]
    return None


def _meant(here: Contents, call: Call, owner: str) -> str:
    """Return the longer name that a function gave a short one: ``client = app.state.client``."""
    given = [item.value for item in here.given.get(owner, ()) if item.scope == call.scope]
    return given[0].text if len(given) == 1 and given[0].kind == "name" and given[0].text else owner


def _wait(repo: Repo, file: PythonFile, call: Call, made: tuple[PythonFile, Call] | None, client: Client) -> Wait:
    for home, one in ((file, call), *([made] if made else [])):
        given = [value for name in client.bounds if (value := keyword(home, one, name)) is not None]
        if any(value.is_none for value in given):
            return Wait.FOREVER
        if given:
            return Wait.BOUNDED
        if any(key == "**" for key, _ in one.keywords):
            return Wait.DEFAULT  # what a bundle of unknown content holds may be a timeout
    if (client.name == "urllib" and len(call.args) > 2) or _is_waited_for(contents(repo, file.path), call):
        return Wait.BOUNDED
    handed_in = made is None or not {key for key, _ in made[1].keywords} & _NAMES
    return Wait.BOUNDED if client is _LLM and handed_in and _bounds_models(repo) else client.wait


@fact
def _bounds_models(repo: Repo) -> bool:
    """Tell whether the owner's code gives clients of language models a timeout where it makes them."""
    made = ({key for key, _ in call.keywords} for program in programs(repo) if program.role is Role.OWN
            for call in program.file.calls if len(call.keywords) > 2)  # fmt: skip
    return any(names & _TIMES and names & _NAMES and names & _OF_CLIENTS for names in made)


def _is_waited_for(here: Contents, call: Call) -> bool:
    """Tell whether a bound stands around a call: ``asyncio.wait_for(call, 10)``, ``async with asyncio.timeout(10)``."""
    near = (item for item in here.calls.get(call.scope, ()) if item.line <= call.line and item is not call)
    return any(
        (item.name in _WAITS_FOR and call.line <= item.end_line and len(item.args) + len(item.keywords) > 1)
        or (item.name in _BLOCKS and "with" in call.inside)
        for item in near
    )


def _retried(repo: Repo, file: PythonFile, call: Call, made: tuple[PythonFile, Call] | None, client: Client) -> bool:
    """Tell whether a call is tried again: by its library, by a decorator, or within a loop that catches failures."""
    function = function_at(repo, file.path, call.scope)
    if function and any(RETRIES.search(decorator.name or decorator.written) for decorator in function.decorators):
        return True
    makers = (call.name, made[1].name if made else "")
    none = made is not None and (given := keyword(*made, "max_retries")) is not None and given.literal == 0
    if client.retries or (client is _LLM and not none and any(name.startswith(LLM_RETRIES) for name in makers)):
        return True
    calls = contents(repo, file.path).calls
    if {"for", "try"} <= set(call.inside) or {"while", "try"} <= set(call.inside):
        return any(item.last == "sleep" for item in calls.get(call.scope, ()))
    near = (*calls.get(call.scope, ()), *calls.get("", ()))
    return any(RETRIES.search(item.name or item.written) for item in near)
