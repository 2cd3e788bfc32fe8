"""Which functions of a cloud are fed by what happens in it, so that nobody asks them for anything and waits?"""

from seatrial.facts.code.code_index import function_at
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.unasked_functions import body_of
from seatrial.read.code.python_record import Function
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: How events of queues, streams, stores and topics, and those of EventBridge, are read: AWS Lambda, "Using Lambda with
#: other services". What the function answers is read by nobody, even where it has the shape of an answer over HTTP.
_HAPPENED = regex(r"\bevent(?:\[|\.get\(\s*)[\"'](?:Records|records|detail|detail-type)[\"']|\bBatchProcessor\b")
#: How a request is read that a gateway, a function address or a load balancer hands on.
_ASKED = regex(
    r"\bevent(?:\[|\.get\(\s*)"
    r"[\"'](?:body|httpMethod|queryStringParameters|pathParameters|requestContext|rawPath|headers)[\"']"
    r"|[\"'](?:body|httpMethod)[\"']\s+(?:not\s+)?in\s+event\b"
)
#: Triggers of Azure Functions by which somebody asks over the network.
_REQUESTS = frozenset({"http_trigger", "mcp_tool_trigger", "generic_trigger", "orchestration_trigger"})


def is_fed(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether what calls a cloud function is an event: a message, a row of a stream, a file that arrived."""
    if endpoint.door is not Door.FUNCTION:
        return False
    function = function_at(repo, endpoint.handler_path, endpoint.handler)
    if function is None:
        return False
    if endpoint.framework == "AWS Lambda":
        body = body_of(repo.text_or_empty(endpoint.handler_path), function)
        return bool(_HAPPENED.search(body)) and not _ASKED.search(body)
    return endpoint.framework == "Azure Functions" and _by_trigger(function)


def _by_trigger(function: Function) -> bool:
    triggers = {mark.written.rpartition(".")[2] for mark in function.decorators}
    return any(name.endswith("_trigger") for name in triggers - _REQUESTS) and "route" not in triggers
