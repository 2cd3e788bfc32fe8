"""A stored result is the same bytes for the same report, and the same report again."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from seatrial.model.result import Measurement, Report
from seatrial.report.schemas import schemas
from seatrial.report.stored import ResultError, from_json, schema, to_json


def test_a_report_comes_back_as_it_was(service: Report, nothing: Report, several: Report) -> None:
    for report in (service, nothing, several):
        assert from_json(to_json(report)) == report


def test_keys_are_sorted_and_everything_is_ascii(service: Report) -> None:
    data = to_json(replace(service, unread=(("Modèle \u202e.bin", "\x1b"),)))

    assert data.isascii()
    assert b"\x1b" not in data
    assert json.loads(data) == json.loads(data, object_pairs_hook=_sorted_only)


def test_the_headline_stands_at_the_top(several: Report) -> None:
    stored = json.loads(to_json(several))

    assert stored["score"]["lower"] == 59.4
    assert stored["level"]["engineering"] == "pilot"


def test_nothing_to_assess_has_neither_score_nor_level_but_an_inventory(nothing: Report) -> None:
    stored = json.loads(to_json(nothing))

    assert stored["score"] is None
    assert stored["level"] is None
    assert stored["inventory"]["dockerfile_present"]["value"] == "yes"


def test_numbers_are_rounded_except_what_was_measured(service: Report) -> None:
    (component,) = service.components
    assert component.score is not None
    score = replace(component.score, lower=0.1 + 0.2, upper=-1e-12)
    report = replace(
        service,
        components=(replace(component, score=score),),
        measured=(Measurement("usd_per_call", 1.23456789e-9),),
    )

    stored = json.loads(to_json(report))

    assert stored["score"]["lower"] == 0.3
    assert str(stored["score"]["upper"]) == "0.0"
    assert stored["measured"]["usd_per_call"]["value"] == 1.23456789e-9


def test_only_run_and_measured_differ_between_hosts(service: Report) -> None:
    elsewhere = replace(service, run=replace(service.run, host="other", seconds=99.0), measured=())

    here, there = json.loads(to_json(service)), json.loads(to_json(elsewhere))

    assert {key for key in here if here[key] != there[key]} == {"run", "measured"}


def test_a_byte_of_a_name_that_is_no_text_stands_escaped(service: Report) -> None:
    stored = json.loads(to_json(replace(service, unread=(("caf\udce9.bin", "too large"),))))

    assert stored["unread"] == [{"path": "caf\\xe9.bin", "reason": "too large"}]


def test_runners_of_ci_systems_find_no_command_in_it(service: Report) -> None:
    data = to_json(replace(service, unread=(("##[group]x", "too large"),)))

    assert b"##[" not in data
    assert from_json(data).unread == (("##[group]x", "too large"),)


@pytest.mark.parametrize(("name", "text"), schemas().items())
def test_each_published_schema_is_the_one_of_the_code(name: str, text: str) -> None:
    assert files("seatrial.rubrics").joinpath(name).read_text(encoding="utf-8") == text, "run make docs"


def test_what_is_stored_fits_the_schema(service: Report, nothing: Report, several: Report) -> None:
    validator = Draft202012Validator(json.loads(schema()))

    for report in (service, nothing, several):
        validator.validate(json.loads(to_json(report)))


def test_later_versions_may_add_keys(service: Report) -> None:
    stored = {**json.loads(to_json(service)), "schema_version": "1.9", "weather": "fine"}

    assert from_json(json.dumps(stored)).schema_version == "1.9"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{", "this is no JSON"),
        (b"\xff\xfe\x00", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "this is no stored result"),
        ('{"schema_version": "2.0"}', "its schema version is 2.0, and 1.0 is understood"),
        ("{}", "its schema version is none"),
        ('{"schema_version": "1.0"}', "tool: "),
    ],
)
def test_refuses_what_is_no_result(data: str | bytes, message: str) -> None:
    with pytest.raises(ResultError, match=message):
        from_json(data)


def _sorted_only(pairs: list[tuple[str, object]]) -> dict[str, object]:
    assert [key for key, _ in pairs] == sorted(key for key, _ in pairs)
    return dict(pairs)
