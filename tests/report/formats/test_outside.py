"""Known vulnerabilities and other tools' findings in a pull request's comment."""

import datetime as dt
from dataclasses import replace

from seatrial.audit import audit
from seatrial.model import Place, Report, Severity
from seatrial.model.advisories import Rating, Vulnerabilities, Vulnerable
from seatrial.model.foreign import ForeignFinding, ForeignReport
from seatrial.repo import Memory
from seatrial.report.executive.page import to_html
from seatrial.report.formats.markdown import to_markdown
from seatrial.report.formats.material import Material

APP = {"app.py": "import torch\nmodel = torch.load('m.pt')\nprint(model(1))\n", "requirements.txt": "torch==1.0\n"}
HOLE = Vulnerable(
    "torch", "1.0", "GHSA-1", ("CVE-1",), "bad | worse", Rating.HIGH, "2.0", "2.0", "write torch==2.0 in `x`",
    (Place("requirements.txt", 1),),
)  # fmt: skip


def page(report: Report) -> str:
    return to_markdown(Material(report)).decode()


def test_the_page_for_those_who_decide_tells_it_too() -> None:
    known = Vulnerabilities(
        "", "OSV", dt.date(2026, 6, 30), "00", 1, (HOLE, replace(HOLE, id="GHSA-2", rating=Rating.LOW))
    )
    finding = ForeignFinding("R1", "<script>alert(1)</script>", Severity.HIGH)
    run = ForeignReport("<i>semgrep</i>", "1.0", "s.sarif", "00", (finding,))
    plain = audit(Memory(APP), as_of=dt.date(2026, 7, 1))
    html = to_html(Material(replace(plain, vulnerabilities=known, imported=(run,)))).decode()

    assert "1 vulnerable package among 1 that were looked up, by the data of OSV, as of 2026-06-30." in html
    assert "<td>high</td><td>2: GHSA-1 and others</td><td><code>write torch==2.0 in `x`</code></td>" in html
    assert "<script>alert" not in html
    assert "<i>semgrep" not in html
    assert "Unknown: no data on known vulnerabilities" in to_html(Material(plain)).decode()


def test_the_day_of_the_data_and_what_is_unknown_stand_in_every_comment() -> None:
    plain = audit(Memory(APP), as_of=dt.date(2026, 7, 1))

    assert "<sub>Unknown: no data on known vulnerabilities &#40;" in page(plain)


def test_vulnerable_packages_are_rows_with_their_fix() -> None:
    known = Vulnerabilities("", "OSV", dt.date(2026, 6, 30), "00", 1, (HOLE, replace(HOLE, id="GHSA-2")))
    text = page(replace(audit(Memory(APP), as_of=dt.date(2026, 7, 1)), vulnerabilities=known))

    assert "1 vulnerable package among 1 that were looked up, by the data of OSV, as of 2026-06-30" in text
    assert (
        "| high | torch 1.0 | GHSA-1, GHSA-2 | <code>requirements.txt:1</code> | "
        "<code>write torch==2.0 in &#96;x&#96;</code> |" in text
    )


def test_findings_of_another_tool_stand_under_its_name_as_text() -> None:
    finding = ForeignFinding("<b>R1</b>", "see [me](http://x) @all", Severity.HIGH, Place("app.py", 2), there=True)
    run = ForeignReport("semgrep", "1.0", "s.sarif", "00", (finding,))
    text = page(replace(audit(Memory(APP), as_of=dt.date(2026, 7, 1)), imported=(run,)))

    assert "<summary>semgrep 1.0, not in the score (1)</summary>" in text
    assert "<b>" not in text
    assert "](http" not in text
    assert "@all" not in text
