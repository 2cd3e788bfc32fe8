"""In which dimension are points earned, missing, or unknown?"""

from collections.abc import Iterator

from seatrial.model.ledger import DimensionScore, Score
from seatrial.report.glyphs import Glyphs
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.report.words import UNKNOWN, band

_CELLS = 18
_TOLD = 1.0  #: points that no dimension holds, from which on it is said why
_STYLES = {"strong": "good", "fair": "fair", "weak": "weak", "bare": "bad", UNKNOWN: "unknown"}


def dimension_lines(score: Score, view: View) -> Iterator[Line]:
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
