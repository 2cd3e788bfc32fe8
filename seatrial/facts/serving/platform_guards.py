"""Which endpoints does the platform that runs them guard by itself, whatever their code does?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.serving.azure_guards import azure_guards, guards_of_azure_function
from seatrial.facts.serving.serving import endpoints, network_endpoints
from seatrial.facts.serving.stack_guards import stack_guards
from seatrial.facts.serving.vertex_guards import reads_its_routes, vertex_guards
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.fed_functions import OF_REQUESTS, RESOLVERS
from seatrial.facts.web.guard import Guard
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: AWS checks the signature of each request against its policies (SageMaker Runtime InvokeEndpoint, Lambda Invoke).
_BY_IAM = "aws.iam.verify_signature"
#: How a function reads an event that came over HTTP: a gateway, a function address or a load balancer stands before it.
_HTTP_EVENT = regex(
    r"(?:\[|\.get\(\s*)[\"']body[\"']|[\"']body[\"']\s+(?:not\s+)?in\b|[\"']statusCode[\"']"
    rf"|[\"'](?:{OF_REQUESTS})[\"']|\b(?:{RESOLVERS})\b"
)
#: Platforms that call a function of a model by its name.
_ROUTED = frozenset({"SageMaker", "Azure ML", "Vertex AI", "Bedrock AgentCore"})
_LIMIT = 200_000  #: bytes of a handler's file that are searched


def platform_guards(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield what the platform asks of callers: AWS signs what comes to a model of SageMaker or a bare function."""
    if endpoint.framework == "SageMaker" or _in_container(repo, endpoint):
        yield Guard(endpoint.place, "SageMaker lets in whom a policy of AWS names", "", _BY_IAM)
    elif asked := tuple(vertex_guards(repo, endpoint)):
        yield from asked
    elif endpoint.framework == "Bedrock AgentCore":
        yield Guard(
            endpoint.place, "Bedrock AgentCore lets in whom a policy of AWS or its authorizer names", "", _BY_IAM
        )
    elif endpoint.framework == "Azure ML":
        yield from azure_guards(repo)
    elif endpoint.framework == "Azure Functions" and endpoint.door is Door.FUNCTION:
        yield from guards_of_azure_function(repo, endpoint)
    elif endpoint.framework == "AWS Lambda" and endpoint.door is Door.FUNCTION and not takes_http(repo, endpoint):
        yield Guard(endpoint.place, "AWS lets in whom a policy names", "", _BY_IAM)
    elif endpoint.framework == "AWS Lambda" and endpoint.door is Door.FUNCTION:
        yield from stack_guards(repo)


@fact
def fixed_routes(component: Component) -> bool:
    """Tell whether a platform sets the routes of all that answers here, so that no path can hold a version."""
    doors = network_endpoints(component)
    return bool(doors) and all(
        one.framework in _ROUTED
        or _in_container(component.repo, one)
        or reads_its_routes(component.repo, one)
        or (one.framework == "AWS Lambda" and not one.url)
        for one in doors
    )


def _in_container(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell the contract of SageMaker's containers: ``GET /ping`` and ``POST /invocations`` in one file."""
    if endpoint.url.rstrip("/") not in ("/invocations", "/ping"):
        return False
    beside = {one.url.rstrip("/") for one in endpoints(repo) if one.handler_path == endpoint.handler_path}
    return {"/invocations", "/ping"} <= beside


def takes_http(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether the file of a function reads events as a gateway or a load balancer sends them."""
    return _holds(repo, endpoint.handler_path, _HTTP_EVENT, unread=True)


def _holds(repo: Repo, path: str, words: re.Pattern[str], *, unread: bool) -> bool:
    try:
        return bool(words.search(repo.text(path, _LIMIT)))
    except Unreadable:
        return unread
