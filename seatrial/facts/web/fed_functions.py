"""Which functions of a cloud are fed by what happens in it, so that nobody asks them for anything and waits?"""

from seatrial.facts import fact
from seatrial.facts.code.code_index import function_at
from seatrial.facts.deployment.clouds.stacks import stack_resources
from seatrial.facts.deployment.clouds.terraform import own_terraform
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.unasked_functions import body_of
from seatrial.read.code.python_record import Function
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: How events of queues, streams, stores and topics, and those of EventBridge, are read: AWS Lambda, "Using Lambda with
#: other services". What the function answers is read by nobody, even where it has the shape of an answer over HTTP.
_HAPPENED = regex(
    r"\bevent(?:\[|\.get\(\s*)[\"'](?:Records|records|detail|detail-type)[\"']|\bBatchProcessor\b|\bin event\.records\b"
)
#: The same by their classes in Powertools for AWS Lambda, and in stubs of types: ``event: SQSEvent``.
_EVENTS = regex(
    r"(?:^|[.\s\[\"'(=])(?:S3|SQS|SNS|SES|KinesisStream|KinesisFirehose|DynamoDBStream|DynamoDbStream|EventBridge"
    r"|S3EventBridgeNotification|CloudWatchLogs|CloudWatchAlarm|CodePipelineJob|Kafka|MSK|ActiveMQ|RabbitMQ)Event(?![A-Za-z])"
)
#: A machine of steps in Terraform, and in CloudFormation and SAM.
_MACHINE = "aws_sfn_state_machine"
_MACHINES = frozenset({"AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"})
_WALKED = 2_000  #: nodes of one description
#: What a request holds beside its body that a gateway, a function address or a load balancer hands on to a Lambda.
OF_REQUESTS = (
    "httpMethod|queryStringParameters|multiValueQueryStringParameters|pathParameters|requestContext|rawPath|routeKey"
    "|isBase64Encoded"
)
#: What reads such a request for its handler.
RESOLVERS = (
    "APIGatewayProxyEvent|ApiGatewayResolver|APIGatewayRestResolver|APIGatewayHttpResolver|LambdaFunctionUrlResolver"
    "|Mangum"
)
#: Only what the event itself holds: a message has a body as well.
_ASKED = regex(
    rf"\bevent(?:\[|\.get\(\s*)[\"'](?:body|headers|{OF_REQUESTS})[\"']"
    rf"|[\"'](?:body|{OF_REQUESTS})[\"']\s+(?:not\s+)?in\s+event\b|\b(?:{RESOLVERS})\b"
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
        steps = _has_machine(repo) and not _ASKED.search(text)
        return (steps or _of_an_event(function) or bool(_HAPPENED.search(body))) and not _ASKED.search(body)
    return endpoint.framework == "Azure Functions" and _by_trigger(function)


def _of_an_event(function: Function) -> bool:
    """Tell a handler that says by a class of its event, or that its decorator is given, that something happened."""
    given = (value.text for mark in function.decorators if mark.last == "event_source" for value in mark.values)
    told = (parameter.annotation for parameter in function.parameters[:1])
    return any(map(_EVENTS.search, (*told, *given)))


@fact
def _has_machine(repo: Repo) -> bool:
    """Tell whether the owner declares a machine of steps, whose functions hand one another what they made."""
    if any(item.type == _MACHINE for item in own_terraform(repo)):
        return True
    if any(item.type in _MACHINES for item in stack_resources(repo)):
        return True
    described = (node for _, root in documents_of(repo, own_yaml(repo)) for node in root.walk(_WALKED))
    return any(steps[-1:] == ("Type",) and node.text in _MACHINES for steps, node in described)


def _by_trigger(function: Function) -> bool:
    triggers = {mark.written.rpartition(".")[2] for mark in function.decorators}
    return any(name.endswith("_trigger") for name in triggers - _REQUESTS) and "route" not in triggers
