"""Functions of clouds start in the folder that a template, Terraform or a stack in code packs."""

import pytest

from seatrial.component import components
from seatrial.facts.deployment.clouds.code_functions import code_functions
from seatrial.facts.deployment.clouds.terraform_functions import terraform_functions
from seatrial.facts.deployment.manifests import resource_limits, workloads
from seatrial.facts.images.deliverables import UnitKind, units
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.facts.serving.platform_guards import platform_guards
from seatrial.facts.serving.serving import network_endpoints
from seatrial.repo import Repo
from tests.repositories import repo_of

HANDLER = "def handler(event, context):\n    return {}\n"


def function(properties: str, shared: str = "") -> str:
    return f"{shared}Resources:\n  Submit:\n    Type: AWS::Serverless::Function\n    Properties: {properties}\n"


@pytest.mark.parametrize(
    ("template", "text", "code"),
    [
        ("template.yaml", function("{CodeUri: src/jobs/, Handler: submit.handler}"), "src/jobs/submit.py"),
        ("template.yaml", function("{CodeUri: ./src, Handler: jobs.submit.handler}"), "src/jobs/submit.py"),
        ("template.yaml", function("{CodeUri: src, Handler: jobs/submit.handler}"), "src/jobs/submit.py"),
        ("template.yaml", function("{CodeUri: ., Handler: jobs.submit.handler}"), "jobs/submit.py"),
        ("infra/template.yaml", function("{CodeUri: ../src, Handler: submit.handler}"), "src/submit.py"),
        ("template.yaml", function("{Handler: submit.handler}", "Globals: {Function: {CodeUri: src}}\n"),
         "src/submit.py"),
        ("template.yaml", function("{Code: src, Handler: submit.handler}").replace("Serverless", "Lambda"),
         "src/submit.py"),
        ("template.yaml", function("{CodeUri: s3://bucket/code.zip, Handler: submit.handler}"), "submit.py"),
    ],
)  # fmt: skip
def test_a_handler_is_looked_for_in_the_folder_that_the_template_packs(template: str, text: str, code: str) -> None:
    repo = repo_of({template: text, code: HANDLER})
    started = [(entry.path, entry.name) for entry in entry_points(repo) if entry.kind is Kind.WORKLOAD]

    assert started == [(code, "handler")]
    assert not [fault for unit in units(repo) for fault in unit.faults]


def test_a_handler_that_is_in_no_packed_folder_cannot_start() -> None:
    repo = repo_of({"template.yaml": function("{CodeUri: src, Handler: submit.handler}"), "lib/a.py": HANDLER})

    assert [str(fault) for unit in units(repo) for fault in unit.faults]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("template.yaml", function("{CodeUri: src, Handler: index.handler, Runtime: nodejs20.x}")),
        ("template.yaml", function("{Handler: 'org.acme.Submit::run'}", "Globals: {Function: {Runtime: java21}}\n")),
        ("serverless.yml", "provider: {runtime: nodejs20.x}\nfunctions:\n  a: {handler: index.handler}\n"),
    ],
)
def test_a_function_in_another_language_is_no_lost_object_of_python(path: str, text: str) -> None:
    repo = repo_of({path: text, "src/index.js": "exports.handler = 1\n"})

    assert len(workloads(repo)) == 1
    assert not [fault for unit in units(repo) for fault in unit.faults]


GATEWAY = "def predict(request):\n    return 'ok'\n"
ARCHIVE = 'data "archive_file" "code" {\n  type = "zip"\n  SOURCE\n}\n'
CLOUD = 'resource "google_cloudfunctions2_function" "f" {\n  build_config {\n    entry_point = ENTRY\n  }\n}\n'
LAMBDA = 'resource "aws_lambda_function" "f" {\n  handler = "app.predict"\n}\n'


def started(files: dict[str, str]) -> list[tuple[str, str]]:
    points = entry_points(repo_of(files))
    return [(point.path, point.name) for point in points if point.kind is Kind.WORKLOAD]


@pytest.mark.parametrize(
    "source", ['source_dir = "${path.module}/../functions/gateway"', 'source_file = "../functions/gateway/app.py"']
)
def test_the_handler_of_a_lambda_is_found_in_what_the_module_packs(source: str) -> None:
    infra = ARCHIVE.replace("SOURCE", source) + LAMBDA

    assert started({"infra/main.tf": infra, "functions/gateway/app.py": GATEWAY}) == [
        ("functions/gateway/app.py", "predict")
    ]


def test_of_several_archives_a_function_starts_what_is_in_the_one_that_it_names() -> None:
    other = ARCHIVE.replace('"code"', '"other"').replace("SOURCE", 'source_dir = "${path.module}/../functions/other/"')
    infra = other + ARCHIVE.replace("SOURCE", 'source_dir = "${path.module}/../functions/gateway/"')
    named = LAMBDA.replace("handler", "filename = data.archive_file.code.output_path\n  handler")
    files = {"functions/gateway/app.py": GATEWAY, "functions/other/app.py": GATEWAY}

    assert started({"infra/main.tf": infra + named, **files}) == [("functions/gateway/app.py", "predict")]


@pytest.mark.parametrize(("folder", "found"), [("package", True), ("other", False)])
def test_the_handler_of_a_lambda_that_a_build_packs_with_packages_is_the_one_above(folder: str, found: bool) -> None:
    infra = ARCHIVE.replace("SOURCE", f'source_dir = "../functions/gateway/{folder}"') + LAMBDA
    copy = f"functions/gateway/{folder}/"
    packed = {f"{copy}app.py": GATEWAY, f"{copy}pydantic-2.1.dist-info/RECORD": "pydantic/__init__.py,,\n"}
    files = {"infra/main.tf": infra, "functions/gateway/app.py": GATEWAY}

    assert started(files) == ([("functions/gateway/app.py", "predict")] if found else [])
    assert started({**files, **packed}) == ([("functions/gateway/app.py", "predict")] if found else [])


def test_a_module_takes_folder_and_name_from_its_caller_or_from_the_defaults_of_its_variables() -> None:
    module = ARCHIVE.replace("SOURCE", "source_dir = var.folder") + CLOUD.replace("ENTRY", "var.entry")
    call = 'module "g" {\n  source = "./modules/f"\n  folder = "${path.module}/../functions/gateway"\n}\n'
    files = {
        "infra/modules/f/main.tf": module,
        "infra/modules/f/variables.tf": 'variable "entry" {\n  default = "predict"\n}\nvariable "folder" {}\n',
        "infra/main.tf": call,
        "functions/gateway/main.py": GATEWAY,
    }

    assert started(files) == [("functions/gateway/main.py", "predict")]
    assert started({**files, "infra/main.tf": ""}) == [], "nobody says which folder"


@pytest.mark.parametrize(
    "text",
    [
        LAMBDA,
        ARCHIVE.replace("SOURCE", 'source_dir = "../other"') + LAMBDA,
        ARCHIVE.replace("SOURCE", "source_dir = var.folder") + CLOUD.replace("ENTRY", "var.entry"),
        'module "a" {\n  source = "."\n  x = var.x\n}\n' + CLOUD.replace("ENTRY", "var.x"),
    ],
    ids=["no archive", "another folder", "variables without values", "a module that calls itself"],
)
def test_a_function_whose_code_is_not_here_starts_nothing(text: str) -> None:
    assert terraform_functions(repo_of({"infra/main.tf": text, "functions/gateway/app.py": GATEWAY})) == ()


ROUTED_HANDLER = """
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
    files = dict.fromkeys(paths or ("infra/functions/score/index.py",), ROUTED_HANDLER)
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


MODULE = 'module "f" {\n  source = "SOURCE"\n  handler = "app.predict"\n  source_path = "../functions/gateway"\n}\n'


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("terraform-aws-modules/lambda/aws", [("functions/gateway/app.py", "predict")]),
        ("terraform-aws-modules/s3-bucket/aws", []),
    ],
)
def test_a_module_of_the_registry_deploys_the_function_that_it_packs(source: str, found: list[tuple[str, str]]) -> None:
    files = {"infra/main.tf": MODULE.replace("SOURCE", source), "functions/gateway/app.py": GATEWAY}

    assert started(files) == found


TYPED_STACK = """import * as lambda from 'aws-cdk-lib/aws-lambda';
export class Stack extends cdk.Stack {
  constructor() {
    new lambda.Function(this, 'Other', {handler: 'other.run', code: lambda.Code.fromAsset('../else')});
    new lambda.Function(this, 'Predict', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.predict',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'functions')),
    });
  }
}
"""


@pytest.mark.parametrize(("folder", "found"), [("infra/functions", True), ("functions", False)])
def test_a_stack_in_another_language_starts_the_handler_in_the_folder_that_it_packs(folder: str, found: bool) -> None:
    files = {"infra/lib/stack.ts": TYPED_STACK, "infra/cdk.json": "{}", f"{folder}/app.py": GATEWAY}

    assert started(files) == ([("infra/functions/app.py", "predict")] if found else [])
