"""An answer is added to a configuration, and every byte that stood there stays."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seatrial.config import template
from seatrial.config.written.insertion import NoPlace, inserted
from seatrial.config.written.kept import Kept
from seatrial.config.written.yaml_text import Value
from seatrial.rubric import load

TODAY = dt.date(2026, 11, 25)
STATEMENT: Value = {"grade": "S", "statement": "at the gateway: OAuth2", "by": "sec-team", "date": TODAY}
STYLES = {
    "nothing": "",
    "comments alone": "# nothing yet\n",
    "a block with comments": "owner:  # who\n  # in the code\n  technical: a-team   # since May\n\n# the end\n",
    "no line end": "schema: 1\nowner: {technical: a-team}",
    "braces": "owner: { technical: a-team, }  # who\ntarget: pilot\n",
    "braces over lines": "owner: {\n  technical: a-team  # who\n}\n",
    "a key without a value": "owner:  # who?\ntarget: pilot\n",
    "empty braces": "owner: {}\nkpi: []\nattest: {}\n",
    "Windows lines": "# first\r\nowner:\r\n  technical: a-team\r\n\r\ntarget: pilot\r\n",
    "a mark of byte order": "\ufeffschema: 1\nowner:\n  technical: a-team\n",
    "a block of text": "decision:\n  criteria: |\n    it falls\n\n    by half\n\n# after it\nowner:\n  technical: x\n",
    "lists without indent": "kpi:\n- name: rate\n  unit: '%'\n# more\ntarget: pilot\n",
    "lists in braces": "kpi: [{name: rate, unit: '%'}]\n",
    "deep indent": "owner:\n        technical: a-team\nkpi:\n    -   name: rate\n        unit: '%'\n",
    "the end of the document": "owner:\n  technical: a-team\n...\n",
    "all in braces": "{schema: 1, owner: {technical: a-team}}\n",
    "what init writes": template(),
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("owner", "business"), "product owner"),
        (("kpi", 0, "target"), 0.3),
        (("kpi", 0, "by"), TODAY),
        (("surfaces", "personal_data"), True),
        (("risk", "risks", 0), "drift: watched"),
        (("attest", "SEC-05"), STATEMENT),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
@pytest.mark.parametrize("style", STYLES)
def test_whatever_the_style_the_value_is_added_and_the_rest_stays(
    tmp_path: Path, style: str, path: tuple[str | int, ...], value: Value
) -> None:
    file = tmp_path / "seatrial.yaml"
    before = STYLES[style]
    file.write_bytes(before.encode())
    kept = Kept(file, TODAY, load().known())

    if path[0] == "kpi" and not (yaml.safe_load(before) or {}).get("kpi"):
        assert kept.put(("kpi", 0, "name"), "rate") == ""
    if isinstance(value, dict):
        value = {**value, "expires": TODAY + dt.timedelta(days=30)}

    assert kept.put(path, value, "why it is asked") == ""

    after = file.read_bytes().decode()
    assert _is_within(before, after)
    assert _at(yaml.safe_load(after), path) == value
    assert ("\n" in after.replace("\r\n", "")) is ("\r\n" not in before)


def test_what_stands_there_is_never_replaced() -> None:
    with pytest.raises(NoPlace, match="a value already"):
        inserted("owner: {technical: a-team}\n", ("owner", "technical"), "b-team")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("owner: [a-team, b-team]\n", ("owner", "technical")),
        ("owner: a-team\n", ("owner", "technical")),
        ("kpi: {name: churn}\n", ("kpi", 1)),
        ("kpi:\n  - name: churn\n", ("kpi", 3)),
    ],
)
def test_what_has_no_place_for_a_value_gets_none(text: str, path: tuple[str | int, ...]) -> None:
    with pytest.raises(NoPlace, match=r"line [12] holds something else"):
        inserted(text, path, "said")


def test_a_file_that_would_become_invalid_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "seatrial.yaml"
    file.write_text("schema: 1\n")

    told = Kept(file, TODAY, load().known()).put(("attest", "SEC-01"), {**STATEMENT, "expires": TODAY})  # type: ignore[dict-item]

    assert "SEC-01 cannot be attested" in told
    assert file.read_text() == "schema: 1\n"
    assert [one.name for one in tmp_path.iterdir()] == ["seatrial.yaml"]


def test_what_an_anchor_would_change_elsewhere_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "seatrial.yaml"
    text = "value: &shared\n  currency: EUR\ndecision: *shared\n"
    file.write_text(text)

    assert Kept(file, TODAY, load().known()).put(("decision", "benefit"), "10 EUR") != ""
    assert file.read_text() == text


def test_the_rights_of_the_file_stay(tmp_path: Path) -> None:
    file = tmp_path / "seatrial.yaml"
    file.write_text("schema: 1\n")
    file.chmod(0o640)

    assert Kept(file, TODAY, load().known()).put(("owner", "technical"), "a-team") == ""

    assert file.stat().st_mode & 0o777 == 0o640


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1).filter(str.strip))
def test_every_text_comes_back_as_it_was_typed(said: str) -> None:
    text = inserted("owner: {technical: x}\n", ("owner", "business"), said)
    text = inserted(text, ("risk", "reason"), said)

    found = yaml.safe_load(text)

    assert (found["owner"]["business"], found["risk"]["reason"]) == (said, said)


def _is_within(before: str, after: str) -> bool:
    """Tell whether all characters of one text stand in the other, in order: nothing was taken away or moved."""
    rest = iter(after)
    return all(character in rest for character in before)


def _at(found: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        found = found[step]  # type: ignore[index]
    return found
