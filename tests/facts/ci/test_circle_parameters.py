"""What the parameters of CircleCI stand for is put in where a job or a command is used."""

import pytest

from seatrial.facts.ci.workflows import ci_commands
from tests.repositories import repo_of

HEAD = "version: 2.1\ncommands:\n  check:\n    parameters: {in: {type: string, default: worker}}\n"
HEAD += "    steps: [{run: {command: pytest, working_directory: << parameters.in >>}}]\n"
JOB = "jobs:\n  test:\n    parameters: {service: {type: string, default: api}}\n    steps: [checkout, %s]\n"
FLOW = "workflows: {w: {jobs: [%s]}}\n"
MOVED = "{run: 'cd << parameters.service >> && pytest'}"


@pytest.mark.parametrize(
    ("step", "use", "folders"),
    [
        (MOVED, "test", ["api"]),
        (MOVED, "{test: {service: worker}}", ["worker"]),
        (MOVED, "{test: {matrix: {parameters: {service: [api, worker]}}}}", ["api", "worker"]),
        ("check", "test", ["worker"]),
        ("{check: {in: << parameters.service >>}}", "test", ["api"]),
    ],
)
def test_tests_run_in_the_folder_that_a_parameter_names(step: str, use: str, folders: list[str]) -> None:
    repo = repo_of({".circleci/config.yml": HEAD + JOB % step + FLOW % use, "api/a.py": "", "worker/b.py": ""})

    assert [found.folder for found in ci_commands(repo) if found.command.program == "pytest"] == folders


def test_a_parameter_that_nobody_declares_stands_for_nothing() -> None:
    strange = HEAD + JOB % "{run: {command: pytest, working_directory: << parameters.other >>}}" + FLOW % "test"

    (found,) = ci_commands(repo_of({".circleci/config.yml": strange}))
    assert "other" in found.folder


def test_a_matrix_without_end_is_looked_at_so_far() -> None:
    many = ", ".join(f"s{number}" for number in range(99))
    use = f"{{test: {{matrix: {{parameters: {{service: [{many}]}}}}}}}}"
    repo = repo_of({".circleci/config.yml": HEAD + JOB % MOVED + FLOW % use})

    assert 0 < sum(found.command.program == "pytest" for found in ci_commands(repo)) < 99
