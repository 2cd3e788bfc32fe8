"""What is told about a check comes from its block alone, so that no page can go stale."""

import json
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from seatrial.component import Component
from seatrial.judging.check import Check
from seatrial.judging.graded import Graded
from seatrial.judging.registry import load_checks
from seatrial.model import Effort, Kind, Severity, Stage
from seatrial.report.glyphs import UNICODE
from seatrial.report.rule_pages import pages, write
from seatrial.report.rules import rule_json, rule_lines, rule_markdown, rules_json, rules_lines
from seatrial.report.terminal.paint import plain

ROOT = Path(__file__).parents[2]


def _judge(component: Component) -> Graded:
    return Graded.unknown(component.name)


@pytest.fixture
def check() -> Check:
    return Check(
        "ARC-03",
        "health-readiness",
        Kind.PRACTICE,
        "Can the platform tell live from ready?",
        Severity.HIGH,
        Effort.SMALL,
        Stage.PILOT,
        "A replica that takes traffic too early fails its first users.",
        ("Add GET /livez to {app:the service module}.", "Point the probes of {manifest} at it."),
        ("NIST AI RMF MS 2.4", "ISO/IEC 42001 A.6.2.6"),
        _judge,
        raised_by=("retail",),
        gated_by=("finance", "healthcare"),
    )


def test_lists_checks_under_the_titles_of_their_dimensions(check: Check) -> None:
    text = plain(rules_lines([check], {"ARC": "Architecture & serving"}, UNICODE))

    assert text == snapshot("""\
Architecture & serving
ARC-03  ▲ high    pilot            S  Can the platform tell live from ready?

check, severity, the stage from which it is asked, work to fix it, question
work: S under 2 hours, M under 2 days, L more than 2 days · one check in full: seatrial explain ID
""")


def test_tells_a_check_in_full(check: Check) -> None:
    assert plain(rule_lines(check, UNICODE)) == snapshot("""\
ARC-03 health-readiness

Can the platform tell live from ready?
▲ high · asked from pilot on · under 2 hours of work · good practice: earns points where it is found

why   A replica that takes traffic too early fails its first users.
fix   1. Add GET /livez to the service module.
      2. Point the probes of manifest at it.
see   NIST AI RMF MS 2.4; ISO/IEC 42001 A.6.2.6
note  more severe under the profiles retail; a hard gate under finance, healthcare
""")


def test_tells_a_check_as_data(check: Check) -> None:
    assert json.loads(rules_json([check])) == [json.loads(rule_json(check))]
    assert json.loads(rule_json(check)) == snapshot(
        {
            "id": "ARC-03",
            "name": "health-readiness",
            "dimension": "ARC",
            "kind": "practice",
            "question": "Can the platform tell live from ready?",
            "severity": "high",
            "stage": "pilot",
            "effort": "S",
            "why": "A replica that takes traffic too early fails its first users.",
            "fix": ["Add GET /livez to the service module.", "Point the probes of manifest at it."],
            "references": ["NIST AI RMF MS 2.4", "ISO/IEC 42001 A.6.2.6"],
            "clauses": [],
        }
    )


def test_makes_a_page_of_a_check(check: Check) -> None:
    assert rule_markdown(check, "== absent\n-- app.py --\n```\n") == snapshot("""\
# ARC-03 health-readiness

Can the platform tell live from ready?

high, asked from pilot on, under 2 hours of work; good practice: earns points where it is found.

## Why

A replica that takes traffic too early fails its first users.

## Fix

1. Add GET /livez to the service module.
2. Point the probes of manifest at it.

## Profiles

More severe under the profiles retail; a hard gate under finance, healthcare.

## References

- NIST AI RMF MS 2.4
- ISO/IEC 42001 A.6.2.6

## Examples

````text
== absent
-- app.py --
```
````
""")


def test_tells_what_a_profile_asks_besides_with_its_figures_and_who_says_so() -> None:
    check = load_checks().checks["GOV-07"]
    told = (
        "finance asks for records that are kept for at least 5 years, else its evidence is present at most "
        "(kept-for-years: 31 CFR 1010.430; Directive (EU) 2015/849, article 40)"
    )

    assert json.loads(rule_json(check))["clauses"][1] == {
        "profile": "finance",
        "clause": "kept-for-years",
        "asks": "records that are kept for at least 5 years",
        "without": "present",
        "source": "31 CFR 1010.430; Directive (EU) 2015/849, article 40",
    }
    assert f"\n- {told}.\n" in rule_markdown(check, "")
    assert told in plain(rule_lines(check, UNICODE)).replace("\n      ", " ")


def test_every_published_page_is_the_one_of_the_code() -> None:
    published = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "rules").glob("*.md")}

    assert published == pages(load_checks()), "run make docs"


def test_pages_of_checks_that_are_gone_go_too(tmp_path: Path) -> None:
    (tmp_path / "OLD-01.md").write_text("gone")

    write(tmp_path)

    assert not (tmp_path / "OLD-01.md").exists()
    assert (tmp_path / "README.md").exists()
