"""Functions that Terraform deploys are started like any workload."""

import pytest

from seatrial.facts.deployment.clouds.terraform_functions import terraform_functions
from seatrial.facts.reach.entry_points import Kind, entry_points
from tests.repositories import repo_of

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
