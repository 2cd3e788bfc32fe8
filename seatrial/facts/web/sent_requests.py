"""Which requests does a function send, to which path and by which verb?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in, defined, function_at
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.web.route_calls import known_path
from seatrial.facts.web.url_names import MARK, path_named, reversed_name
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_VERBS = frozenset({
    "get", "post", "put", "patch", "delete", "request", "open", "websocket_connect", "simulate_post", "simulate_get",
    "simulate_request", "test_request_context", "fetch", "simulate",
})  # fmt: skip
#: Makers of clients that speak to an application in the same process, or to a server that a test starts.
_CLIENTS = regex(
    r"TestClient|test_client|AsyncClient|httpx\.(Client|post|get)|requests\.(post|get|put|request|Session)|APIClient"
    r"|django\.test|AsyncTestClient|SyncHTTPClient|falcon\.testing|urllib3|aiohttp|pytest_(aiohttp|flask|tornasync)|webtest"
    r"|schemathesis|InferenceServerClient|tritonclient"
)
_RELATIVE = regex(r"[\w{}.-]+(/[\w{}.-]*)*(\?\S*)?")
_DEEPEST = 3  #: names within one another that an address is put together from
_WIDEST = 8  #: parts of one of them
_LONGEST = 2_000
_NAMED = caseless(r"(^|[._])(\w*client|api|http|cli|app|session)\d*$")


def sent_by(
    repo: Repo, file: PythonFile, scope: str, asked_by: tuple[PythonFile, str] | None = None
) -> list[tuple[str, str]]:
    """Return path and verb of the requests that a function sends itself.

    ``asked_by`` is who calls it, with its file, where what it takes of ``self`` may be set.
    """
    clients = _client_fixtures(repo)
    calls = [_filled(repo, file, call) for call in calls_in(repo, file.path, scope)]
    calls = [call for call in calls if _is_sent(call, clients) or _is_passed_on(repo, call)]
    sent = [_url(file, call) or (_url(asked_by[0], call._replace(scope=asked_by[1])) if asked_by else None)
            for call in calls]  # fmt: skip
    named = ((path_named(repo, url) if url.startswith(MARK) else url, verb) for url, verb in filter(None, sent))
    return [(url, verb) for url, verb in named if url]


def _filled(repo: Repo, file: PythonFile, call: Call) -> Call:
    """Return a call whose formatted texts hold the constants that they name: ``client.post(f"/v1{CHAT}")``."""
    if call.last not in _VERBS:
        return call
    args = tuple(_known(repo, file, value) for value in call.args)
    return call._replace(args=args, keywords=tuple((name, _known(repo, file, value)) for name, value in call.keywords))


def _known(repo: Repo, file: PythonFile, value: Value) -> Value:
    return value._replace(text=known_path(repo, file, value)) if value.kind == "fstring" else value


def sent_by_helpers(repo: Repo, file: PythonFile, scope: str) -> Iterator[tuple[str, str]]:
    """Yield the requests that functions send which a test calls."""
    if not any(call.last in _senders(repo) for call in calls_in(repo, file.path, scope)):
        return
    called = [(callee.path, callee.scope) for callee in callees(repo, file.path, scope) if callee.sure]
    for path, name in dict.fromkeys((*called, *_of_handed_clients(repo, file, scope))):
        helper = python_file(repo, path)
        if helper:
            yield from sent_by(repo, helper, name, (file, scope))


def _of_handed_clients(repo: Repo, file: PythonFile, scope: str) -> Iterator[tuple[str, str]]:
    """Yield the methods that a test calls of an own client, which a fixture hands to it: ``api.predict(3)``."""
    function = function_at(repo, file.path, scope)
    handed = {item.name for item in function.parameters} if function else set()
    for call in calls_in(repo, file.path, scope):
        owner, _, method = call.written.rpartition(".")
        for path, name in _made_by_fixtures(repo).get(owner, ()) if owner in handed else ():
            if method in _senders(repo):
                yield path, f"{name}.{method}"


@fact
def _made_by_fixtures(repo: Repo) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the classes of the owner's, by file and name, that each fixture makes something of."""
    fixtures = ((file, item) for file in python_files(repo) for item in file.functions if item.is_fixture)
    made = (
        (item.name.rpartition(".")[2], (found.path, found.cls.name))
        for file, item in fixtures
        for call in calls_in(repo, file.path, item.name)
        if (found := defined(repo, file.path, call.name, call.written)) is not None and found.cls is not None
    )
    return grouped(made)


@fact
def _senders(repo: Repo) -> frozenset[str]:
    """Return the last names of the functions that send requests themselves, or by another method of their class."""
    names = [name for name in _direct_senders(repo) if name.lstrip("_") in _VERBS]
    passing = (found.call.scope for found in called(repo, *names, tests=True) if _is_passed_on(repo, found.call))
    return _direct_senders(repo) | {scope.rpartition(".")[2] for scope in passing}


@fact
def _direct_senders(repo: Repo) -> frozenset[str]:
    return frozenset(repo.each(_sending, python_files(repo), _client_fixtures(repo)))


def _is_passed_on(repo: Repo, call: Call) -> bool:
    """Tell whether a method hands a request to the one of its class that sends all of them: ``self._request(…)``."""
    owner, _, method = call.written.rpartition(".")
    return owner == "self" and method.lstrip("_") in _VERBS and method in _direct_senders(repo)


def _sending(file: PythonFile, clients: frozenset[str]) -> Iterator[str]:
    yield from (call.scope.rpartition(".")[2] for call in file.calls if _is_sent(call, clients))


@fact
def _client_fixtures(repo: Repo) -> frozenset[str]:
    """Return the names of the fixtures that make a client, whatever they are called: ``async def test_app()``."""
    return frozenset(repo.each(_making_clients, python_files(repo)))


def _making_clients(file: PythonFile) -> Iterator[str]:
    making = {call.scope for call in file.calls if _CLIENTS.search(call.name)}
    for function in file.functions:
        if function.name in making and function.is_fixture:
            yield function.name.rpartition(".")[2]


def _is_sent(call: Call, clients: frozenset[str]) -> bool:
    """Tell whether a client is asked to send a request."""
    owner, _, verb = call.written.rpartition(".")
    known = owner in clients or bool(_CLIENTS.search(call.name) or _NAMED.search(owner))
    return verb in _VERBS and bool(owner) and known


def _url(file: PythonFile, call: Call) -> tuple[str, str] | None:
    """Return the path and the verb of a request that a call sends."""
    given = (*call.args[:2], call.keyword("path"), call.keyword("url"))
    texts = [text for value in given if (text := _text(file, value, call.scope))]
    path = next((found for text in texts if (found := _path(text))), "") or _relative(call, texts)
    verb = next((text for text in texts if text.isupper()), call.last.removeprefix("simulate_").upper())
    return (path, verb) if path else None


def _text(file: PythonFile, value: Value | None, scope: str, within: frozenset[str] = frozenset()) -> str:
    """Return the text of a value; a name is looked up in its own function first, for many tests call theirs ``url``.

    ``within`` are the names it is part of, as ``text = text + more`` names itself. A text that is put together of more
    than a few parts within one another is no address.
    """
    if value is None or value.text in within or len(within) > _DEEPEST:
        return ""
    if value.kind == "name":
        made = [item for item in file.assignments if _is_same(item.target, value.text)]
        cls = f"{scope.rpartition('.')[0]}."
        made.sort(key=lambda item: (item.scope != scope, not item.scope.startswith(cls), bool(item.scope)))
        texts = (item.value for item in made if item.value.kind in ("literal", "fstring", "operation", "call"))
        held = next(texts, None) or constant(file, scope, value)
        return _text(file, held, scope, within | {value.text})
    if value.kind == "operation":
        return "".join(_text(file, item, scope, within) or "{}" for item in value.items[:_WIDEST])[:_LONGEST]
    if value.kind == "call":
        return reversed_name(value)
    return value.template


def _is_same(target: str, name: str) -> bool:
    """Tell whether two names stand for one thing: what ``setUpTestData`` sets of ``cls`` a test finds at ``self``."""
    return target == name or (name.startswith("self.") and target == f"cls.{name[len('self.') :]}")


def _path(text: str) -> str:
    """Return the path of an address, written with or without a host."""
    if text.startswith(("http://", "https://", "ws://")):
        text = "/" + text.partition("://")[2].partition("/")[2]
    elif text.startswith("{}"):
        text = text.removeprefix("{}")
    return text if text.startswith("/") else ""


def _relative(call: Call, texts: list[str]) -> str:
    """Return the path that a client appends to its base address: written without the leading slash."""
    by_client = _CLIENTS.search(call.name) or "client" in call.written.rpartition(".")[0].lower()
    return next((f"/{text}" for text in texts if by_client and _RELATIVE.fullmatch(text)), "")
