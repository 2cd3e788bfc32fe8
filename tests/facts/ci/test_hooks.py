"""Guards are found before a commit and in CI, and only where they can stop a change."""

from seatrial.facts.ci.hooks import guards, hooks
from tests.repositories import repo_of

CONFIG = """
repos:
  - repo: https://github.com/Yelp/detect-secrets
    rev: v1.5.0
    hooks:
      - id: detect-secrets
        args: [--baseline, .secrets.baseline]
  - repo: local
    hooks:
      - id: scan
        entry: gitleaks git
        language: system
      - id: slow
        entry: trufflehog filesystem .
        stages: [manual]
"""
WORKFLOW = """
on: [pull_request]
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: gitleaks/gitleaks-action@v2
      - run: trufflehog git file://. --fail
      - run: semgrep scan || true
"""


def test_hooks_are_read_with_their_lines_and_manual_ones_are_left_out() -> None:
    found = hooks(repo_of({".pre-commit-config.yaml": CONFIG}))

    assert [(hook.id, hook.command, hook.place.line) for hook in found] == [
        ("detect-secrets", "--baseline .secrets.baseline", 6),
        ("scan", "gitleaks git", 10),
    ]


def test_a_guard_is_found_by_id_command_source_and_action() -> None:
    repo = repo_of({".pre-commit-config.yaml": CONFIG, ".github/workflows/scan.yml": WORKFLOW})

    assert len(guards(repo, "detect-secrets")) == 1
    assert len(guards(repo, "gitleaks")) == 2
    assert len(guards(repo, "trufflehog")) == 1


def test_what_may_fail_without_stopping_anything_is_no_guard() -> None:
    assert not guards(repo_of({".github/workflows/scan.yml": WORKFLOW}), "semgrep")


def test_hooks_of_lefthook_are_read_and_those_of_other_moments_guard_no_commit() -> None:
    config = (
        "pre-commit:\n  commands:\n    secrets: {run: gitleaks git}\n"
        "pre-push:\n  jobs:\n    - run: semgrep scan\n"
        "post-merge:\n  commands:\n    fetch: {run: dvc pull}\n"
    )
    repo = repo_of({"lefthook.yml": config})

    assert [(hook.id, hook.command, hook.place.line) for hook in hooks(repo)] == [
        ("gitleaks", "gitleaks git", 1),
        ("semgrep", "semgrep scan", 4),
    ]
    assert len(guards(repo, "gitleaks", "semgrep")) == 2
    assert guards(repo, "dvc") == ()
