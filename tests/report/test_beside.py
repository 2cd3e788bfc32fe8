"""What stands beside a result in the terminal: other tools' findings, known holes, measured figures, a standard."""

import datetime as dt
from dataclasses import replace

import pytest

from seatrial.audit import audit
from seatrial.model import Measurement, Place, Report, Severity
from seatrial.model.advisories import Advisories, Rating, Unmatched, Vulnerabilities, Vulnerable
from seatrial.model.foreign import ForeignFinding, ForeignReport
from seatrial.repo import Memory
from seatrial.report.foreign import foreign_lines
from seatrial.report.glyphs import UNICODE
from seatrial.report.measured import figure, measured_lines
from seatrial.report.standard import score_line, standard_lines
from seatrial.report.terminal.paint import plain
from seatrial.report.terminal.view import View
from seatrial.report.vulnerabilities import data_lines, vulnerability_lines
from seatrial.rubric.standards import standard

DAY = dt.date(2026, 7, 1)
RUN = ForeignReport("trivy", "0.5", "trivy.sarif", "00")
HOLE = Vulnerable(
    "torch", "1.0", "GHSA-1", ("CVE-1",), "worse", Rating.HIGH, "2.0", "2.0", "write torch==2.0",
    (Place("requirements.txt", 1),),
)  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    app = "import torch\nmodel = torch.load('m.pt')\nprint(model(1))\n"
    return audit(Memory({"app.py": app, "requirements.txt": "torch==1.0\n"}, name="scorer"), as_of=DAY)


def told(*runs: ForeignReport, verbose: bool = False) -> list[str]:
    return [row.strip() for row in plain(foreign_lines(runs, UNICODE, verbose=verbose)).splitlines()]


@pytest.mark.parametrize(
    ("run", "remark"),
    [
        (replace(RUN, partial=True), "trivy says that it did not read all of it to its end"),
        (replace(RUN, left_out=3), "3 findings more than are kept were left out"),
        (replace(RUN, outside=1), "1 finding names a path outside of the audited folder, which is not shown"),
        (replace(RUN, outside=2), "2 findings name a path outside of the audited folder, which is not shown"),
        (replace(RUN, set_aside=1), "1 result is passed, suppressed or gone, as trivy says"),
        (replace(RUN, set_aside=2), "2 results are passed, suppressed or gone, as trivy says"),
        (replace(RUN, broken=4), "4 results could not be read"),
        (replace(RUN, missed=(("a.pt", "too large"),)), "not assessed by trivy: a.pt: too large"),
        (
            replace(RUN, missed=tuple((f"{name}.pt", "too large") for name in "abcde")),
            "not assessed by trivy: a.pt: too large; b.pt: too large; c.pt: too large; and 2 more",
        ),
    ],
)
def test_what_another_tool_did_not_tell_is_told(run: ForeignReport, remark: str) -> None:
    assert told(run) == ["trivy 0.5: no finding, from trivy.sarif", remark]


def test_more_findings_of_another_tool_than_fit_are_counted() -> None:
    findings = tuple(ForeignFinding(f"R{number}", "bad", Severity.HIGH) for number in range(7))

    assert told(replace(RUN, findings=findings))[-1] == "and 2 more (-v)"
    assert len(told(replace(RUN, findings=findings), verbose=True)) == 8


def test_a_tool_that_had_nothing_to_read_is_no_clean_result() -> None:
    assert told(replace(RUN, file=""), replace(RUN, file="", failed="it crashed")) == [
        "trivy 0.5: there is nothing here for it to read",
        "",
        "trivy 0.5: not assessed: it crashed",
    ]


def test_packages_that_were_not_looked_up_are_no_clean_ones(report: Report) -> None:
    unmatched = tuple(Unmatched(name, Place("requirements.txt", 2), "no version is given") for name in "abcdef")
    beside = replace(HOLE, package="mkdocs", scope="development", command="", mended="")
    known = Vulnerabilities("", "OSV", DAY, "00", 2, (HOLE, beside), unmatched)

    short, whole = (
        plain(vulnerability_lines(replace(report, vulnerabilities=known), View(verbose, UNICODE))) for verbose in (0, 1)
    )

    assert "1 more package with one known vulnerability, not needed to run (-v)" in short
    assert "not looked up, so not clean: a, b, c, d and 2 more (-v says why)" in short
    assert "not looked up: f (requirements.txt:2): no version is given" in whole
    assert "mkdocs 1.0 (for development only) at requirements.txt:1" in whole
    assert "replace it, or keep what reaches it from strangers: no version is better" in whole


@pytest.mark.parametrize(
    ("age", "said"),
    [(0, "up to date"), (3, "3 days old, and 14 are allowed"), (30, "30 days old, and 14 are allowed: no package is")],
)
def test_the_age_of_data_is_told_with_what_it_means(age: int, said: str) -> None:
    page = plain(data_lines(Advisories("OSV", DAY, "00", 1, unread=2), age, 14))

    assert said in page
    assert "1 advisory about 0 packages" in page
    assert "2 entries: no package is called clean" in page


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [("ms", 12.5, "12.5 ms"), ("bytes", 2_000_000, "2.00 MB"), ("/s", 40.0, "40.0/s"), ("USD", 0.5, "0.500 USD")],
)
def test_a_measured_figure_has_a_unit_that_suits_it(report: Report, unit: str, value: float, said: str) -> None:
    one = Measurement("p50", value, unit, Place("bench.json", 1))

    assert figure(one) == said
    assert "bench.json:1" in plain(measured_lines(replace(report, measured=(one,)), View(0, UNICODE)))


def test_a_standard_names_the_evidence_when_asked_for_everything(report: Report) -> None:
    asked = standard("ml-test-score")

    short, whole = (plain(standard_lines(asked, report, View(verbose, UNICODE))) for verbose in (0, 1))

    assert f"{asked.name}  {asked.source}" in short
    assert "ML Test Score" in short
    assert "DAT-04 requirements.txt 1 of 1 requirements name one version" in whole
    assert "1 of 1 requirements" not in short
    line = score_line(report)
    assert line is not None
    assert line.text in short


def test_what_was_not_scored_has_no_score_by_a_standard() -> None:
    nothing = audit(Memory({"README.md": "# hello\n"}), as_of=DAY)

    assert score_line(nothing) is None
    assert "clauses" not in plain(list(standard_lines(standard("ml-test-score"), nothing, View(0, UNICODE)))[3:])
