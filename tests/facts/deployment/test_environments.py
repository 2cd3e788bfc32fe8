"""Stages are apart when their addresses and credentials are, and production waits for another stage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.deployment.clouds.environment_code import Standing, described_environments, environment_checks
from seatrial.facts.deployment.environments import crossed_stages, environment_families, stage_of
from seatrial.facts.deployment.stage_use import promotions, stage_switches
from tests.repositories import repo_of


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("prod", "production"), ("values-prd.yaml", "production"), ("values-staging.yaml", "staging"),
        ("pre-prod", "staging"), ("DEPLOY_DEV", "development"), ("product", ""), ("liveness", ""), ("reproduction", ""),
        ("devcontainer", ""), ("backstage", ""),
    ],
)  # fmt: skip
def test_a_stage_is_read_from_whole_words(text: str, stage: str) -> None:
    assert stage_of(text) == stage


@pytest.mark.parametrize(
    ("dev", "prod", "apart", "same"),
    [
        ("host: a\nsecret: x\n", "host: b\nsecret: y\n", True, False),
        ("namespace: a\n", "namespace: b\n", True, False),
        ("host: a\n", "host: b\n", False, False),
        ("replicas: 1\n", "replicas: 2\n", False, False),
        ("name: dev\n", "name: prod\n", False, True),
    ],
)
def test_definitions_are_compared(dev: str, prod: str, apart: bool, same: bool) -> None:
    (family,) = environment_families(repo_of({"k/values-dev.yaml": dev, "k/values-prod.yaml": prod}))

    assert family.apart is apart
    assert family.same is same
    assert family.what == "k/values-*.yaml defines development and production"


@pytest.mark.parametrize(
    "paths",
    [
        ("requirements-dev.yaml", "requirements-prod.yaml"),
        ("tests/dev.yaml", "tests/prod.yaml"),
        (".github/workflows/deploy-dev.yml", ".github/workflows/deploy-prod.yml"),
        ("k/values-dev.yaml", "other/values-prod.yaml"),
        ("dev.py", "prod.py"),
    ],
)
def test_what_defines_no_stage(paths: tuple[str, str]) -> None:
    assert not environment_families(repo_of(dict.fromkeys(paths, "a: 1\n")))


def test_folders_and_tables_define_stages_too() -> None:
    repo = repo_of({
        "overlays/dev/k.yaml": "namespace: a\n", "overlays/prod/k.yaml": "namespace: b\n",
        "databricks.yml": "targets: {dev: {workspace: {host: a}}, prod: {workspace: {host: b}}}\n",
    })  # fmt: skip

    assert [family.pattern for family in environment_families(repo)] == ["overlays/*", "databricks.yml targets"]
    assert all(family.apart for family in environment_families(repo))


def test_a_store_of_production_elsewhere_is_told_without_its_address() -> None:
    values = {"a-dev.yaml": "db_host: db.prod.corp.net\n", "a-prod.yaml": "db_host: db.prod.corp.net\n"}
    (found,) = crossed_stages(repo_of(values))

    assert found.what == "development is given a store of production"


STAGES = """on: {push: {branches: [main]}}
jobs:
  staging: {environment: staging, steps: [{run: helm upgrade a c}]}
  live: {environment: production, %ssteps: [{run: helm upgrade a c}]}
"""


@pytest.mark.parametrize(("needs", "promoted"), [("needs: staging, ", True), ("", False)])
def test_production_is_promoted_when_it_waits_for_another_stage(needs: str, promoted: bool) -> None:
    assert bool(promotions(repo_of({".github/workflows/cd.yml": STAGES % needs}))) is promoted


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        ("import os\nif os.environ['APP_ENV'] == 'production':\n    pass\n", True),
        ("if settings.environment == Env.PRODUCTION:\n    pass\n", True),
        ("class DevConfig:\n    a = 1\n\n\nclass ProdConfig:\n    a = 2\n", True),
        ("if split == 'dev':\n    pass\n", False),
        ("if name == 'production':\n    pass\n", False),
    ],
)
def test_code_that_asks_for_its_stage(code: str, asks: bool) -> None:
    assert bool(stage_switches(repo_of({"settings.py": code}))) is asks


@given(st.text())
def test_no_settings_make_it_raise(text: str) -> None:
    files = {"a-dev.yaml": text, "a-prod.yaml": text, "databricks.yml": text, "samconfig.toml": text}

    assert isinstance(environment_families(repo_of(files)), tuple)


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


@pytest.mark.parametrize(
    ("axis", "stages"),
    [
        ("stage: [dev, prod]", {"development", "production"}),
        ("""environment: ${{ fromJson(github.ref == 'main' && '["prod-a", "prod-b"]' || '["dev-all"]') }}""",
         {"development", "production"}),
        ("stage: [prod-a, prod-b]", set()),
        ("python: [dev, prod]", set()),
        ("stage: ${{ inputs.stages }}", set()),
    ],
)  # fmt: skip
def test_a_matrix_of_stages_defines_them_elsewhere(axis: str, stages: set[str]) -> None:
    text = f"on: push\njobs:\n  ship:\n    strategy:\n      matrix:\n        {axis}\n    steps: [{{run: ./go}}]\n"
    found = environment_families(repo_of({".github/workflows/ship.yml": text}))

    assert {one.stage for family in found for one in family.definitions} == stages
    assert all(family.elsewhere and not family.in_turn for family in found)
