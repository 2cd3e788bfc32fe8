"""Which callers does a gateway refuse that infrastructure in Python puts before its functions: the AWS CDK?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files
from seatrial.facts.web.guard import Guard
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.repo import Repo

_IAM = ("AWS lets in whom a policy names", "aws.iam.verify_signature")
_POOL = ("a pool of users of Cognito vouches for whom the gateway lets in", "aws.cognito.verify_token")
_OWN = ("an authorizer of the gateway decides whom it lets in", "aws.authorizer.verify_token")
#: Ends of names below ``aws_cdk``: what a route asks for, the address of a function, and authorizers that are made.
_ASKS = {
    "AuthorizationType.IAM": _IAM,
    "FunctionUrlAuthType.AWS_IAM": _IAM,
    "HttpIamAuthorizer": _IAM,
    "AuthorizationType.COGNITO": _POOL,
    "CognitoUserPoolsAuthorizer": _POOL,
    "HttpUserPoolAuthorizer": _POOL,
    "AuthorizationType.CUSTOM": _OWN,
    "TokenAuthorizer": _OWN,
    "RequestAuthorizer": _OWN,
    "HttpLambdaAuthorizer": _OWN,
    "HttpJwtAuthorizer": _OWN,
}
_OPEN = ("AuthorizationType.NONE", "FunctionUrlAuthType.NONE")


@fact
def stack_guards(repo: Repo) -> tuple[Guard, ...]:
    """Return what the gateways of stacks ask of callers; perhaps, where one of them lets everybody in."""
    files = [file for file in own_files(repo) if "aws_cdk" in file.packages]
    named = [(file.path, call, name) for file in files for call in file.calls for name in _names(call)]
    opens = any(name.endswith(_OPEN) for _, _, name in named)
    found = {
        (path, asked): Guard(Place(path, call.line), asked[0], "", asked[1], maybe=opens)
        for path, call, name in named
        if (asked := _guard_of_stack(name))
    }
    return tuple(found.values())


def _guard_of_stack(name: str) -> tuple[str, str] | None:
    return next((asked for end, asked in _ASKS.items() if name.endswith(f".{end}")), None)


def _names(call: Call) -> Iterator[str]:
    """Yield the names below ``aws_cdk`` that a call is, or is given at any depth."""
    if call.name.startswith("aws_cdk."):
        yield call.name
    for value in call.values:
        yield from _within(value)


def _within(value: Value) -> Iterator[str]:
    if value.kind == "name" and value.name.startswith("aws_cdk."):
        yield value.name
    for item in value.parts:
        yield from _within(item)
