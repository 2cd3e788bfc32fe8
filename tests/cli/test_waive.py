"""A waiver is added to the configuration, and nothing else in the file moves."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command

FILE = "# ours\nschema: 1   # one\ngate: {preset: adopt}\n\n# people\nowner: {technical: ann, business: bob}\n"
SAID = ("--reason", "accepted-risk", "--because", 'only "inside": the net', "--owner", "ml-lead")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch, seatrial: Command) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")  # 2026-11-26; after the command took the variable away


def waive(seatrial: Command, folder: Path, check: str, *more: str, until: str = "2027-01-31") -> tuple[int, str]:
    ran = seatrial("waive", check, *SAID, "--until", until, "--repo", folder, *more)
    return ran.code, ran.out + ran.err


@pytest.mark.parametrize("end", ["", "waivers: []\n"])
def test_every_byte_that_was_there_stays_and_the_difference_is_shown(
    seatrial: Command, tmp_path: Path, end: str
) -> None:
    (tmp_path / "seatrial.yaml").write_text(FILE + end)

    first = waive(seatrial, tmp_path, "sec-08", "--path", "app/*.py")
    second = waive(seatrial, tmp_path, "SEC-10")

    after = (tmp_path / "seatrial.yaml").read_text()
    assert (first[0], second[0]) == (0, 0)
    assert "SEC-08 is waived until 2027-01-31" in first[1]
    assert "+" in first[1]
    assert [row for row in FILE.splitlines() if row not in after.splitlines()] == []
    assert seatrial("config", "validate", tmp_path).code == 0
    assert "ml-lead" in seatrial("config", "show", tmp_path).out


def test_an_explanation_tells_who_lives_with_it_until_when_and_why(seatrial: Command, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text('FROM python:3.12\nCMD ["uvicorn", "app:app"]\n')
    (tmp_path / "app.py").write_text(
        "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
        "@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])\n"
    )
    before = seatrial("explain", "SEC-08", tmp_path).out

    waive(seatrial, tmp_path, "SEC-08")

    told = 'waived until 2027-01-31 by ml-lead, accepted-risk: only "inside": the net'
    assert "waived" not in before
    assert told in seatrial("explain", "SEC-08", tmp_path).out


def test_a_repository_without_a_configuration_gets_one(seatrial: Command, tmp_path: Path) -> None:
    assert waive(seatrial, tmp_path, "SEC-08")[0] == 0
    assert "schema: 1\n" in (tmp_path / "seatrial.yaml").read_text()


@pytest.mark.parametrize(
    ("check", "until", "said"),
    [
        ("SEC-02", "2027-05-01", "SEC-02 lasts 90 days at most"),
        ("SEC-08", "2028-01-01", "SEC-08 lasts 180 days at most"),
        ("SEC-08", "2026-11-25", "a waiver until 2026-11-25 has ended before it begins: name a day to come"),
        ("SEC-99", "2027-01-31", "unknown check 'SEC-99'"),
        ("SEC-01", "2027-01-31", "must say 'rotated'"),
        ("SEC-08", "soon", "--until is no date: 'soon'"),
    ],
)
def test_what_breaks_the_rules_of_waivers_is_refused_and_nothing_is_written(
    seatrial: Command, tmp_path: Path, check: str, until: str, said: str
) -> None:
    (tmp_path / "seatrial.yaml").write_text(FILE)

    code, told = waive(seatrial, tmp_path, check, until=until)

    assert code == 2
    assert said in told
    assert (tmp_path / "seatrial.yaml").read_text() == FILE


def test_a_reason_that_is_none_is_told_with_the_nearest(seatrial: Command, tmp_path: Path) -> None:
    code, told = waive(seatrial, tmp_path, "SEC-08", "--reason", "accepted")

    assert code == 2
    assert "the nearest is 'accepted-risk'" in told


def test_the_same_places_are_not_waived_twice(seatrial: Command, tmp_path: Path) -> None:
    waive(seatrial, tmp_path, "SEC-08")

    code, told = waive(seatrial, tmp_path, "SEC-08", until="2027-02-28")

    assert code == 2
    assert "SEC-08 is waived until 2027-01-31 already (seatrial.yaml:" in told


def test_a_secret_is_waived_with_the_day_on_which_it_was_replaced(seatrial: Command, tmp_path: Path) -> None:
    assert waive(seatrial, tmp_path, "SEC-01", "--rotated", "2026-11-20")[0] == 0


def test_what_cannot_be_added_to_is_refused_with_what_to_do(seatrial: Command, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("schema: 1\n")
    assert waive(seatrial, tmp_path, "SEC-08", "--config", str(tmp_path / "elsewhere.yaml"))[0] == 2

    (tmp_path / "pyproject.toml").write_text("[tool.seatrial]\nschema = 1\n")
    code, told = waive(seatrial, tmp_path, "SEC-08")
    assert (code, "move [tool.seatrial] from pyproject.toml there first" in told) == (2, True)

    (tmp_path / "pyproject.toml").unlink()
    (tmp_path / "seatrial.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert waive(seatrial, tmp_path, "SEC-08")[0] == 2
    assert (tmp_path / "elsewhere.yaml").read_text() == "schema: 1\n"


def test_all_options_that_are_missing_are_named_at_once(seatrial: Command, tmp_path: Path) -> None:
    ran = seatrial("waive", "SEC-08", "--owner", "team-risk", "--repo", tmp_path)

    assert ran.code == 2
    assert "a waiver needs --reason, --because, --until too" in ran.err
