"""A step whose job fails before it is started by nothing, and says why."""

import pytest

from seatrial.facts.ci.workflows import ci_commands, jobs
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.repo import Repo
from tests.repositories import repo_of

LOST = "uses: actions/setup-python@v5\n        with: {cache: pip, cache-dependency-path: lost.txt}"


def workflow(*steps: str, more: str = "") -> str:
    listed = "".join(f"      - {step}\n" for step in steps)
    return f"on: [push, pull_request]\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n{listed}{more}"


def repo(text: str) -> Repo:
    return repo_of({".github/workflows/ci.yml": text, "train.py": "print('training')\n"})


def test_what_comes_after_a_step_that_fails_is_started_by_nothing() -> None:
    before, after = ci_commands(repo(workflow("run: ruff check", LOST, "run: pytest")))

    assert before.guards
    assert before.stopped is None
    assert not any((after.guards, after.unattended, after.job.on_change))
    assert after.what.endswith("and is never reached: .github/workflows/ci.yml keeps downloads by lost.txt, and there "
                               "is no such file")  # fmt: skip


def test_a_job_that_needs_one_which_fails_is_not_started() -> None:
    more = "  two:\n    needs: one\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make deploy\n"
    first, second = jobs(repo(workflow(LOST, "run: pytest", more=more)))

    assert not first.triggers
    assert not second.triggers


def test_code_that_only_a_stopped_step_starts_is_left_for_people_to_start() -> None:
    kinds = {entry.what: entry.kind for entry in entry_points(repo(workflow(LOST, "run: python train.py")))}

    assert Kind.CI not in kinds.values()
    assert Kind.TASK in kinds.values()


@pytest.mark.parametrize(
    "step",
    [
        "uses: actions/download-artifact@v4\n        with: {name: lists}",
        "uses: actions/checkout@v4\n        with: {repository: acme/lists}",
    ],
)
def test_a_job_that_is_handed_files_may_have_the_one_that_is_not_here(step: str) -> None:
    *_, tested = ci_commands(repo(workflow(step, LOST, "run: pytest")))

    assert tested.guards


def test_what_a_job_hands_on_brings_it_nothing() -> None:
    keeping = "uses: actions/upload-artifact@v4\n        with: {path: report.txt}"
    tested, *_ = ci_commands(repo(workflow(LOST, "run: pytest", keeping)))

    assert not tested.guards
