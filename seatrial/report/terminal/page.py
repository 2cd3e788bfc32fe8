"""How is a report told to a person at a terminal, or in the log of a CI job?"""

from collections.abc import Iterable, Iterator

from seatrial.model.result import Report
from seatrial.report.foreign import foreign_lines
from seatrial.report.measured import measured_lines
from seatrial.report.path.code import path_code_lines
from seatrial.report.signatures import signature_lines
from seatrial.report.standard import score_line
from seatrial.report.steps import step_lines
from seatrial.report.terminal.dimensions import dimension_lines
from seatrial.report.terminal.findings import finding_lines
from seatrial.report.terminal.headline import summary, title
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.remarks import ledger_lines, remark_lines
from seatrial.report.terminal.standing import missed, standing_lines
from seatrial.report.terminal.view import View
from seatrial.report.unseen import unseen_lines
from seatrial.report.vulnerabilities import vulnerability_lines


def page(report: Report, view: View) -> Iterator[Line]:
    """Return the whole report: verdict first, then why, then what to do."""
    yield title(report, view.glyphs)
    yield line()
    yield summary(report, view)[0]
    yield line()
    yield from standing_lines(report, view)
    if report.score is not None:
        yield from _section("", dimension_lines(report.score, view))
        yield from _section("", filter(None, [score_line(report)]))
        yield from _section("Best next steps", step_lines(report, view))
    yield from _section("Findings", finding_lines(report, view))
    if report.score is not None:
        yield from _section("Known vulnerabilities", vulnerability_lines(report, view))
        yield from _section("Code on the production path", path_code_lines(report, view))
    yield from _section("Signatures of models", signature_lines(report.signatures, view.glyphs))
    outside = foreign_lines(report.imported, view.glyphs, verbose=view.verbose > 0)
    yield from _section("Reported by other tools, not in the score", outside)
    yield from _section("Measured, not in the score", measured_lines(report, view))
    if view.verbose:
        yield from _section("What cannot be seen in this repository", unseen_lines(report))
        yield from _section("Every check", ledger_lines(report, view))
    yield from _section("", remark_lines(report, view))


def brief(report: Report, view: View) -> Iterator[Line]:
    """Return the verdict, the score, and what a gate misses; nothing else."""
    yield from summary(report, view)
    yield from missed(view)


def _section(heading: str, content: Iterable[Line]) -> Iterator[Line]:
    rows = list(content)
    if not rows:
        return
    yield line()
    if heading:
        yield line(Span(heading, "heading"))
        yield line()
    yield from rows
