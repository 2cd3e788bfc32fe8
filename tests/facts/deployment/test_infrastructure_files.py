"""Files of infrastructure are known by names and contents, and none makes a fact raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.ci.ci_tests import ci_test_runs, functional_runs
from seatrial.facts.ci.required_checks import required_checks
from seatrial.facts.ci.scanning.scan_waivers import scan_waivers
from seatrial.facts.ci.scanning.scanners import scans
from seatrial.facts.ci.workflows import ci_actions, ci_commands, workflows
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.deployment.deployed import owned_workloads
from seatrial.facts.deployment.manifests import autoscalers, probes, resource_limits, workloads
from seatrial.facts.images.builds import builds
from seatrial.facts.images.containers import images, main_image
from seatrial.facts.images.deliverables import units
from tests.repositories import repo_of

_SERVICES = "services:\n  api:\n    build: .\n    ports: ['80:80']\n"


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [
        ("docker-compose.prod.yml", _SERVICES, True),
        ("production.yml", _SERVICES, True),
        ("local.yml", "version: '3.8'\nservices:\n  db:\n    image: postgres:16\n", True),
        ("docker/dev-gpu.yaml", _SERVICES, True),
        ("deploy/stack.yml", "services:\n  api:\n    extends: {file: base.yml, service: api}\n", True),
        ("services.yaml", "services:\n  App\\Mailer:\n    arguments: ['smtp']\n", False),
        ("config/production.yml", "database:\n  host: db\n", False),
        ("staging.yml", "services: [docker]\nimage: python\n", False),
        ("menu.yml", _SERVICES, False),
        (".github/workflows/test.yml", _SERVICES, False),
        ("node_modules/x/dev.yml", _SERVICES, False),
    ],
)
def test_a_file_of_a_stage_is_one_where_it_starts_services(path: str, text: str, known: bool) -> None:
    assert compose_paths(repo_of({path: text})) == ((path,) if known else ())


PATHS = (
    "Dockerfile", "compose.yaml", "k8s/a.yaml", "chart/Chart.yaml", "chart/values.yaml", "chart/templates/a.yaml",
    ".github/workflows/a.yml", ".gitlab-ci.yml", "azure-pipelines.yml", ".circleci/config.yml", "Jenkinsfile",
    "Makefile",
    "bitbucket-pipelines.yml", ".travis.yml", "cloudbuild.yaml", ".buildkite/a.yml", ".drone.yml", "buildspec.yml",
    "tox.ini", "noxfile.py", "package.json", "pyproject.toml", "main.tf", "Procfile", "fly.toml", "app.yaml",
    "a.service",
    "serverless.yml", "template.yaml", "render.yaml", "langgraph.json", "cog.yaml", "serve.yaml", "databricks.yml",
    ".dockerignore", ".trivyignore", ".pre-commit-config.yaml", "run.sh", ".github/settings.yml",
)  # fmt: skip
WORDS = (
    "FROM a AS b\n", "COPY --from=0 . /x\n", "USER $X\n", "CMD [\"a\"]\n", "on: [push]\n", "jobs:\n", "  a:\n",
    "    steps:\n",
    "    - run: make test\n", "- script: [pytest]\n", "services:\n",
    "  x: {build: {context: ..}, command: [a, b]}\n", "test:\n",
    "\tpytest\n", "apiVersion: v1\nkind: Deployment\n", "spec: {template: {spec: {containers: [{name: [a]}]}}}\n",
    "{{ .Values.x }}\n",
    "---\n", "run: {runtime: [1]}\n", "resource \"a\" \"b\" {\n", "max_size = 3\nmin_size = 1\n", "}\n",
    "[testenv]\ncommands = pytest\n",
    "include: [{local: '*'}]\n", "pipelines: {default: [[x]]}\n", "workflows: {w: {jobs: [x, {y: [z]}]}}\n",
    "steps: x\n", "- x\n", ": \n",
    "!!!\n", "provider: x\nfunctions: [a]\n", "Resources: {F: x}\n", "graphs: [x]\n", "applications: [x]\n", "[x]\n",
    "x = 1\n", "\0", "é",
)  # fmt: skip


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(PATHS), st.lists(st.sampled_from(WORDS), max_size=6).map("".join), max_size=6))
def test_facts_never_raise_on_content(files: dict[str, str]) -> None:
    repo = repo_of(files)

    for fact in (workflows, ci_commands, ci_actions, builds, images, main_image, workloads, probes, resource_limits,
                 autoscalers, owned_workloads, units, scans, scan_waivers, required_checks, ci_test_runs,
                 functional_runs):  # fmt: skip
        fact(repo)
