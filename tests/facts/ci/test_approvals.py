"""Where a pipeline asks a person before it goes on, in every system of CI."""

import pytest

from seatrial.facts.ci.approvals import is_asked_for, questions
from seatrial.facts.ci.workflows import CiCommand, Event, Trigger, jobs, runs
from seatrial.facts.deployment.stage_use import promotions
from seatrial.model import Place
from seatrial.repo import Repo
from tests.repositories import repo_of

APPROVED = """jobs: {t: {steps: [{run: pytest}]}, d: {steps: [{run: mypy .}]}}
workflows: {w: {jobs: [t, {ok: {type: approval, requires: [t]}}, {d: {requires: [ok]}}]}}
"""
BUCKET = """pipelines:
  default:
  - step: {script: [pytest]}
  - step: {trigger: manual, script: [mypy .]}
"""
ASKS_FIRST = """pipeline { agent any
  environment { COMMIT = sh(returnStdout: true, script: 'git rev-parse HEAD') }
  stages {
    stage('Test') { parallel {
      stage('Unit') { steps { sh 'pytest' } }
      stage('Types') { steps { sh "echo ${X} }"; sh 'mypy .' } }
    } }
    stage('Staging') { when { branch 'main' } steps { sh 'helm upgrade a' } }
    stage('Ask') { steps { input message: 'Ship it?', submitter: 'owners' } }
    stage('Production') { steps { sh 'helm upgrade b' } }
  }
  post { always { sh 'cleanup' } }
}
"""


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (".circleci/config.yml", APPROVED, 2),
        (".buildkite/a.yml", "steps:\n- command: pytest\n- block: ok\n- command: mypy .\n", 3),
        ("bitbucket-pipelines.yml", BUCKET, 4),
        (".gitlab-ci.yml", "t: {script: [pytest]}\nd:\n  rules:\n  - when: manual\n  script: [mypy .]\n", 4),
        (".cirrus.yml", "t_task: {script: pytest}\nd_task:\n  trigger_type: manual\n  script: mypy .\n", 2),
        ("Jenkinsfile", "node { sh 'pytest' }\nstage('d') {\n  input 'sure?'\n  sh 'mypy .'\n}\n", 3),
    ],
)  # fmt: skip
def test_a_job_behind_an_approval_waits_for_a_person(path: str, text: str, line: int) -> None:
    repo = repo_of({path: text})
    (held,) = runs(repo, "mypy")

    assert pytest_of(repo).guards
    assert (held.approval is not None, held.on_change, held.unattended) == (True, False, False)
    assert held.approval == Trigger(Event.APPROVAL, Place(path, line))


def test_stages_of_jenkins_wait_for_each_other_and_for_whoever_is_asked() -> None:
    found = {job.name: job for job in jobs(repo_of({"Jenkinsfile": ASKS_FIRST}))}

    assert {name: job.needs for name, job in found.items() if job.steps} == {
        "pipeline": (), "Unit": ("pipeline",), "Types": ("pipeline",),
        "Staging": ("pipeline", "Unit", "Types"), "Production": ("pipeline", "Unit", "Types", "Staging", "Ask"),
    }  # fmt: skip
    assert [trigger.branches for trigger in found["Staging"].triggers] == [("main",)]
    asked = found["Production"].approval
    assert asked is not None
    assert asked.place.line == 9
    assert found["Unit"].approval is None


@pytest.mark.parametrize(
    ("condition", "events"),
    [
        ("buildingTag()", {Event.TAG}),
        ("changeRequest()", {Event.PULL_REQUEST}),
        ("triggeredBy 'TimerTrigger'", {Event.SCHEDULE}),
        ("anyOf { branch 'main'; buildingTag() }", {Event.PUSH, Event.TAG}),
        ("not { branch 'main' }", {Event.PUSH, Event.PULL_REQUEST}),
        ("expression { params.SHIP }", {Event.PUSH, Event.PULL_REQUEST}),
    ],
)
def test_what_a_stage_of_jenkins_waits_for(condition: str, events: set[Event]) -> None:
    text = f"pipeline {{ stages {{ stage('a') {{ when {{ {condition} }} steps {{ sh 'pytest' }} }} }} }}\n"

    assert {trigger.event for trigger in pytest_of(repo_of({"Jenkinsfile": text})).triggers} == events


def test_a_word_that_is_called_input_asks_nobody() -> None:
    text = "node { def input = readFile('a'); sh 'tool --input \"x\"'; run(input: 'b') }\nnode { sh 'pytest' }\n"

    assert pytest_of(repo_of({"Jenkinsfile": text})).guards


def test_stages_of_jenkins_lead_from_one_environment_to_the_next() -> None:
    repo = repo_of({"Jenkinsfile": ASKS_FIRST})

    assert [found.what.rpartition(", ")[2] for found in promotions(repo)] == ["after Staging"]
    assert [found.what for found in questions(repo)] == ["the job Production waits for a person"]


def test_a_question_before_tests_is_none_before_a_delivery() -> None:
    assert questions(repo_of({"Jenkinsfile": "stage('t') {\n  input 'now?'\n  sh 'pytest'\n}\n"})) == ()


def test_an_action_that_asks_holds_the_jobs_after_it() -> None:
    text = """trigger: [main]
jobs:
- job: ask
  pool: server
  steps: [{task: ManualValidation@0}]
- job: ship
  dependsOn: ask
  steps: [{script: helm upgrade a}]
- job: other
  steps: [{script: helm upgrade b}]
"""
    repo = repo_of({"azure-pipelines.yml": text})

    assert {job.name: is_asked_for(repo, job) for job in jobs(repo)} == {"ask": True, "ship": True, "other": False}


def test_stages_of_azure_lead_from_one_environment_to_the_next() -> None:
    stage = "- stage: {0}\n  jobs: [{{job: apply, steps: [{{script: helm upgrade a}}]}}]\n"
    text = "trigger: [main]\nstages:\n" + stage.format("Staging") + stage.format("Production")

    assert len(promotions(repo_of({"azure-pipelines.yml": text}))) == 1


def pytest_of(repo: Repo) -> CiCommand:
    (found,) = runs(repo, "pytest")
    return found
