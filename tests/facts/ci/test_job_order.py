"""What must have passed before a job is found through needs, stages, called workflows and those that follow."""

from copy import copy

from seatrial.facts.ci.job_order import passed_before, started_after
from seatrial.facts.ci.workflows import Job, jobs
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
