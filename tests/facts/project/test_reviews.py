"""Approvals of changes."""

from datetime import date

import pytest

from seatrial.facts.project.reviews import ReviewKind, latest_changes, reviews, share_by_request
from seatrial.repo import Change, History, Memory, Repo
from tests.repositories import repo_of

MANUAL = "deploy:\n  stage: deploy\n  environment: production\n  when: manual\n  script: [kubectl apply -f k8s]\n"


def kinds(files: dict[str, str]) -> list[ReviewKind]:
    return [review.kind for review in reviews(repo_of(files))]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({".github/PULL_REQUEST_TEMPLATE.md": "What changed?"}, ReviewKind.TEMPLATE),
        ({".github/settings.yml": "required_approving_review_count: 1"}, ReviewKind.REQUIRED),
        ({"infra/github.tf": "required_approving_review_count = 2"}, ReviewKind.REQUIRED),
        ({".mergify.yml": "conditions:\n  - '#approved-reviews-by>=1'\n"}, ReviewKind.REQUIRED),
        ({".gitlab-ci.yml": MANUAL}, ReviewKind.GATE),
        ({"register.py": "register(approval_status='PendingManualApproval')"}, ReviewKind.REGISTRY),
    ],
)
def test_what_asks_for_an_approval_is_found(files: dict[str, str], kind: ReviewKind) -> None:
    assert kinds(files) == [kind]


@pytest.mark.parametrize(
    "files",
    [
        {".github/settings.yml": "required_approving_review_count: 0"},
        {".github/pull_request_template.md": "\n"},
        {"docs/review.md": "required_approving_review_count: 1"},
    ],
)
def test_what_asks_for_none_is_not(files: dict[str, str]) -> None:
    assert kinds(files) == []


def test_squashed_changes_count_as_reviewed_and_bots_do_not_count() -> None:
    def change(author: str, subject: str) -> Change:
        return Change(subject, author, f"{author}@x.test", date(2026, 6, 1), subject)

    changes = (change("ada", "Fix (#12)"), change("ada", "Fix again"), change("dependabot[bot]", "Bump (#13)"))
    repo = Repo(Memory({}, history=History(changes)))

    assert len(latest_changes(repo)) == 2
    assert share_by_request(repo) == 0.5
