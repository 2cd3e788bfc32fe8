"""What describes an environment is weighed by what it describes, and CI must really check it."""

import pytest

from seatrial.facts.deployment.clouds.environment_code import Standing, described_environments, environment_checks
from tests.repositories import repo_of


def described(path: str, text: str) -> list[Standing]:
    return [item.standing for item in described_environments(repo_of({path: text}))]


@pytest.mark.parametrize(
    ("path", "text", "standing"),
    [
        ("compose.yaml", "services: {api: {build: .}}\n", Standing.DESK),
        ("docker-compose.prod.yml", "services: {api: {build: .}}\n", Standing.TARGET),
        ("compose.yaml", "services: {db: {image: 'postgres:16'}}\n", Standing.BESIDE),
        ("infra/main.tf", 'resource "aws_ecs_service" "api" {\n}\n', Standing.TARGET),
        ("infra/main.tf", 'resource "aws_s3_bucket" "data" {\n}\n', Standing.BESIDE),
        ("infra/main.tf", 'resource "aws_ecr_repository" "api" {\n}\n', Standing.BESIDE),
        ("infra/main.tf", 'module "eks" {\n  source = "terraform-aws-modules/eks/aws"\n}\n', Standing.TARGET),
        ("serve.py", "import modal\n\napp = modal.App('a')\n", Standing.TARGET),
        ("Procfile", "web: gunicorn app:app\n", Standing.TARGET),
    ],
)
def test_what_a_file_describes(path: str, text: str, standing: Standing) -> None:
    assert described(path, text) == [standing]


def test_variables_and_outputs_of_terraform_describe_nothing() -> None:
    assert described("infra/vars.tf", 'variable "cluster" {\n}\noutput "eks" {\n  value = 1\n}\n') == []


@pytest.mark.parametrize(
    ("step", "counts"),
    [
        ("run: helm lint chart", True),
        ("run: kubeconform -strict deploy/", True),
        ("run: kubectl apply --dry-run=server -f deploy/", True),
        ("uses: azure/k8s-lint@v1", True),
        ("run: helm lint chart || true", False),
        ("run: terraform fmt", False),
        ("run: kubectl get pods", False),
    ],
)
def test_steps_of_ci_that_check_it(step: str, counts: bool) -> None:
    text = f"on: push\njobs: {{a: {{steps: [{{{step}}}]}}}}\n"

    assert bool(environment_checks(repo_of({".github/workflows/a.yml": text}))) is counts
