"""What did other tools find, under their own names?"""

from collections import Counter
from collections.abc import Iterator

from seatrial.model import Severity
from seatrial.model.foreign import ForeignFinding, ForeignReport
from seatrial.model.result import Report
from seatrial.report.lines import Line, Span, line
from seatrial.report.printable import shown
from seatrial.report.view import View

_INDENT = 11
_SHOWN = 5  #: findings of one tool, unless the reader asks for everything


def foreign_lines(report: Report, view: View) -> Iterator[Line]:
    """Return one block for each run of another tool: how much it found, then its worst findings."""
    for number, run in enumerate(report.imported):
        yield from [line()] * (number > 0)
        yield line(Span(_name(run), "strong"), Span(f": {_counts(run)}, from {shown(run.file)}", "muted"))
        kept = run.findings if view.verbose else run.findings[:_SHOWN]
        for finding in kept:
            yield _finding(finding, view)
        if more := len(run.findings) - len(kept):
            yield line(" " * _INDENT, Span(f"and {more} more (-v)", "muted"))
        for remark in _remarks(run):
            yield line(" " * _INDENT, Span(remark, "muted"))


def _name(run: ForeignReport) -> str:
    return shown(f"{run.tool} {run.version}".strip())


def _counts(run: ForeignReport) -> str:
    by = Counter(finding.severity for finding in run.findings)
    told = ", ".join(f"{by[severity]} {severity}" for severity in reversed(Severity) if by[severity])
    return f"{len(run.findings)} findings ({told})" if told else "no finding"


def _finding(finding: ForeignFinding, view: View) -> Line:
    at = f" at {shown(str(finding.place))}" if finding.place else ""
    missing = " (no such file here)" if finding.place and not finding.there else ""
    return line(
        Span(f"{view.glyphs.severity(finding.severity)} {finding.severity:{_INDENT - 3}} ", finding.severity),
        Span(f"{shown(finding.rule)}: ", "muted"),
        shown(finding.message),
        Span(at + missing, "muted"),
        hang=_INDENT,
    )


def _remarks(run: ForeignReport) -> Iterator[str]:
    if run.left_out:
        yield f"{run.left_out} findings more than are kept were left out"
    if run.outside:
        yield f"{run.outside} findings name a path outside of the audited folder, which is not shown"
    if run.set_aside:
        yield f"{run.set_aside} results are passed, suppressed or gone, as {shown(run.tool)} says"
    if run.broken:
        yield f"{run.broken} results could not be read"
