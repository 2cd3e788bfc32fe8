"""What is said on threats to a model is told from lists that fit any system."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents.threat_models import threat_models
from tests.repositories import repo_of

HEAD = "# Threat model\n\nOf the claim scoring, looked at on 2026-03-02 with the review desk of the company.\n\n"


def counted(text: str, path: str = "docs/threat-model.md") -> list[tuple[int, int, int]]:
    return [(item.threats, item.treated, item.full) for item in threat_models(repo_of({path: text.encode()}))]


def test_rows_with_mitigation_and_owner_are_full() -> None:
    rows = "| Threat | Mitigation | Owner |\n|---|---|---|\n| Poisoning of labels | two reviewers | Ann |\n"

    assert counted(HEAD + rows) == [(1, 1, 1)]


def test_sections_count_with_what_stands_below_them() -> None:
    section = "## Model extraction\n\nMany requests copy it.\n\n**Mitigation**: a limit for each key\n\n"

    assert counted(HEAD + section) == [(1, 1, 0)]
    assert counted(f"{HEAD}Owner: Ann Lee\n\n{section}") == [(1, 1, 1)]


def test_threats_that_every_service_has_are_none_to_a_model() -> None:
    assert counted(f"{HEAD}- Spoofing of users\n- Denial of service\n") == [(0, 0, 0)]


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert counted(text) is not None
