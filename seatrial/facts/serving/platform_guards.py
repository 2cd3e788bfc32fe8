"""Which endpoints does the platform that runs them guard by itself, whatever their code does?"""

from collections.abc import Iterator
from typing import Final

from seatrial.facts.serving.endpoints import Door, Endpoint
from seatrial.facts.serving.guard import Guard
from seatrial.facts.serving.serving import endpoints
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: AWS checks the signature of each request against its policies (SageMaker Runtime InvokeEndpoint, Lambda Invoke).
_BY_IAM: Final = "aws.iam.verify_signature"
#: How a function reads an event that came over HTTP: a gateway, a function address or a load balancer stands before it.
_HTTP_EVENT: Final = regex(
    r"[\"'](?:body|httpMethod|queryStringParameters|pathParameters|requestContext|rawPath|isBase64Encoded)[\"']"
    r"|\b(?:Mangum|ApiGatewayResolver|APIGatewayRestResolver|APIGatewayHttpResolver|LambdaFunctionUrlResolver)\b"
)
_LIMIT: Final = 200_000  #: bytes of a handler's file that are searched


def platform_guards(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield what the platform asks of callers: AWS signs what comes to a model of SageMaker, or to a bare function."""
    if endpoint.framework == "SageMaker" or _in_container(repo, endpoint):
        yield Guard(endpoint.place, "SageMaker lets in whom a policy of AWS names", "", _BY_IAM)
    elif endpoint.framework == "Bedrock AgentCore":
        yield Guard(
            endpoint.place, "Bedrock AgentCore lets in whom a policy of AWS or its authorizer names", "", _BY_IAM
        )
    elif endpoint.framework == "AWS Lambda" and endpoint.door is Door.FUNCTION and not _takes_http(repo, endpoint):
        yield Guard(endpoint.place, "AWS lets in whom a policy names", "", _BY_IAM)


def _in_container(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell the contract of SageMaker's containers: ``GET /ping`` and ``POST /invocations`` in one file."""
    if endpoint.url.rstrip("/") not in ("/invocations", "/ping"):
        return False
    beside = {one.url.rstrip("/") for one in endpoints(repo) if one.handler_path == endpoint.handler_path}
    return {"/invocations", "/ping"} <= beside


def _takes_http(repo: Repo, endpoint: Endpoint) -> bool:
    try:
        return bool(_HTTP_EVENT.search(repo.text(endpoint.handler_path, _LIMIT)))
    except Unreadable:
        return True
