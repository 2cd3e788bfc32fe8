"""What must have passed before a job is found through needs, stages, called workflows and those that follow."""

from copy import copy

import pytest

from seatrial.facts.ci.job_order import passed_before, started_after
from seatrial.facts.ci.workflow import Event
from seatrial.facts.ci.workflows import Job, ci_commands, jobs
from seatrial.repo import Repo
from tests.repositories import repo_of

PUSH = "on: {push: {branches: [main]}}\n"


def github(jobs_text: str, **files: str) -> Repo:
    return repo_of({".github/workflows/cd.yml": f"{PUSH}jobs:\n{jobs_text}", **files})


def job(run: str, name: str = "ship", more: str = "") -> str:
    return f"  {name}:\n{more}    steps:\n    - run: {run}\n"


def named(repo: Repo, name: str) -> Job:
    (found,) = (one for one in jobs(repo) if one.name == name)
    return found


def before(repo: Repo, name: str) -> set[str]:
    return {one.name for one in passed_before(repo, named(repo, name))}


def test_needs_are_followed_through_other_jobs() -> None:
    repo = github(
        job("pytest", "tests") + job("docker build .", "image", "    needs: tests\n")
        + job("kubectl apply -f x", more="    needs: [image]\n") + job("ruff .", "lint")
    )  # fmt: skip

    assert before(repo, "ship") == {"image", "tests"}
    assert {one.name for one in started_after(repo, named(repo, "tests"))} == {"image", "ship"}


def test_a_copy_of_a_job_is_that_job() -> None:
    """Facts that were taken over from another commit speak of jobs by objects of their own."""
    repo = github(job("pytest", "tests") + job("kubectl apply -f x", more="    needs: tests\n"))

    assert [one.name for one in passed_before(repo, copy(named(repo, "ship")))] == ["tests"]
    assert [one.name for one in started_after(repo, copy(named(repo, "tests")))] == ["ship"]


def test_a_job_that_runs_regardless_is_held_by_nothing() -> None:
    always = github(job("pytest", "tests") + job("kubectl apply -f x", more="    needs: [tests]\n    if: always()\n"))
    asked = github(
        job("pytest", "tests")
        + job("twine upload x", more="    needs: [tests]\n    if: always() && needs.tests.result == 'success'\n")
    )

    assert before(always, "ship") == set()
    assert before(asked, "ship") == {"tests"}


def test_a_job_whose_failure_is_allowed_holds_nothing() -> None:
    tests = job("pytest", "tests", "    continue-on-error: true\n")

    assert before(github(tests + job("kubectl apply -f x", more="    needs: tests\n")), "ship") == set()


def test_jobs_of_called_workflows_and_of_those_before_are_followed() -> None:
    after = "on: {workflow_run: {workflows: [ci]}}\njobs:\n" + job(
        "kubectl apply -f x", "cluster", "    if: github.event.workflow_run.conclusion == 'success'\n"
    )
    repo = repo_of({
        ".github/workflows/a.yml": f"{PUSH}jobs:\n  t: {{uses: ./.github/workflows/t.yml}}\n"
        + job("twine upload x", "package", "    needs: t\n"),
        ".github/workflows/t.yml": "on: workflow_call\njobs:\n" + job("pytest", "unit"),
        ".github/workflows/ci.yml": f"name: ci\n{PUSH}jobs:\n" + job("mypy .", "types"),
        ".github/workflows/z.yml": after,
    })  # fmt: skip

    assert before(repo, "package") == {"t", "unit"}
    assert before(repo, "cluster") == {"types"}


def test_a_called_workflow_waits_for_what_its_caller_waits_for() -> None:
    calls = job("pytest", "tests") + "  go: {uses: ./.github/workflows/deploy.yml, needs: tests}\n"
    repo = github(calls, **{".github/workflows/deploy.yml": "on: workflow_call\njobs:\n" + job("kubectl apply -f x")})

    assert before(repo, "ship") == {"tests"}


def test_one_workflow_that_is_called_for_two_environments_has_two_jobs() -> None:
    deploy = (
        "on: {workflow_call: {inputs: {target: {default: dev}}}}\njobs:\n"
        "  go:\n    environment: ${{ inputs.target }}\n    steps:\n"
        "    - run: helm upgrade a -f ${{ inputs.target }}.yaml\n"
    )
    calls = (
        "  s: {uses: ./.github/workflows/deploy.yml, with: {target: staging}}\n"
        "  p: {uses: ./.github/workflows/deploy.yml, with: {target: production}, needs: s}\n"
    )
    found = [one for one in jobs(github(calls, **{".github/workflows/deploy.yml": deploy})) if one.name == "go"]

    assert [(one.environment, one.steps[0].run) for one in found] == [
        ("staging", "helm upgrade a -f staging.yaml"), ("production", "helm upgrade a -f production.yaml"),
    ]  # fmt: skip


def test_stages_of_gitlab_wait_for_one_another_unless_needs_says_otherwise() -> None:
    text = (
        "stages: [test, out]\nt: {stage: test, script: [pytest]}\nship: {stage: out, script: [kubectl apply -f x]%s}\n"
    )

    assert before(repo_of({".gitlab-ci.yml": text % ""}), "ship") == {"t"}
    assert before(repo_of({".gitlab-ci.yml": text % ", needs: []"}), "ship") == set()


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


PIPELINE = "workflow:\n  rules:\n    - {if: $CI_PIPELINE_SOURCE == 'schedule'}\n"


def events(job: str, head: str = "") -> list[tuple[Event, tuple[str, ...]]]:
    """Return the events on which the one command runs, each with its branches."""
    text = f"{head}t:\n  script: [pytest]\n{job}"
    (command,) = ci_commands(repo_of({".gitlab-ci.yml": text, "tests/test_a.py": "def test_a(): assert f()\n"}))
    return [(one.event, one.branches) for one in command.triggers]


@pytest.mark.parametrize(
    ("job", "found"),
    [
        ("", [(Event.PUSH, ()), (Event.PULL_REQUEST, ())]),
        ("  only: [merge_requests, tags]\n", [(Event.PULL_REQUEST, ()), (Event.TAG, ())]),
        ("  only: [main, branches]\n", [(Event.PUSH, ("main",)), (Event.PUSH, ())]),
        ("  only: {refs: [schedules, api]}\n", [(Event.SCHEDULE, ()), (Event.OTHER, ())]),
        ("  rules: [{when: manual}]\n", [(Event.APPROVAL, ())]),
        ("  rules: [{if: $A, when: never}, {if: $CI_COMMIT_TAG}]\n", [(Event.TAG, ())]),
        ("  rules: [{if: $CI_MERGE_REQUEST_IID}]\n", [(Event.PULL_REQUEST, ())]),
        ("  rules: [{if: $CI_PIPELINE_SOURCE == 'web'}]\n", [(Event.MANUAL, ())]),
        ("  rules: [{if: $CI_COMMIT_BRANCH == 'main'}]\n", [(Event.PUSH, ("main",))]),
        ("  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n", [(Event.PUSH, ("$CI_DEFAULT_BRANCH",))]),
    ],
)
def test_by_its_rules_else_by_only_else_on_every_change(job: str, found: list[tuple[Event, tuple[str, ...]]]) -> None:
    assert events(job) == found


def test_a_pipeline_that_only_a_clock_makes_runs_no_job_on_a_change() -> None:
    scheduled = "  rules: [{if: $CI_PIPELINE_SOURCE == 'schedule'}, {if: $CI_PIPELINE_SOURCE == 'push'}]\n"

    assert events(scheduled, PIPELINE) == [(Event.SCHEDULE, ())]


@pytest.mark.parametrize(
    "head", ["workflow: {rules: [{when: always}]}\n", "workflow: {rules: [{if: $CI_PIPELINE_SOURCE == 'api'}]}\n"]
)
def test_a_pipeline_that_anything_may_make_leaves_its_jobs_as_they_are(head: str) -> None:
    assert events("", head) == events("")
