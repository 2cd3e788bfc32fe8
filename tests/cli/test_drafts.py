"""``seatrial init --docs`` as a user starts it."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Ran(Protocol):
    code: int
    out: str
    err: str


Seatrial = Callable[..., Ran]


def test_drafts_are_written_where_the_checks_look(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("init", service, "--docs", "gov-02,MON-08", "--docs", "OPS-09")

    assert ran.code == 0
    assert ran.out.startswith("wrote docs/model-card.md: ")
    assert sorted(one.name for one in (service / "docs").iterdir()) == [
        "incident-response.md", "model-card.md", "rollback.md",
    ]  # fmt: skip
    assert not (service / "seatrial.yaml").exists()
    assert "POST /predict" in (service / "docs" / "model-card.md").read_text()


def test_what_is_there_is_named_and_nothing_is_written(seatrial: Seatrial, service: Path) -> None:
    seatrial("init", service, "--docs", "MON-08")

    ran = seatrial("init", service, "--docs", "GOV-02,MON-08")

    assert ran.code == 2
    assert "docs/incident-response.md is there already" in ran.err
    assert not (service / "docs" / "model-card.md").exists()


def test_an_id_that_has_no_draft_is_told_with_the_nearest(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("init", service, "--docs", "PRF-11")

    assert ran.code == 2
    assert "no document is drafted for 'PRF-11'; the nearest is 'PRF-01'" in ran.err
    assert not (service / "docs").exists()


def test_no_id_at_all_is_no_wish(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("init", service, "--docs", ",")

    assert ran.code == 2
    assert "--docs names no check: give some of BIZ-01, " in ran.err
