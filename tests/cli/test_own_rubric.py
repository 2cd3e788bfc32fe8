"""An organisation judges by a table of its own: printed, changed, given, and named in every result."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from seatrial.audit import Yardstick, audit
from seatrial.rubric import load
from tests.cli.conftest import Command


@pytest.fixture
def own(seatrial: Command, tmp_path: Path) -> Path:
    """Return a copy of the shipped table under another name, in which a blocker weighs no more than a high."""
    text = seatrial("config", "rubric").out
    text = re.sub(r"^name: .*$", "name: acme-rubric", text, flags=re.MULTILINE)
    file = tmp_path / "rubric.yaml"
    weights = "weights: {blocker: 6, high: 6, medium: 3, low: 1}"
    file.write_text(re.sub(r"^weights: .*$", weights, text, flags=re.MULTILINE))
    return file


def test_the_printed_table_is_the_one_that_judges(seatrial: Command, service: Path, tmp_path: Path) -> None:
    (tmp_path / "same.yaml").write_text(seatrial("config", "rubric").out)

    plain, same = (
        json.loads(seatrial("audit", service, "-f", "json", *words).out)
        for words in ((), ("--rubric", tmp_path / "same.yaml"))
    )

    assert {**plain, "run": None} == {**same, "run": None}


def test_a_table_of_ones_own_judges_and_is_named(seatrial: Command, service: Path, own: Path) -> None:
    shipped, ours = (
        json.loads(seatrial("audit", service, "-f", "json", *words).out) for words in ((), ("--rubric", own))
    )

    assert ours["rubric"]["name"] == "acme-rubric"
    assert ours["rubric"]["sha256"] != shipped["rubric"]["sha256"]
    assert ours["score"]["lower"] != shipped["score"]["lower"]
    assert audit(service, Yardstick(rubric=load(text=own.read_bytes()))).rubric.sha256 == ours["rubric"]["sha256"]


def test_a_table_of_ones_own_says_which_stage_is_aimed_at(seatrial: Command, service: Path, own: Path) -> None:
    own.write_text(own.read_text().replace("target: production", "target: pilot"))

    asked = [json.loads(seatrial("audit", service, "--rubric", own, *more, "-f", "json").out)["score"]["target"]
             for more in ((), ("--target", "candidate"))]  # fmt: skip

    assert asked == ["pilot", "candidate"]


def test_profiles_hold_under_a_table_of_ones_own(seatrial: Command, service: Path, own: Path) -> None:
    found = json.loads(seatrial("audit", service, "--rubric", own, "--profile", "finance", "-f", "json").out)

    assert (found["rubric"]["name"], found["rubric"]["profiles"]) == ("acme-rubric", ["finance"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("weights:", "wieghts:"), "unknown key 'wieghts'; the nearest is 'weights'"),
        (("blocker: 6,", "blocker: many,"), "rubric.yaml:"),
        (("name: acme-rubric", "name: ["), "this file cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_line(
    seatrial: Command, service: Path, own: Path, change: tuple[str, str], said: str
) -> None:
    own.write_text(own.read_text().replace(*change))

    ran = seatrial("audit", service, "--rubric", own)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("file", ["", "nowhere.yaml", "."])
def test_a_file_that_is_not_there_is_no_table(seatrial: Command, service: Path, file: str) -> None:
    assert seatrial("audit", service, "--rubric", file).code == 2


def test_a_check_of_a_plugin_gets_its_price_by_the_three_lines_that_the_page_names(
    seatrial: Command, service: Path, own: Path, plugin: Callable[[str], None]
) -> None:
    plugin("return Graded.best((Grade.SUBSTANTIVE, []), looked_for='x')")
    text = own.read_text().replace("\ndimensions:\n", "\ndimensions:\n  BAD: Rules of a plugin\n")
    text = re.sub(r"budgets: {ARC: (\d+)", lambda found: f"budgets: {{BAD: 2, ARC: {int(found[1]) - 2}", text)
    own.write_text(f"{text.rstrip()}\n  - {{id: BAD-01, name: broken, severity: high, stage: poc, effort: S}}\n")

    found = json.loads(seatrial("audit", service, "--rubric", own, "-f", "json").out)

    (line,) = (one for one in found["ledger"] if one["id"] == "BAD-01")
    assert (line["state"], line["severity"]) == ("fail", "high")
    assert line["price"] > 0
