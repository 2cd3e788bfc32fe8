"""Which endpoints does the platform that runs them guard by itself, whatever their code does?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.serving.serving import endpoints, network_endpoints
from seatrial.facts.serving.stack_guards import stack_guards
from seatrial.facts.serving.vertex_guards import reads_its_routes, vertex_guards
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.fed_functions import OF_REQUESTS, RESOLVERS
from seatrial.facts.web.guard import Guard
from seatrial.model import Place
from seatrial.read.code.python_record import Call
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: AWS checks the signature of each request against its policies (SageMaker Runtime InvokeEndpoint, Lambda Invoke).
_BY_IAM = "aws.iam.verify_signature"
#: Azure ML compares a key, or checks a token of Entra, before an endpoint answers.
_BY_KEY = "azureml.compare_digest"
#: Calls that describe an endpoint of Azure ML; they ask for a key where nothing else is said.
_AZURE_CALLS = ("AksWebservice.deploy_configuration", "ManagedOnlineEndpoint", "KubernetesOnlineEndpoint")
#: What describes a container instance of it, which asks nobody for anything where nothing else is said.
_AZURE_OPEN = "AciWebservice.deploy_configuration"
_AZURE_SCHEMA = caseless(r"(?:managed|kubernetes)OnlineEndpoint")
_LETS_IN_ANYBODY = caseless(
    r"\"authLevel\"\s*:\s*\"anonymous\"|\bAuthLevel\.ANONYMOUS\b|auth_level\s*=\s*[\"']anonymous"
)
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
        yield from _of_azure(repo)
    elif endpoint.framework == "Azure Functions" and endpoint.door is Door.FUNCTION:
        yield from _of_azure_functions(repo, endpoint)
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


def _of_azure_functions(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield that Azure asks for the key of a function, as it does where nothing lets in whoever comes."""
    folder = endpoint.handler_path.rpartition("/")[0]
    said = repo.text_or_empty(f"{folder}/function.json" if folder else "function.json")
    if not _LETS_IN_ANYBODY.search(said or repo.text_or_empty(endpoint.handler_path)):
        yield Guard(endpoint.place, "Azure lets in who has the key of the function", "", _BY_KEY)


@fact
def _of_azure(repo: Repo) -> tuple[Guard, ...]:
    """Return where an endpoint of Azure ML is told to ask for a key or a token; it may run elsewhere without."""
    described = documents_of(repo, own_yaml(repo))
    lines = [(path, line) for path, root in described if (line := _asks_for_a_key(root))]
    code = own_files(repo)
    lines += [(file.path, call.line) for file in code for call in file.calls if _described_with_a_key(call)]
    what = "Azure ML lets in who has the key of the endpoint or a token of Entra"
    return tuple(Guard(Place(path, line), what, "", _BY_KEY, maybe=_bare(repo)) for path, line in lines[:1])


def _described_with_a_key(call: Call) -> bool:
    said = call.keyword("auth_enabled")
    if call.name.endswith(_AZURE_OPEN):
        return said is not None and said.literal is True
    return call.name.endswith(_AZURE_CALLS) and not (said is not None and said.literal is False)


def _asks_for_a_key(root: Node) -> int:
    enabled = root.at("authEnabled")
    if root.at("computeType").text.upper() == "AKS" and enabled.flag is not False:
        return enabled.line or root.at("computeType").line
    if enabled.flag is True:
        return enabled.line
    asked = root.at("auth_mode")
    online = _AZURE_SCHEMA.search(root.at("$schema").text)
    return (asked.line or root.at("$schema").line) if online else 0


@fact
def _bare(repo: Repo) -> bool:
    """Tell whether a container instance is described too that asks nobody for anything, which is its default."""
    calls = (
        call.keyword("auth_enabled")
        for file in own_files(repo)
        for call in file.calls
        if call.name.endswith(_AZURE_OPEN)
    )
    return any(said is None or said.literal is False for said in calls) or any(
        root.at("computeType").text.upper() == "ACI" and root.at("authEnabled").flag is not True
        for _, root in documents_of(repo, own_yaml(repo))
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
