"""SARIF is valid, has every field that GitHub documents, and stays below its limits."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.model import Place
from seatrial.model.result import Report
from seatrial.model.statements import Waiver, WaiverReason
from seatrial.report.formats import sarif
from seatrial.report.formats.material import Material, sentence
from seatrial.report.formats.sarif import to_sarif

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "sarif-schema-2.1.0.json").read_text())
CHECKS = load_checks().checks


def run_of(report: Report, *, suppressed: bool = False, checks: Mapping[str, Check] = CHECKS) -> dict[str, Any]:
    document = json.loads(to_sarif(Material(report, checks, suppressed=suppressed)))
    Draft4Validator(SCHEMA).validate(document)
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    return dict(run)


def test_every_result_and_rule_has_the_fields_that_code_scanning_needs(service: Report) -> None:
    run = run_of(service)

    assert run["results"]
    assert run["automationDetails"]["id"].endswith("/")
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["id"] != rule["name"]
        assert all(rule[key]["text"].strip() for key in ("shortDescription", "fullDescription", "help"))
        assert rule["help"]["markdown"].strip()
        assert rule["properties"]["precision"] in {"very-high", "high", "medium", "low"}
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"].strip()
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        location = result["locations"][0]["physicalLocation"]
        assert not location["artifactLocation"]["uri"].startswith(("/", "file:"))
        assert set(location["region"]) == {"startLine", "startColumn", "endLine", "endColumn"}


def test_of_a_part_of_a_repository_paths_and_category_go_from_the_root(service: Report) -> None:
    part = replace(service, subject=replace(service.subject, below="services/churn"))

    whole, run = run_of(service), run_of(part)

    assert run["automationDetails"]["id"] == "seatrial/finance/services/churn/"
    below = [f"services/churn/{uri}" for uri in uris(whole)]
    assert uris(run) == below
    told = [[one["partialFingerprints"] for one in each["results"]] for each in (whole, run)]
    assert told[0] == told[1]


def uris(run: Mapping[str, Any]) -> list[str]:
    places = (one["locations"][0]["physicalLocation"] for one in run["results"])
    return [place["artifactLocation"]["uri"] for place in places]


def test_only_security_rules_have_a_security_severity_and_the_tag(service: Report) -> None:
    for rule in run_of(service)["tool"]["driver"]["rules"]:
        secure = rule["id"].startswith("SEC-")
        assert ("security-severity" in rule["properties"]) is secure
        assert ("security" in rule["properties"]["tags"]) is secure


def test_a_bad_conduct_is_one_result_for_each_place_with_its_own_fingerprint(service: Report) -> None:
    found = [one for one in run_of(service)["results"] if one["ruleId"] == "SEC-02"]

    assert len(found) == 3
    assert len({one["partialFingerprints"]["seatrial/v1"] for one in found}) == 3


def test_moving_a_finding_within_its_file_keeps_its_fingerprint(service: Report) -> None:
    first = service.findings[0]
    moved = replace(first, places=tuple(replace(place, line=place.line + 10) for place in first.places))

    before, after = (
        [one["partialFingerprints"] for one in run_of(report)["results"]]
        for report in (service, replace(service, findings=(moved, *service.findings[1:])))
    )

    assert before == after


def test_what_is_quiet_is_left_out(service: Report) -> None:
    assert "SEC-18" not in {one["ruleId"] for one in run_of(service)["results"]}


def test_waived_findings_are_left_out_unless_asked_for(service: Report) -> None:
    waiver = Waiver("SEC-02", WaiverReason.ACCEPTED_RISK, "own model", "ml-lead", dt.date(2027, 1, 31), ("**",))
    report = replace(service, findings=(replace(service.findings[0], waived=waiver), *service.findings[1:]))

    assert "SEC-02" not in {one["ruleId"] for one in run_of(report)["results"]}
    kept = [one for one in run_of(report, suppressed=True)["results"] if one["ruleId"] == "SEC-02"]
    assert kept[0]["suppressions"][0]["justification"].startswith("accepted-risk: own model")


def test_a_crash_and_unread_files_are_told(service: Report) -> None:
    report = replace(service, ledger=(replace(service.ledger[0], crashed="ValueError: no"), *service.ledger[1:]))

    (invocation,) = run_of(report)["invocations"]

    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 2


@pytest.mark.parametrize(("count", "kept"), [(20, 20), (21, 20)])
def test_results_beyond_the_limit_are_dropped_and_counted(
    many: Callable[..., Report], monkeypatch: pytest.MonkeyPatch, count: int, kept: int
) -> None:
    monkeypatch.setattr(sarif, "RESULTS", 20)

    run = run_of(many(count))

    told = " ".join(one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"])
    assert len(run["results"]) == kept
    assert ("1 results are left out" in told) is (count > kept)


def test_the_real_limit_of_results_holds(many: Callable[..., Report]) -> None:
    assert len(json.loads(to_sarif(Material(many(sarif.RESULTS + 1))))["runs"][0]["results"]) == 25_000


def test_a_file_that_is_too_large_loses_its_mildest_results(
    many: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "BYTES", 1500)

    run = run_of(many(400))

    assert 0 < len(run["results"]) < 400


def test_more_than_a_hundred_places_are_cut(service: Report) -> None:
    practice = replace(service.findings[1], places=tuple(Place("a.py", line) for line in range(1, 120)))

    (result,) = run_of(replace(service, findings=(practice,)))["results"]

    assert len(result["locations"]) == 100


def test_hostile_names_are_escaped_addresses(hostile: Report) -> None:
    for result in run_of(hostile)["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert not set(uri) & set(" <>[]|\n\x00:")


def test_a_check_that_is_not_installed_is_told_by_its_finding(service: Report) -> None:
    run = run_of(service, checks={})

    (rule,) = [one for one in run["tool"]["driver"]["rules"] if one["id"] == "BIZ-01"]
    assert rule["name"] == "KpiDefined"
    assert "1. Name one number of the process." in rule["help"]["text"]


def test_what_is_about_the_whole_repository_stands_at_the_readme_with_what_was_looked_for(service: Report) -> None:
    results = [one for one in run_of(service)["results"] if one["ruleId"] == "BIZ-01"]

    assert "It has no place of its own, and stands at README.md. Looked for " in results[0]["message"]["text"]


def test_a_message_begins_with_a_capital_letter_unless_with_a_name() -> None:
    assert [sentence(text) for text in ("e-mail addresses in 6 rows", "no rule", "app.py is open")] == [
        "E-mail addresses in 6 rows.", "No rule.", "app.py is open.",
    ]  # fmt: skip
