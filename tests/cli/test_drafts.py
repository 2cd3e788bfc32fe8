"""``seatrial init --docs`` as a user starts it."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest


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


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (
            "ARC-01",
            "no draft for ARC-01 (serving-interface): seatrial explain ARC-01 . tells what to do; drafts: B",
        ),
        (
            "retraining-defined",
            "OPS-13 (retraining-defined) asks for words in a document whose draft is that of MON-",
        ),
        ("gov-04", "GOV-04 (explainability) asks for words in a document whose draft is that of GOV-02: --docs GOV-02"),
        ("GOV-01", "GOV-01 (accountable-owner) is answered in seatrial.yaml: seatrial interview asks for it"),
        ("GOV-20", "no check is called 'GOV-20'; the nearest is 'GOV-"),
        ("model-cart", "no check is called 'model-cart'; the nearest is 'model-card'"),
    ],
)
def test_what_has_no_draft_is_told_with_where_to_turn(seatrial: Seatrial, service: Path, wish: str, told: str) -> None:
    ran = seatrial("init", service, "--docs", f"GOV-02,{wish}")

    assert ran.code == 2
    assert told in ran.err
    assert not (service / "docs").exists()


def test_a_draft_can_be_had_by_the_name_that_reports_print(seatrial: Seatrial, service: Path) -> None:
    assert seatrial("init", service, "--docs", "model-card,GOV-02").out.count("wrote") == 1


def test_no_id_at_all_is_no_wish(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("init", service, "--docs", ",")

    assert ran.code == 2
    assert "--docs names no check: give some of BIZ-01, " in ran.err
