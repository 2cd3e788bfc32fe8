"""The inventory tells what is shipped, where it runs, and what CI does with it."""

import pytest

from seatrial.inventory import Value, inventory
from tests.repositories import repo_of

SERVE = 'FROM python:3.11.4-slim\nCOPY . /app\nUSER app\nCMD ["uvicorn", "app:app"]\n'
_BY_ARGUMENT = SERVE.replace("USER app", "ARG WHO\nUSER ${WHO}")
_COMPOSE = "services: {api: {build: {context: ., args: ['WHO=%s']}}}\n"
CI = "on: push\njobs: {a: {steps: [{run: %s}]}}\n"
TESTED = {"tests/test_app.py": "def test_it():\n    assert 1 + 1 == 2\n"}


def answer(row: str, **files: str) -> Value:
    return inventory(repo_of({"app.py": "", **files}))[row].value


@pytest.mark.parametrize(
    ("row", "files", "value"),
    [
        ("dockerfile", {"svc/api.dockerfile": "from a\n"}, "yes"),
        ("dockerfile", {"tests/data/Dockerfile": "FROM a\n"}, "no"),
        ("dockerfile", {"Dockerfile": "# later\n"}, "unknown"),
        ("dockerfile", {"detr/Dockerfile": "FROM a\n", ".gitattributes": "detr/* linguist-vendored\n"}, "yes"),
        ("docker_runs_nonroot", {"detr/Dockerfile": "FROM a\n", ".gitattributes": "detr/* linguist-vendored\n"}, "na"),
        ("dockerfile", {"node_modules/x/Dockerfile": "FROM a\n"}, "no"),
        ("dockerfile", {}, "no"),
        ("docker_runs_nonroot", {}, "na"),
        ("docker_runs_nonroot", {"Dockerfile": SERVE}, "yes"),
        ("docker_runs_nonroot", {"Dockerfile": _BY_ARGUMENT}, "unknown"),
        ("docker_runs_nonroot", {"Dockerfile": _BY_ARGUMENT, "compose.yml": _COMPOSE % "${WHO:-app}"}, "yes"),
        ("docker_runs_nonroot", {"Dockerfile": _BY_ARGUMENT, "compose.yml": _COMPOSE % "root"}, "no"),
        ("docker_runs_nonroot", {"Dockerfile": _BY_ARGUMENT, "compose.yml": _COMPOSE % "${WHO}"}, "unknown"),
        ("docker_runs_nonroot", {"Dockerfile": SERVE + "USER root\n"}, "no"),
        ("docker_runs_nonroot", {"Dockerfile": SERVE, "frontend/Dockerfile": "FROM node\n"}, "yes"),
        ("docker_base_pinned", {"Dockerfile": SERVE}, "yes"),
        ("docker_base_pinned", {"Dockerfile": "FROM python:3.11-slim\n"}, "no"),
        ("docker_base_pinned", {"Dockerfile": SERVE + "COPY --from=ghcr.io/a/uv:latest /uv /uv\n"}, "yes"),
        ("docker_base_pinned", {"Dockerfile.gateway": "FROM a:1\nCMD python -m a\n",
         "Dockerfile.inference": "FROM b:2.8.0-cuda12\nCMD python -m b\n"}, "yes"),
        ("docker_base_pinned", {}, "na"),
        ("k8s_or_compose_manifest", {"compose.yaml": "services: {db: {image: 'redis:7'}}\n"}, "yes"),
        ("k8s_or_compose_manifest", {"Procfile": "web: gunicorn app:app\n"}, "no"),
        ("k8s_or_compose_manifest", {"site/app.yaml": "runtime: nodejs\nservice: docs\n"}, "no"),
        ("k8s_or_compose_manifest", {"app.yaml": "runtime: python312\nentrypoint: x\n"}, "yes"),
        ("k8s_or_compose_manifest", {"chart/Chart.yaml": "name: x\n"}, "yes"),
        ("resource_limits_set", {}, "na"),
        ("resource_limits_set", {"compose.yaml": "services: {a: {build: ., mem_limit: 1g}}\n", "Dockerfile": SERVE},
         "yes"),
        ("resource_limits_set", {"compose.yaml": "services: {db: {image: 'postgres:13', mem_limit: 1g}}\n"}, "no"),
        ("resource_limits_set", {"compose.yaml": "services: {frontend: {build: ., mem_limit: 1g}}\n",
         "Dockerfile": SERVE}, "no"),
        ("autoscaling_config", {}, "na"),
        ("autoscaling_config", {"Dockerfile": SERVE}, "no"),
        ("autoscaling_config", {"main.tf": 'resource "x" "y" {\n min_replicas = 1\n max_replicas = 3\n}\n'}, "yes"),
        ("ci_runs_tests", {}, "no"),
        ("ci_runs_tests", {".github/workflows/a.yml": CI % "pytest", **TESTED}, "yes"),
        ("ci_runs_tests", {".github/workflows/a.yml": CI % "pytest"}, "no"),
        ("ci_runs_tests", {".github/workflows/a.yml": CI % "pytest --doctest-modules src"}, "yes"),
        ("ci_runs_tests", {".github/workflows/a.yml": CI % "mkdocs build"}, "no"),
        ("ci_runs_tests", {"exercises/ci.yml": CI % "pytest", **TESTED}, "no"),
        ("ci_runs_tests", {".github/workflows/a.yml": "on: ["}, "unknown"),
    ],
)  # fmt: skip
def test_each_row(row: str, files: dict[str, str], value: str) -> None:
    assert answer(row, **files) == value


def test_manifests_that_all_enforce_another_user_make_up_for_the_image() -> None:
    manifest = """apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec: {template: {spec: {securityContext: {runAsNonRoot: %s}, containers: [{name: api, image: me/api}]}}}
"""
    root = SERVE.replace("USER app\n", "")

    assert answer("docker_runs_nonroot", Dockerfile=root, **{"k8s/a.yaml": manifest % "true"}) is Value.YES
    assert answer("docker_runs_nonroot", Dockerfile=root, **{"k8s/a.yaml": manifest % "false"}) is Value.NO
