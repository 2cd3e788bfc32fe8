"""At which paths does a program answer that tells them apart itself, where no framework has routes?"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Comparison, Function, PythonFile, Value
from seatrial.read.regex import regex

#: Functions that a server calls for whatever is asked: of http.server, and of websockets before it opens a channel.
_ANSWERS = regex(r"(?:.*\.)?do_GET")
_BEFORE_IT_OPENS = regex(r"(?:.*\.)?\w*process_request|(?:.*\.)?health_?check")
#: What is handed to functions that are called for whatever is asked, by who calls them.
_HANDED = {
    "ASGI": {"scope", "receive", "send"}, "WSGI": {"environ", "start_response"}, "Lambda": {"event", "context"},
}  # fmt: skip
_REQUESTS = {"request", "http_request", "req"}
#: What hands a request on: a function that does stands before others, and answers at none of these paths itself.
_HANDS_ON = regex(r"(?:^|\.)(?:call_next|get_response|_?app|wsgi_app|asgi_app)$")
#: How the path that was asked for is written: ``self.path``, ``urlparse(self.path).path``, ``path.rstrip("/")``,
#: ``event["rawPath"]``.
_PATH = regex(
    r"(?:^|[._])(?:path|route|url)(?:\.(?:rstrip|strip|lower)\(.*\)|\.split\(.*\)\[0\])?$"
    r"|\[[\"'](?:path|rawPath|PATH_INFO)[\"']\]$"
)
_KEYS = {"path", "rawPath", "PATH_INFO"}
_ENDS = frozenset({"startswith", "endswith"})


@dataclass(frozen=True, slots=True)
class ComparedPath:
    """One path that a function tells from others."""

    function: Function
    server: str  #: what calls the function
    url: str
    line: int
    leads_to: tuple[str, ...] = ()  #: names of what is called for it, where these are known


def compared_paths(file: PythonFile) -> Iterator[ComparedPath]:
    """Yield the paths for which a function that a server calls has an answer of its own."""
    answering = {item.name: (item, server) for item in file.functions if (server := _server_of(file, item))}
    for name in {call.scope for call in file.calls if _HANDS_ON.search(call.written)} if answering else ():
        answering.pop(name, None)
    if not answering:
        return
    for item in file.comparisons:
        if item.scope in answering and item.operator in ("==", "in"):
            for url in _urls(item):
                yield ComparedPath(*answering[item.scope], url, item.line, item.leads_to)
    for call in file.calls:
        owner, _, last = call.written.rpartition(".")
        if last in _ENDS and call.scope in answering and _PATH.search(owner) and call.args:
            for url in _texts(call.args[0]):
                yield ComparedPath(*answering[call.scope], url, call.line)


def _server_of(file: PythonFile, item: Function) -> str:
    """Return what calls a function whatever is asked, by its name, what it is handed, or what it is of; else ""."""
    if _ANSWERS.fullmatch(item.name):
        return "http.server"
    if _BEFORE_IT_OPENS.fullmatch(item.name) and "websockets" in file.packages:
        return "websockets"
    handed = {parameter.name for parameter in item.parameters}
    if server := next((server for server, names in _HANDED.items() if names <= handed), ""):
        return server
    if not handed & _REQUESTS:
        return ""
    if any(call.name == "functions_framework.http" for call in item.decorators):
        return "Cloud Functions"
    return "Ray Serve" if item.name.endswith(".__call__") and "ray" in file.packages else ""


def _urls(item: Comparison) -> tuple[str, ...]:
    for asked, known in ((item.left, item.right), (item.right, item.left)):
        got = asked.kind == "call" and asked.text.endswith(".get") and asked.items[:1]
        if _PATH.search(asked.text) or (got and got[0].literal in _KEYS):
            return _texts(known)
    return ()


def _texts(value: Value) -> tuple[str, ...]:
    values = (value, *value.items)
    return tuple(one.literal for one in values if isinstance(one.literal, str) and one.literal.startswith("/"))
