"""What did other tools find, under their own names, and do they agree with us?"""

from collections.abc import Iterator, Sequence

from seatrial.model.counted import counted, first_few
from seatrial.model.foreign import ForeignFinding, ForeignReport
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.words import by_severity

_INDENT = 11
_SHOWN = 5  #: findings of one tool, unless the reader asks for everything
_NAMED = 3  #: files of one kind of disagreement


def foreign_lines(runs: Sequence[ForeignReport], glyphs: Glyphs, *, verbose: bool = False) -> Iterator[Line]:
    """Return one block for each run of another tool: how much it found, then its worst findings."""
    for number, run in enumerate(runs):
        yield from [line()] * (number > 0)
        yield _head(run)
        kept = run.findings if verbose else run.findings[:_SHOWN]
        for finding in kept:
            yield _finding(finding, glyphs)
        if more := len(run.findings) - len(kept):
            yield line(" " * _INDENT, Span(f"and {more} more (-v)", "muted"))
        for remark in _remarks(run):
            yield line(" " * _INDENT, Span(remark, "muted"), hang=_INDENT)


def agreement_text(run: ForeignReport) -> str:
    """Return how far a tool and seatrial agree on the files that both looked at, "" when nothing is compared."""
    agreed, tool = run.agreement, shown(run.tool)
    if agreed is None or run.failed:
        return ""
    parts = (
        ("both speak", agreed.both),
        (f"{tool} alone speaks", agreed.theirs),
        ("seatrial alone speaks", agreed.ours),
    )
    counts = ", ".join(f"{who} against {_files(paths)}" for who, paths in parts if paths)
    if agreed.theirs or agreed.ours:
        return f"of {counted(agreed.files, 'file')} {counts}"
    return f"{tool} and seatrial agree on {counted(agreed.files, 'file')}: {counts or 'neither speaks against any'}"


def _head(run: ForeignReport) -> Line:
    name = Span(shown(f"{run.tool} {run.version}".strip()), "strong")
    if run.failed:
        return line(name, Span(": not assessed: ", "unknown"), shown(run.failed))
    if run.idle:
        return line(name, Span(": there is nothing here for it to read", "muted"))
    source = "asked for a second opinion" if run.asked else f"from {shown(run.file)}"
    return line(name, Span(f": {_counts(run)}, {source}", "muted"))


def _counts(run: ForeignReport) -> str:
    counts = by_severity(finding.severity for finding in run.findings)
    return f"{counted(len(run.findings), 'finding')} ({counts})" if counts else "no finding"


def _finding(finding: ForeignFinding, glyphs: Glyphs) -> Line:
    at = f" at {shown(str(finding.place))}" if finding.place else ""
    missing = " (no such file here)" if finding.place and not finding.there else ""
    return line(
        Span(f"{glyphs.severity(finding.severity)} {finding.severity:{_INDENT - 3}} ", finding.severity),
        Span(f"{shown(finding.rule)}: ", "muted"),
        shown(finding.message),
        Span(at + missing, "muted"),
        hang=_INDENT,
    )


def _remarks(run: ForeignReport) -> Iterator[str]:
    if agreed := agreement_text(run):
        yield agreed
    if run.missed:
        named = "; ".join(f"{shown(path)}: {shown(reason)}" for path, reason in run.missed[:_NAMED])
        more = f"; and {len(run.missed) - _NAMED} more" if len(run.missed) > _NAMED else ""
        yield f"not assessed by {shown(run.tool)}: {named}{more}"
    if run.partial:
        yield f"{shown(run.tool)} says that it did not read all of it to its end"
    if run.left_out:
        yield f"{counted(run.left_out, 'finding')} more than are kept were left out"
    if run.outside:
        names = "names" if run.outside == 1 else "name"
        yield f"{counted(run.outside, 'finding')} {names} a path outside of the audited folder, which is not shown"
    if run.set_aside:
        verb = "is" if run.set_aside == 1 else "are"
        yield f"{counted(run.set_aside, 'result')} {verb} passed, suppressed or gone, as {shown(run.tool)} says"
    if run.broken:
        yield f"{counted(run.broken, 'result')} could not be read"


def _files(paths: Sequence[str]) -> str:
    return f"{counted(len(paths), 'file')} ({first_few(list(map(shown, paths)), _NAMED)})"
