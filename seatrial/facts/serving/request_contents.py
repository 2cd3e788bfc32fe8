"""What does a handler read of its request: a file, fields, only who asks, or the event that a platform made?"""

from collections.abc import Iterable

from seatrial.facts.code.code_index import calls_in, function_on
from seatrial.facts.code.programs import calls_by_name
from seatrial.facts.code.python_files import python_file
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.fed_functions import OF_REQUESTS, RESOLVERS
from seatrial.read.code.python_record import Function
from seatrial.read.regex import regex
from seatrial.repo import Repo

_POWERTOOLS = "aws_lambda_powertools"  #: answers an API by routes of its own inside of one function
_OF_REQUEST = regex(r"(?<![\w.])(?:flask\.)?request\.(\w+)")
#: What says who asks and by which address, and brings nothing that a model could be given.
_SCENERY = frozenset({
    "headers", "method", "path", "url", "base_url", "url_root", "host", "host_url", "remote_addr", "cookies",
    "endpoint", "user", "user_agent", "authorization", "is_secure", "full_path", "referrer", "blueprint",
})  # fmt: skip
_TEXT = regex(r"(?:typing\.)?(?:Optional\[)?str\]?(?:\s*\|\s*None)?|(?:typing\.)?Union\[str,\s*None\]")
#: How an event is read that stands for a request by HTTP; an answer holds a body as well.
_BY_HTTP = regex(
    rf"(?:\[|get\()\s{{0,9}}[\"'](?:body|{OF_REQUESTS})[\"']|[\"']body[\"']\s(?:not\s)?in\b|\b(?:{RESOLVERS})\b"
)
_ANSWERS = regex(r"[\"']statusCode[\"']")


def read_of_request(repo: Repo, places: Iterable[tuple[str, str]], line: int) -> frozenset[str]:
    """Return what functions read of ``request``, as Flask lets them from anywhere: ``{"headers", "files"}``."""
    found: set[str] = set()
    for path, scope in places:
        if function := function_on(repo, path, scope, line) or function_on(repo, path, scope, 0):
            found.update(_OF_REQUEST.findall(_text_of(repo, path, function)))
    return frozenset(found)


def asks_who_only(read: frozenset[str]) -> bool:
    """Tell whether all that is read of a request is who asks."""
    return bool(read) and read <= _SCENERY


def takes_texts(endpoint: Endpoint, function: Function) -> tuple[str, ...]:
    """Return the fields of a request where every one is a text without bounds, else nothing."""
    brought = [one for one in function.parameters if f"{{{one.name}}}" not in endpoint.url and one.annotation]
    return tuple(one.name for one in brought) if all(_TEXT.fullmatch(one.annotation) for one in brought) else ()


def only_finds_the_route(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell the entry of a function that only has AWS Powertools find the route, which is an endpoint of its own."""
    file = python_file(repo, endpoint.handler_path) if endpoint.door is Door.FUNCTION else None
    found = calls_in(repo, endpoint.handler_path, endpoint.handler) if file and _POWERTOOLS in file.packages else ()
    return any(call.last == "resolve" for call in found)


def is_made_by_aws(repo: Repo, endpoint: Endpoint, function: Function) -> bool:
    """Tell a function whose events AWS makes: it answers no status, as one behind HTTP must, and nobody invokes it.

    One that reads records or what happened elsewhere is no door at all: it is fed by events.
    """
    if endpoint.framework != "AWS Lambda" or _is_invoked(repo):
        return False
    text = _text_of(repo, endpoint.handler_path, function)
    answers = _ANSWERS.search(text) or _BY_HTTP.search(repo.text_or_empty(endpoint.handler_path))
    return not answers and any(one.name in text for one in function.parameters[:1])


def _is_invoked(repo: Repo) -> bool:
    return any(one.call.keyword("FunctionName") is not None for one in calls_by_name(repo).get("invoke", ()))


def _text_of(repo: Repo, path: str, function: Function) -> str:
    lines = repo.text_or_empty(path).splitlines()
    return "\n".join(lines[function.line - 1 : function.end_line])
