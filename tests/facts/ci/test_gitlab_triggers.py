"""A job of GitLab runs by its own rules, within those of the whole pipeline."""

import pytest

from seatrial.facts.ci.workflow import Event
from seatrial.facts.ci.workflows import ci_commands
from tests.repositories import repo_of

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
        ("  rules: [{when: manual}]\n", [(Event.MANUAL, ())]),
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
