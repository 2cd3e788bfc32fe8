"""What test tabs, merge requests, annotations, spreadsheets, badges and release gates get is what they can read."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import xmlschema
from defusedxml.ElementTree import fromstring

from seatrial.comparison import compare
from seatrial.gate import Loosened, Policy, gate
from seatrial.model import Place, Severity, State
from seatrial.model.models import ModelFile, Models
from seatrial.model.result import Report
from seatrial.report.formats.annotations import to_annotations
from seatrial.report.formats.badge import to_badge, to_badge_endpoint
from seatrial.report.formats.code_quality import to_code_quality
from seatrial.report.formats.junit import to_junit
from seatrial.report.formats.ledger_table import COLUMNS, to_csv
from seatrial.report.formats.material import Material
from seatrial.report.formats.renderers import FORMATS, render
from seatrial.report.formats.statement import NoSubject, to_statement
from seatrial.report.stored import from_json, to_json

JUNIT = xmlschema.XMLSchema(str(Path(__file__).parents[2] / "schemas" / "junit-10.xsd"))


def test_junit_is_valid_and_tells_every_state(service: Report) -> None:
    data = to_junit(Material(service))

    JUNIT.validate(data.decode())
    root = fromstring(data)
    cases = {str(case.get("name")).split()[0]: case for case in root.iter("testcase")}
    assert set(cases) == {"ARC-01", "BIZ-01", "GOV-09", "SEC-02", "SEC-05"}
    assert len(cases["ARC-01"]) == 0
    assert cases["BIZ-01"].find("failure") is not None
    assert cases["GOV-09"].find("skipped") is not None
    assert cases["SEC-02"].find("skipped") is not None  # waived
    assert root.get("tests") == "5"
    assert root.find(".//property") is None


def test_junit_of_a_change_fails_what_it_brought_and_skips_what_was_so_before(service: Report) -> None:
    def case(old: Report) -> Element:
        made = fromstring(to_junit(Material(service, comparison=compare(old, service))))
        return next(one for one in made.iter("testcase") if str(one.get("name")).startswith("BIZ-01"))

    others = tuple(one for one in service.findings if one.check != "BIZ-01")

    assert case(replace(service, findings=others))[0].tag == "failure"
    known = case(service)[0]
    assert known.tag == "skipped"
    assert str(known.get("message")).startswith("was so before this change: ")


def test_junit_of_a_change_fails_what_the_gate_fails_by_however_old_it_is(service: Report) -> None:
    def case(policy: Policy) -> str:
        applied = gate(service, policy)
        made = fromstring(to_junit(Material(service, gate=applied, comparison=compare(service, service))))
        return next(str(one[0].tag) for one in made.iter("testcase") if str(one.get("name")).startswith("BIZ-01"))

    least = next(one.severity for one in service.findings if one.check == "BIZ-01")
    day = service.subject.as_of

    assert case(Policy(fail_on=least)) == "failure"
    assert case(Policy(fail_on=least, report_only_until=day)) == "skipped"
    assert case(Policy(fail_under=0)) == "skipped"


def test_a_crashed_check_is_an_error_of_junit(service: Report) -> None:
    report = replace(service, ledger=(replace(service.ledger[0], crashed="ValueError"),))

    assert fromstring(to_junit(Material(report))).get("errors") == "1"


def test_junit_holds_any_text(hostile: Report) -> None:
    counted = tuple(replace(line, state=State.FAIL, price=1.0, waived=None) for line in hostile.ledger)
    data = to_junit(Material(replace(hostile, ledger=counted)))

    JUNIT.validate(data.decode())
    assert b"\x00" not in data
    assert fromstring(data).find(".//script") is None


def test_gitlab_gets_the_documented_fields_with_unique_fingerprints(service: Report) -> None:
    data = to_code_quality(Material(service))
    entries = json.loads(data)

    assert data.startswith(b"[")  # no byte order mark
    assert len({one["fingerprint"] for one in entries}) == len(entries) == 4
    for one in entries:
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert " Fix: " in one["description"]
        assert one["check_name"]
        assert one["location"]["path"]
        assert one["location"]["lines"]["begin"] >= 1


def test_two_components_that_share_a_place_keep_two_fingerprints(service: Report) -> None:
    first = service.findings[0]
    report = replace(service, findings=(first, replace(first, component="batch")))

    assert len({one["fingerprint"] for one in json.loads(to_code_quality(Material(report)))}) == 6


@pytest.mark.parametrize(("count", "more"), [(10, ""), (11, "2 more"), (37, "28 more")])
def test_ten_annotations_of_a_level_are_shown_and_the_last_counts_the_rest(
    many: Callable[..., Report], count: int, more: str
) -> None:
    rows = to_annotations(Material(many(count))).decode().splitlines()

    assert len(rows) == 10
    assert (more in rows[-1]) if more else ("more of this level" not in rows[-1])


def test_platforms_find_the_files_of_a_part_of_a_repository(service: Report) -> None:
    """They know files from the root of the clone, and a result from the folder that was judged."""
    part = Material(replace(service, subject=replace(service.subject, below="services/churn")))

    entries = json.loads(to_code_quality(part))
    assert all(one["location"]["path"].startswith("services/churn/") for one in entries)
    assert "::error file=services/churn/app/model.py,line=4," in to_annotations(part).decode()


def test_parts_and_components_are_followed_apart(service: Report, several: Report) -> None:
    """Two parts may have a file and a check of the same name, and stand in one merge request."""

    def cases(report: Report) -> set[str]:
        found = fromstring(to_junit(Material(report))).iter("testcase")
        return {f"{case.get('classname')} {case.get('name')}" for case in found}

    def entries(report: Report) -> set[str]:
        return {one["fingerprint"] for one in json.loads(to_code_quality(Material(report)))}

    parts = [replace(service, subject=replace(service.subject, below=name)) for name in ("a/churn", "b/churn")]
    for told in (cases, entries):
        first, second, whole = (told(one) for one in (*parts, service))
        assert not first & second
        assert not first & whole
        assert len(first) == len(whole)
    assert "seatrial.a.churn.ARC ARC-01 serving-interface" in cases(parts[0])
    assert "seatrial.ARC ARC-01 serving-interface" in cases(service)
    lines = [replace(line, component=name) for name in ("api", "batch") for line in service.ledger]
    assert len(cases(replace(several, ledger=tuple(lines)))) == 2 * len(cases(service))


def test_annotations_have_three_levels(many: Callable[..., Report]) -> None:
    levels = [
        to_annotations(Material(many(1, severity))).decode().split()[0] for severity in (Severity.MEDIUM, Severity.LOW)
    ]

    assert levels == ["::warning", "::notice"]


def test_annotations_begin_with_what_the_gate_misses_and_how_the_change_asks_for_less(service: Report) -> None:
    applied = gate(service, Policy(fail_on=Severity.BLOCKER))
    less = Loosened(Place("seatrial.yaml", 2), "app/** is excluded")
    unchanged = compare(service, service)

    rows = to_annotations(Material(service, gate=applied, comparison=unchanged, loosened=(less,))).decode().splitlines()

    assert rows == [
        "::error title=seatrial gate::Findings from blocker up: 1 (SEC-02), none asked.",
        "::error file=seatrial.yaml,line=2,title=This change asks for less than before::app/** is excluded.",
    ]


def test_no_text_becomes_a_command_of_the_runner(hostile: Report) -> None:
    rows = to_annotations(Material(hostile)).decode().splitlines()

    assert all(row.startswith(("::error file=", "::error title=seatrial::")) for row in rows)
    assert all("title=" in row.split("::")[1] for row in rows)
    assert len(rows) == 10
    assert not any("##vso[" in row for row in rows)


def test_csv_has_a_row_for_each_check_and_no_formula(hostile: Report) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(Material(hostile)).decode(), newline="")))

    assert rows[0] == list(COLUMNS)
    assert len(rows) == len(hostile.ledger) + 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows[1:] for cell in row)


def test_the_badge_is_a_picture_that_asks_for_nothing(service: Report, nothing: Report) -> None:
    root = fromstring(to_badge(Material(service)))

    assert root.get("aria-label") == "seatrial: poc 59"
    assert b"href" not in to_badge(Material(service))
    assert json.loads(to_badge_endpoint(Material(nothing)))["message"] == "not assessed"


def test_the_badge_quotes_no_number_below_half_coverage(service: Report) -> None:
    (component,) = service.components
    assert component.score is not None
    report = replace(service, components=(replace(component, score=replace(component.score, coverage=49.0)),))

    assert json.loads(to_badge_endpoint(Material(report)))["message"] == "poc"


def test_an_intoto_statement_is_about_the_commit_and_its_models(service: Report) -> None:
    models = Models(files=(ModelFile("m.onnx", "onnx", "a" * 64), ModelFile("n.bin")))

    made = json.loads(to_statement(Material(replace(service, models=models))))

    assert made["_type"] == "https://in-toto.io/Statement/v1"
    assert [one["digest"] for one in made["subject"]] == [
        {"gitCommit": service.subject.commit},
        {"sha256": "a" * 64},
    ]
    assert "run" not in made["predicate"]
    assert made["predicate"]["level"]["name"] == "poc"


def test_there_is_no_statement_about_what_no_commit_holds(service: Report) -> None:
    dirty = replace(service, subject=replace(service.subject, dirty=True))
    bare = replace(service, subject=replace(service.subject, commit=""))

    for report in (dirty, bare):
        with pytest.raises(NoSubject):
            to_statement(Material(report))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_result_gives_the_same_bytes_stored_or_not(name: str, service: Report) -> None:
    assert render(name, Material(service)) == render(name, Material(from_json(to_json(service))))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_where_there_is_nothing_to_assess(name: str, nothing: Report) -> None:
    assert isinstance(render(name, Material(nothing)), bytes)


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_hands_on_controls_of_a_terminal(name: str, hostile: Report) -> None:
    data = render(name, Material(hostile)).decode()

    assert not {"\x1b", "\x00", "\x07", "\u202e"} & set(data)
