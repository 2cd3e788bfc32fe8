"""What CI runs while it builds an image, and by starting it, is seen in the stages that the build comes to."""

import pytest

from seatrial.facts.ci.ci_tests import ci_test_runs
from seatrial.facts.ci.static_tools import static_tools
from seatrial.repo import Memory, Repo

STAGES = """FROM python:3.12.1 AS base
RUN pip install .
FROM base AS lint
RUN python -m ruff check .
FROM base AS tests
COPY . .
RUN ./scripts/check.sh
FROM base AS final
CMD ["serve"]
"""
SCRIPT = "#!/bin/sh\nset -e\npytest -q\n"
BAKE = """variable "TAG" { default = "latest" }
target "_common" { dockerfile = "Dockerfile" }
target "final" {
  inherits = ["_common"]
  target   = "final"
}
target "checked" {
  inherits = ["_common"]
  target   = "tests"
}
target "clean" {
  inherits = ["_common"]
  target   = "lint"
}
group "default" { targets = ["final"] }
group "checks" { targets = ["checked", "clean"] }
"""


def repo_of(step: str, **files: str) -> Repo:
    workflow = f"on: [push, pull_request]\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{step}"
    own = {"Dockerfile": STAGES, "scripts/check.sh": SCRIPT, "docker-bake.hcl": BAKE}
    return Repo(Memory({".github/workflows/ci.yml": workflow, **own, **files}))


@pytest.mark.parametrize(
    "step",
    [
        "    - run: docker build --target tests .\n",
        "    - run: docker buildx build --target=tests -f Dockerfile .\n",
        "    - uses: docker/build-push-action@v6\n      with: {context: ., target: tests}\n",
        "    - run: docker buildx bake checked\n",
        "    - run: docker buildx bake -f docker-bake.hcl checks\n",
        "    - run: docker buildx bake $TARGET\n",
        "    - uses: docker/bake-action@v6\n      with: {targets: 'final,checked'}\n",
        "    - uses: docker/bake-action@v6\n      with:\n        files: docker-bake.hcl\n        targets: checks\n",
    ],
)
def test_the_tests_of_a_stage_are_run_where_that_stage_is_built(step: str) -> None:
    found = ci_test_runs(repo_of(step))

    assert [(one.command.program, one.via, one.guards) for one in found] == [("pytest", "scripts/check.sh", True)]
    assert "builds Dockerfile, which runs pytest" in found[0].what


@pytest.mark.parametrize(
    "step",
    [
        "    - run: docker build .\n",
        "    - run: docker build --target lint .\n",
        "    - run: docker buildx bake\n",
        "    - run: docker buildx bake checks --print\n",
        "    - uses: docker/bake-action@v6\n      with: {targets: final}\n",
        "    - run: docker build -f other/Dockerfile --target tests other\n",
    ],
)
def test_a_stage_that_no_build_comes_to_runs_nothing(step: str) -> None:
    assert ci_test_runs(repo_of(step)) == ()


def test_a_linter_in_a_stage_holds_the_change_back() -> None:
    found = [tool for tool in static_tools(repo_of("    - run: docker buildx bake clean\n")) if tool.runs]

    assert [(tool.name, tool.guards) for tool in found] == [("ruff", True)]


def test_a_step_whose_failure_passes_stops_nothing() -> None:
    loose = {"Dockerfile": "FROM python:3.12.1\nRUN pytest || true\n"}

    assert [one.guards for one in ci_test_runs(repo_of("    - run: docker build .\n", **loose))] == [False]


def test_a_bake_file_in_json_is_read() -> None:
    files = {"docker-bake.hcl": "", "docker-bake.json": '{"target": {"default": {"target": "tests"}}}'}

    assert len(ci_test_runs(repo_of("    - run: docker buildx bake\n", **files))) == 1


@pytest.mark.parametrize(
    ("started", "tests"),
    [
        ("docker build -t checks -f Dockerfile.tests . && docker run --rm checks", 1),
        ("docker build -t checks -f Dockerfile.tests . && docker run --rm other", 0),
        ("docker build -t checks -f Dockerfile.tests .", 0),
        ("docker compose -f ci/compose.yml up py311", 1),
        ("docker-compose -f ci/compose.yml run py311", 1),
        ("docker compose -f ci/compose.yml up db", 0),
        ("docker compose -f ci/compose.yml build", 0),
    ],
)
def test_an_image_that_starts_the_tests_by_itself_runs_them_once_it_is_started(started: str, tests: int) -> None:
    compose = ("services:\n  py311:\n    build: {context: .., dockerfile: Dockerfile.tests}\n"
               "  db: {image: 'postgres:16.1'}\n")  # fmt: skip
    files = {"Dockerfile.tests": "FROM python:3.12.1\nCOPY . .\nCMD scripts/check.sh\n", "ci/compose.yml": compose}
    found = ci_test_runs(repo_of(f"    - run: {started}\n", **files))

    assert len(found) == tests
    assert all("starts Dockerfile.tests, which runs pytest" in one.what for one in found)
