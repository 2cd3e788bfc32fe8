"""How is a report told to a person at a terminal, or in the log of a CI job?"""

from collections.abc import Iterable, Iterator

from seatrial.model.ledger import DimensionScore, Score
from seatrial.model.result import Report
from seatrial.report.foreign import foreign_lines
from seatrial.report.glyphs import Glyphs
from seatrial.report.measured import measured_lines
from seatrial.report.path.code import path_code_lines
from seatrial.report.signatures import signature_lines
from seatrial.report.standard import score_line
from seatrial.report.steps import step_lines
from seatrial.report.terminal.findings import finding_lines
from seatrial.report.terminal.headline import summary, title
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.remarks import ledger_lines, remark_lines
from seatrial.report.terminal.standing import missed, standing_lines
from seatrial.report.terminal.view import View
from seatrial.report.unseen import unseen_lines
from seatrial.report.vulnerabilities import vulnerability_lines
from seatrial.report.words import UNKNOWN, band

_CELLS = 18
_TOLD = 1.0  #: points that no dimension holds, from which on it is said why
_STYLES = {"strong": "good", "fair": "fair", "weak": "weak", "bare": "bad", UNKNOWN: "unknown"}


def page(report: Report, view: View) -> Iterator[Line]:
    """Return the whole report: verdict first, then why, then what to do."""
    yield title(report, view.glyphs)
    yield line()
    yield summary(report, view)[0]
    yield line()
    yield from standing_lines(report, view)
    if report.score is not None:
        yield from _section("", _dimension_lines(report.score, view))
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


def _dimension_lines(score: Score, view: View) -> Iterator[Line]:
    """Return one bar for each dimension: earned, unknown and missing points; what is unknown is never 0 or 100.

    What is not asked of a component leaves a share of its price open, which the last line tells.
    """
    width = max((len(dimension.title) for dimension in score.dimensions), default=0)
    for dimension in score.dimensions:
        if dimension.price:
            yield _bar(dimension, width, view.glyphs)
    left = 100 - sum(dimension.price for dimension in score.dimensions)
    if _TOLD <= left < 100:
        yield line(Span(f"{'Not asked here':{width}}  {left:.1f} points stay open", "muted"))


def _bar(dimension: DimensionScore, width: int, glyphs: Glyphs) -> Line:
    word = band(dimension)
    blind, style = word == UNKNOWN, _STYLES[word]
    earned = 0 if blind else _cells(dimension.earned, dimension)
    unknown = _CELLS if blind else max(0, _cells(dimension.upper, dimension) - earned)
    number = "?" if blind else f"{dimension.percent:.0f}"
    return line(
        f"{dimension.title:{width}}  ",
        Span(glyphs.full * earned, style),
        Span(glyphs.hatched * unknown, "unknown"),
        Span(glyphs.empty * (_CELLS - earned - unknown), "muted"),
        Span(f" {number:>3} ", "strong"),
        Span(f"{glyphs.band(word)} {word:8}", style),
        Span(_detail(dimension), "muted"),
        hang=width + 2,
    )


def _cells(points: float, dimension: DimensionScore) -> int:
    share = points / dimension.price
    if 0 < share < 1:  # neither an empty nor a full bar for something in between
        return min(_CELLS - 1, max(1, round(share * _CELLS)))
    return round(share * _CELLS)


def _detail(dimension: DimensionScore) -> str:
    unknown = f", {dimension.unknown} unknown" if dimension.unknown else ""
    return f"{dimension.earned:4.1f} of {dimension.price:4.1f}{unknown}"
