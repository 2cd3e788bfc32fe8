"""What strangers can change in CI is told from what only looks like it."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.ci.foreign_parts import Hold, foreign_parts, wide_rights
from seatrial.facts.ci.pipeline_trust import Harm, pipeline_openings
from seatrial.repo import Memory, Repo
from tests.repositories import repo_of

JOB = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n"
TITLE = "${{ github.event.pull_request.title }}"


def workflow(text: str, name: str = "") -> Repo:
    return Repo(Memory({".github/workflows/ci.yml": text.encode()}, name=name or "memory"))


def test_a_title_in_a_script_is_as_bad_as_the_rights_of_the_event() -> None:
    steps = f"{JOB}    steps:\n      - run: |\n          ls\n          echo {TITLE}\n"

    (strong,) = pipeline_openings(workflow(f"on: pull_request_target\n{steps}"))
    (weak,) = pipeline_openings(workflow(f"on: pull_request\n{steps}"))

    assert (strong.harm, strong.place.line) == (Harm.MUCH, 8)
    assert weak.harm is Harm.LITTLE


def test_a_job_that_asks_who_is_there_lets_no_stranger_in() -> None:
    guarded = (
        f"{JOB}    if: github.event.comment.author_association == 'OWNER'\n    steps:\n      - run: echo {TITLE}\n"
    )

    assert [item.harm for item in pipeline_openings(workflow(f"on: issue_comment\n{guarded}"))] == [Harm.LITTLE]


def test_a_job_behind_one_that_asks_for_the_rights_of_the_caller_is_guarded() -> None:
    checkout = "      - uses: actions/checkout@v4\n        with:\n          ref: refs/pull/1/head\n      - run: make\n"
    gate = "  gate:\n    steps:\n      - run: gh api repos/x/collaborators/$WHO/permission\n"

    open_to_all = workflow(f"on: issue_comment\n{JOB}    steps:\n{checkout}")
    behind = workflow(f"on: issue_comment\n{JOB}    needs: gate\n    steps:\n{checkout}{gate}")

    assert [item.harm for item in pipeline_openings(open_to_all)] == [Harm.MUCH]
    assert not pipeline_openings(behind)


def test_numbers_and_commits_of_an_event_are_no_texts() -> None:
    step = "${{ github.event.pull_request.number }} ${{ github.event.pull_request.head.sha }}"

    assert not pipeline_openings(workflow(f"on: pull_request_target\n{JOB}    steps:\n      - run: echo {step}\n"))


def test_parts_of_others_are_held_by_commit_tag_or_not_at_all() -> None:
    sha = "ca052bb54ab0790a636c9b5f226502c73d547a25"
    steps = "".join(
        f"      - uses: {it}\n" for it in ("a/b@main", "a/b@v3", f"a/b@{sha}", "actions/checkout@v4", "./x")
    )

    found = foreign_parts(workflow(f"on: push\n{JOB}    steps:\n{steps}"))

    assert [part.hold for part in found] == [Hold.FLOATING, Hold.TAG, Hold.CONTENT]
    assert not foreign_parts(workflow(f"on: push\n{JOB}    steps:\n{steps}", name="a/project"))


def test_rights_are_wide_unless_the_workflow_or_all_its_jobs_say() -> None:
    silent, steps = "on: push\n", "    steps:\n      - run: ls\n"

    assert wide_rights(workflow(f"{silent}{JOB}{steps}"))
    assert wide_rights(workflow(f"{silent}permissions: write-all\n{JOB}{steps}"))
    assert not wide_rights(workflow(f"{silent}permissions: {{}}\n{JOB}{steps}"))
    assert not wide_rights(workflow(f"{silent}{JOB}    permissions:\n      contents: read\n{steps}"))


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    repo = repo_of({".github/workflows/ci.yml": text.encode(), ".gitlab-ci.yml": text.encode()})

    assert pipeline_openings(repo) is not None
    assert foreign_parts(repo) is not None
    assert wide_rights(repo) is not None
