"""Which functions of a cloud are fed by what happens in it, so that nobody asks them for anything and waits?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import function_at
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.unasked_functions import body_of
from seatrial.read.code.python_record import Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: How events of queues, streams, stores and topics, and those of EventBridge, are read: AWS Lambda, "Using Lambda with
#: other services". What the function answers is read by nobody, even where it has the shape of an answer over HTTP.
_HAPPENED = regex(r"\bevent(?:\[|\.get\(\s*)[\"'](?:Records|records|detail|detail-type)[\"']|\bBatchProcessor\b")
_STEPS = regex(
    r"aws_sfn_state_machine|AWS::StepFunctions::StateMachine|AWS::Serverless::StateMachine|\bDefinitionString\b"
)
_IN_INFRASTRUCTURE = caseless(r"\.(?:tf|ya?ml|json|template)$")
#: How a request is read that a gateway, a function address or a load balancer hands on.
_ASKED = regex(
    r"\bevent(?:\[|\.get\(\s*)"
    r"[\"'](?:body|httpMethod|queryStringParameters|pathParameters|requestContext|rawPath|headers)[\"']"
    r"|[\"'](?:body|httpMethod)[\"']\s+(?:not\s+)?in\s+event\b"
    r"|\b(?:APIGatewayProxyEvent|APIGatewayRestResolver|APIGatewayHttpResolver|LambdaFunctionUrlResolver|Mangum)\b"
)
#: Triggers of Azure Functions by which somebody asks over the network.
_REQUESTS = frozenset({"http_trigger", "mcp_tool_trigger", "generic_trigger", "orchestration_trigger"})


def is_fed(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether what calls a cloud function is an event: a message, a file that arrived, the step before it."""
    if endpoint.door is not Door.FUNCTION:
        return False
    function = function_at(repo, endpoint.handler_path, endpoint.handler)
    if function is None:
        return False
    if endpoint.framework == "AWS Lambda":
        text = repo.text_or_empty(endpoint.handler_path)
        body = body_of(text, function)
        steps = bool(_machines(repo)) and not _ASKED.search(text)
        return (steps or bool(_HAPPENED.search(body))) and not _ASKED.search(body)
    return endpoint.framework == "Azure Functions" and _by_trigger(function)


@fact
def _machines(repo: Repo) -> tuple[str, ...]:
    """Return the files that declare a machine of steps, whose functions hand one another what they made."""
    return tuple(repo.texts(_declared, repo.matching(_IN_INFRASTRUCTURE.search)))


def _declared(path: str, text: str) -> Iterator[str]:
    if _STEPS.search(text):
        yield path


def _by_trigger(function: Function) -> bool:
    triggers = {mark.written.rpartition(".")[2] for mark in function.decorators}
    return any(name.endswith("_trigger") for name in triggers - _REQUESTS) and "route" not in triggers
