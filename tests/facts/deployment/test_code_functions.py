"""Stacks in Python deploy functions from folders that they name in many ways, bound them, and put gateways before."""

import pytest

from seatrial.component import components
from seatrial.facts.deployment.clouds.code_functions import code_functions
from seatrial.facts.deployment.manifests import resource_limits
from seatrial.facts.images.deliverables import UnitKind, units
from seatrial.facts.serving.platform_guards import platform_guards
from seatrial.facts.serving.serving import network_endpoints
from seatrial.repo import Repo
from tests.repositories import repo_of

HANDLER = """
import boto3, json
client = boto3.client("sagemaker-runtime")
def handler(event, context):
    body = json.loads(event["body"])
    return client.invoke_endpoint(EndpointName="x", Body=body)
"""
STACK = """
import os
from pathlib import Path
import aws_cdk.aws_apigateway as apigw
import aws_cdk.aws_lambda as lambda_
import aws_solutions_constructs.aws_apigateway_lambda as patterns
HERE = os.path.dirname(__file__)
class Functions:
    def __init__(self):
        {}
"""
MADE = 'lambda_.Function(self, "Score", handler="index.handler", code={})'


def stack(line: str, *paths: str) -> Repo:
    files = dict.fromkeys(paths or ("infra/functions/score/index.py",), HANDLER)
    return repo_of({"infra/cdk.json": "{}", "infra/stacks/functions.py": STACK.format(line)} | files)


@pytest.mark.parametrize(
    "code",
    [
        'lambda_.Code.from_asset("functions/score")',
        'lambda_.Code.from_asset(os.path.join(HERE, "..", "functions", "score"))',
        'lambda_.Code.from_asset(str(Path(__file__).parent.parent / "functions" / "score"))',
        'lambda_.Code.from_asset(os.path.join(ROOT, "functions/score"))',
        'lambda_.Code.from_bucket(self.bucket, "functions/score.zip")',
    ],
)
def test_the_folder_of_a_function_is_named_from_many_places(code: str) -> None:
    (work,) = code_functions(stack(MADE.format(code)))

    assert work.containers[0].command == ("infra/functions/score/index.handler",)


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        (MADE.format('lambda_.Code.from_bucket(self.bucket, "score.zip")'), ("a/score/index.py", "b/score/index.py")),
        (MADE.format('lambda_.Code.from_asset("other")'), ("infra/functions/score/index.py",)),
        (MADE.format("code"), ("infra/index.py",)),
    ],
)
def test_a_folder_that_may_be_another_or_is_not_there_deploys_nothing(line: str, paths: tuple[str, ...]) -> None:
    assert not code_functions(stack(line, *paths))


PATTERN = (
    'patterns.ApiGatewayToLambda(self, "Score", lambda_function_props={{"handler": "index.handler", '
    '"memory_size": 512, "code": lambda_.Code.from_asset("functions/score")}}, '
    'api_gateway_props={{"defaultMethodOptions": {{"authorizationType": apigw.AuthorizationType.{}}}}})'
)


def test_a_construct_that_is_given_tables_deploys_a_bounded_function() -> None:
    repo = stack(PATTERN.format("IAM"))

    assert [work.containers[0].command for work in code_functions(repo)] == [("infra/functions/score/index.handler",)]
    assert [
        limit.container.resources and limit.container.resources.memory_limit for limit in resource_limits(repo)
    ] == ["512"]
    assert [(unit.kind, unit.faults) for unit in units(repo)] == [(UnitKind.BUNDLE, ())]


@pytest.mark.parametrize(
    ("call", "bounded"),
    [
        ('lambda_.DockerImageFunction(self, "Score", code=code, memory_size=2048)', True),
        ("ReplayBuffer(memory_size=2048)", False),
    ],
)
def test_a_size_of_memory_bounds_functions_only(call: str, bounded: bool) -> None:
    assert bool(resource_limits(stack(call))) is bounded


URL = "fn.add_function_url(auth_type=lambda_.FunctionUrlAuthType.{})"


@pytest.mark.parametrize(
    ("line", "guarded"),
    [
        (PATTERN.format("IAM"), [False]),
        (PATTERN.format("COGNITO"), [False]),
        (PATTERN.format("NONE"), []),
        (f"{PATTERN.format('IAM')}; {URL.format('NONE')}", [True]),
        (f"{PATTERN.format('NONE')}; {URL.format('AWS_IAM')}", [True]),
        ('apigw.TokenAuthorizer(self, "A", handler=fn)', [False]),
        ('other.TokenAuthorizer(self, "A", handler=fn)', []),
    ],
)
def test_a_gateway_of_a_stack_asks_who_is_calling(line: str, guarded: list[bool]) -> None:
    repo = stack(line)
    (door,) = network_endpoints(components(repo)[0])

    assert [guard.maybe for guard in platform_guards(repo, door)] == guarded
