"""The configuration is read strictly: a mistake is told with its line, and nothing is guessed."""

import datetime as dt
import json
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seatrial.config import Config, ConfigError, load, parse, schema, template
from seatrial.config.file import Surfaces
from seatrial.config.source import yaml_source
from seatrial.model import Archetype, Grade, Stage, Surface, WaiverReason
from seatrial.repo import Memory
from seatrial.rubric import load as load_rubric

AS_OF = dt.date(2026, 11, 25)
KNOWN = load_rubric().known()

FULL = """\
schema: 1
archetype: online-service
target: candidate
profile: [finance]
surfaces: {personal_data: true, people_affecting: none}
owner: {technical: team-risk-ml, business: product-owner@example.org}
kpi: [{name: chargebacks, unit: "%", baseline: 0.42, target: 0.30, by: 2027-06-30, owner: x, measured_by: k.sql}]
slo: {p95_ms: 40, p99_ms: 90, availability: 99.9, throughput_rps: 1200, window: 30d}
risk: {eu_ai_act: high, reason: "credit scoring", decided_by: risk-office, date: 2026-09-01, inventory_id: MR-0231}
decision: {criteria: "the rate falls", review_date: 2027-03-31}
exclude: [data/]
gate: {fail_under: 60, fail_on: high}
attest:
  SEC-05: {grade: S, statement: "the gateway asks", by: sec-team, date: 2026-10-02, expires: 2027-04-02, link: x}
waivers:
  - {check: SEC-02, paths: ["models/**"], reason: accepted-risk, because: old, owner: ml-lead, expires: 2027-01-31}
"""  # fmt: skip

ATTEST = "attest:\n  {id}: {{statement: s, by: {by}, date: {date}, expires: {expires}}}\n"
WAIVER = "waivers:\n  - {{check: {id}, reason: accepted-risk, because: b, owner: {owner}, expires: {expires}{more}}}\n"


def read(text: str, path: str = "seatrial.yaml", as_of: dt.date = AS_OF) -> Config:
    return parse(path, text.encode(), as_of, KNOWN)


def problems(text: str, path: str = "seatrial.yaml") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text, path)
    return str(caught.value).split("\n")


def attest(check: str = "SEC-05", by: str = "me", date: str = "2026-10-02", expires: str = "2027-04-02") -> str:
    return ATTEST.format(id=check, by=by, date=date, expires=expires)


def waive(check: str = "SEC-08", owner: str = "me", expires: str = "2027-01-31", more: str = "") -> str:
    return WAIVER.format(id=check, owner=owner, expires=expires, more=more)


def test_everything_that_is_declared_is_read_with_its_line() -> None:
    config = read(FULL)
    declared = config.settings

    assert (declared.archetype, config.target, config.profiles) == (
        Archetype.ONLINE_SERVICE, Stage.CANDIDATE, ("finance",),
    )  # fmt: skip
    assert declared.surfaces == {Surface.PERSONAL_DATA: True, Surface.PEOPLE_AFFECTING: False}
    assert declared.kpi[0].by == dt.date(2027, 6, 30)
    assert str(declared.place("kpi")) == "seatrial.yaml:7"
    assert (config.gate.fail_under, config.gate.fail_on) == (60, "high")
    assert (config.attestations[0].grade, str(config.attestations[0].place)) == (Grade.SUBSTANTIVE, "seatrial.yaml:14")
    assert (config.waivers[0].reason, config.waivers[0].paths) == (WaiverReason.ACCEPTED_RISK, ("models/**",))
    assert config.notices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("targett: pilot", "1: unknown key 'targett'; the nearest is 'target'"),
        ("a: 1\ntarget: pilott", "2: 'pilott' is not valid here; the nearest is 'pilot'"),
        ("archetype: online_service", "1: 'online_service' is not valid here; the nearest is 'online-service'"),
        ("schema: 2", "1: '2' is not valid here; it is 1"),
        ("risk: {eu_ai_act: none}", "1: 'none' is no risk class (there are "),
        ("\tschema: 1", "found character that cannot start any token; a tab is one"),
        ("profile: finace", "1: unknown profile 'finace'; the nearest is 'finance'"),
        ("surfaces:\n  own-model: true", "2: unknown key 'own-model'; the nearest is 'own_model'"),
        ("surfaces: {api: maybe}", "1: 'api': input should be a valid boolean"),
        ("owner: a-team", "1: 'owner': input should be an object"),
        ("owner:\n  technicl: x", "2: unknown key 'technicl'; the nearest is 'technical'"),
        ("kpi:\n  - name: x\n  - name: y\n    basline: 1", "4: unknown key 'basline'; the nearest is 'baseline'"),
        ("kpi:\n  - unit: x", "2: 'name' is missing in kpi.0"),
        ("kpi:\n  - name: x\n    by: 2027-13-01", "3: '2027-13-01' is no date: write it as YYYY-MM-DD"),
        ("kpi:\n  - name: x\n    by: 20270101", "3: '20270101' is no date: write it as YYYY-MM-DD"),
        ("kpi:\n  - name: x\n    baseline: low", "3: 'baseline': input should be a valid number"),
        ("risk: {eu_ai_act: hihg}", "1: 'hihg' is no risk class; the nearest is 'high'"),
        ("gate: {fail_on: critical}", "1: 'critical' is not valid here (there are low, medium, high, blocker, never)"),
        ("target: pilot\ntarget: poc", "2: the key 'target' stands here twice"),
        ("- a\n- b", "1: this file must be a mapping of keys"),
        ("a: [1,\nb: 2", "3: this file cannot be read: did not find expected ',' or ']'"),
        ("a: &x 1\nb: {{ y }}", "this file cannot be read"),
        ("a: 1\n---\nb: 2", "this file cannot be read: it holds more than one document"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_nearest_name(text: str, expected: str) -> None:
    found = problems(text)

    assert any(expected in problem for problem in found), found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (attest("SEC-99"), "2: unknown check 'SEC-99'; the nearest is 'SEC-"),
        (attest("sec-5"), "2: unknown check 'sec-5'; the nearest is 'SEC-"),
        (attest("SEC-01"), "2: SEC-01 cannot be attested: it is judged by evidence alone, or waived"),
        (attest(by="''"), "2: 'by' is empty"),
        (attest(expires="2027-10-03"), "2: an attestation lasts 12 months at most: until 2027-10-02"),
        (attest(expires="2026-10-01"), "2: 2026-10-01 is before its own date, 2026-10-02"),
        (attest(date="2026-02-30"), "2: '2026-02-30' is no date"),
        (attest().replace("by: me, ", ""), "2: 'by' is missing in attest.SEC-05"),
        ("attest:\n  SEC-05: {grade: U}", "2: 'U' is not valid here (there are P, S, present, substantive)"),
        (waive("SEC-98"), "2: unknown check 'SEC-98'; the nearest is 'SEC-"),
        (waive(owner="' '"), "2: 'owner' is empty"),
        (waive(expires="2027-05-25"), "2: a waiver of SEC-08 lasts 180 days at most: until 2027-05-24"),
        (waive("OPS-03", expires="2027-02-24"), "2: a waiver of OPS-03 lasts 90 days at most: until 2027-02-23"),
        (waive("SEC-07", expires="2027-02-24") + "profile: finance", "a waiver of SEC-07 lasts 90 days at most"),
        (waive("SEC-01"), "2: a waiver of SEC-01 must say 'rotated'"),
        (waive("SEC-20"), "2: a waiver of SEC-20 must say 'source'"),
        (waive().replace("-risk", ""), "2: 'accepted' is not valid here; the nearest is 'accepted-risk'"),
        (waive().replace("owner: me, ", ""), "2: 'owner' is missing in waivers.0"),
    ],
)  # fmt: skip
def test_statements_keep_the_rules_of_terms_and_owners(text: str, expected: str) -> None:
    found = problems(text)

    assert any(expected in problem for problem in found), found


@pytest.mark.parametrize(
    "text",
    [
        attest(expires="2027-10-02"),
        attest(date="2024-02-29", expires="2025-02-28"),
        waive(expires="2027-05-24"),
        waive("OPS-03", expires="2027-02-23"),
        waive("SEC-01", more=", rotated: 2026-11-20"),
        waive("SEC-20", more=", source: synthetic"),
        "",
        "# nothing yet",
    ],
)
def test_what_keeps_the_rules_is_read(text: str) -> None:
    assert read(text).path == "seatrial.yaml"


@pytest.mark.parametrize(
    ("expires", "told"),
    [
        ("2026-12-10", ()),
        ("2026-12-09", ("the waiver of SEC-08 ends in 14 days, on 2026-12-09",)),
        ("2026-11-25", ("the waiver of SEC-08 ends today, on 2026-11-25",)),
        ("2026-11-24", ("the waiver of SEC-08 ended on 2026-11-24 and counts as absent",)),
    ],
)
def test_a_term_is_told_from_two_weeks_before_its_end(expires: str, told: tuple[str, ...]) -> None:
    config = read(waive(expires=expires))

    assert tuple(notice.message for notice in config.notices) == told


def test_every_problem_is_told_at_once() -> None:
    assert len(problems("targett: a\nowner: {x: 1}\narchetype: y")) == 3


def test_the_same_can_be_said_in_pyproject() -> None:
    text = """\
[project]
name = "x"
target = "nonsense"

[tool.seatrial]
target = "pilot"
surfaces.personal_data = true

[tool.seatrial.owner]
technical = "a-team"

[[tool.seatrial.waivers]]
check = "SEC-08"
reason = "accepted-risk"
because = "b"
owner = "me"
expires = 2027-01-31
"""
    config = read(text, "pyproject.toml")

    assert (config.target, config.settings.surfaces) == (Stage.PILOT, {Surface.PERSONAL_DATA: True})
    assert config.waivers[0].expires == dt.date(2027, 1, 31)
    assert str(config.settings.place("target")) == "pyproject.toml:6"
    assert problems(text.replace('"pilot"', '"pilott"'), "pyproject.toml") == [
        "pyproject.toml:6: 'pilott' is not valid here; the nearest is 'pilot'"
    ]
    assert problems(text.replace("2027-01-31", '"2027-02-31"'), "pyproject.toml") == [
        "pyproject.toml:17: '2027-02-31' is no date: write it as YYYY-MM-DD"
    ]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, ""),
        ({"seatrial.yaml": "target: pilot"}, "seatrial.yaml"),
        ({".seatrial.yaml": "target: pilot"}, ".seatrial.yaml"),
        ({"pyproject.toml": "[tool.seatrial]\ntarget = 'pilot'"}, "pyproject.toml"),
        ({"pyproject.toml": "[tool.other]\n", "seatrial.yaml": ""}, "seatrial.yaml"),
        ({"pyproject.toml": "[broken", "sub/seatrial.yaml": "x: 1"}, ""),
    ],
)
def test_the_file_at_the_root_is_found(files: dict[str, str], found: str) -> None:
    assert load(Memory(files), AS_OF, KNOWN).path == found


def test_two_files_are_an_error() -> None:
    both = Memory({"seatrial.yaml": "", "pyproject.toml": "[tool.seatrial]"})

    with pytest.raises(ConfigError, match=r"there are two configurations, seatrial.yaml and pyproject.toml: keep one"):
        load(both, AS_OF, KNOWN)


def test_a_mistaken_name_is_noticed() -> None:
    config = load(Memory({"seatrial.yml": "target: pilot"}), AS_OF, KNOWN)

    assert (config.target, [notice.message for notice in config.notices]) == (
        None, ["this file is not read; the nearest is 'seatrial.yaml'"],
    )  # fmt: skip


def test_the_template_declares_nothing_and_every_example_in_it_is_valid() -> None:
    text = template()

    everything = read(re.sub(r"^#(?! \S)", "", text, flags=re.MULTILINE))

    assert read(text).settings.places.keys() == {"schema"}
    assert everything.settings.places.keys() == set(json.loads(schema())["properties"])


def test_what_is_valid_fits_the_published_schema() -> None:
    validator = Draft202012Validator(json.loads(schema()))

    validator.validate(json.loads(json.dumps(yaml_source("seatrial.yaml", FULL.encode()).values)))

    assert not validator.is_valid({"targett": "pilot"})


def test_every_surface_can_be_declared() -> None:
    every = Surfaces(*[True] * len(Surface))

    assert every.declared() == dict.fromkeys(Surface, True)


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
@settings(max_examples=200)
def test_no_text_does_more_than_be_refused(text: str) -> None:
    for path in ("seatrial.yaml", "pyproject.toml"):
        with suppress(ConfigError):
            read(text, path)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["kpi", "attest", "waivers", "surfaces", "SEC-05", "name", "profile", "by"]), x
            )
        ),
        max_leaves=8,
    )
)
@settings(max_examples=200)
def test_no_values_do_more_than_be_refused(values: object) -> None:
    with suppress(ConfigError):
        read(json.dumps(values))


@pytest.mark.parametrize(
    ("assumed", "sentence"),
    [
        ("{value: 4, low: 5, owner: a@example.org}", "low <= value <= high does not hold"),
        ("{value: -1, owner: a@example.org}", "it must be above 0"),
        ("{value: 4, owner: ' '}", "has no owner"),
    ],
)
def test_a_number_that_no_case_can_be_made_of_is_refused(assumed: str, sentence: str) -> None:
    text = f"schema: 1\nvalue:\n  currency: EUR\n  predictions_per_second: {assumed}\n"

    with pytest.raises(ConfigError, match=sentence):
        read(text)


def test_sizes_of_inputs_are_read_for_each_model() -> None:
    text = "schema: 1\nbench:\n  shapes:\n    models/a.onnx:\n      x: [1, 3, 48, 320]\n"

    assert read(text).settings.shapes == {"models/a.onnx": {"x": (1, 3, 48, 320)}}


def test_a_size_that_no_array_has_is_refused_on_its_line() -> None:
    text = "schema: 1\nbench:\n  shapes:\n    models/a.onnx:\n      x: [0, 3]\n"

    assert problems(text) == ["seatrial.yaml:5: 'x' has a size below 1: write each size of the array, [1, 3, 224, 224]"]


def test_one_entry_where_a_list_is_asked_is_told_how_lists_are_written() -> None:
    assert problems("kpi:\n  name: tickets\n") == ["seatrial.yaml:1: 'kpi' is a list: begin each entry with '- '"]
