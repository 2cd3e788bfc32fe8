"""How is it told whether the method of the bench holds on this machine?"""

from collections.abc import Iterator

from seatrial.bench.selftest import COMPARISONS, FALSE_MOST, INTERVALS, MEDIAN_LEAST, TAIL_LEAST, SelfTest
from seatrial.report.glyphs import Glyphs
from seatrial.report.terminal.lines import Line, Span, line

_WIDE = 46


def selftest_lines(found: SelfTest, signs: Glyphs) -> Iterator[Line]:
    """Yield what was tried, with the bounds that must hold."""
    what = f"{found.pairs} pairs of blocks in {found.processes} pairs of processes, {found.alone} processes alone"
    yield line(f"{'recorded':<{_WIDE}}", f"{what}; {found.disturbed} disturbed", hang=_WIDE)
    yield _row("a model against itself: differences found", found.false_alarms, FALSE_MOST, signs, most=True)
    yield _row("intervals of p50 that hold the long-run value", found.median, MEDIAN_LEAST, signs)
    yield _row("intervals of p99 that hold the long-run value", found.tail, TAIL_LEAST, signs)
    if found.resolution is not None:
        what = f"to {100 * found.resolution:.2g} % with five pairs of processes"
        yield line(f"{'differences can be told apart':<{_WIDE}}", what)
    if found.holds is None:
        yield line(Span("not measurable: too few undisturbed blocks; try again on a quieter machine", "unknown"))
    else:
        words = "the method holds on this machine" if found.holds else "the method does not hold on this machine now"
        yield line(
            Span(words, "good" if found.holds else "bad"),
            f", by {COMPARISONS:,} comparisons and {INTERVALS} intervals of each",
        )


def _row(name: str, share: float | None, bound: float, signs: Glyphs, *, most: bool = False) -> Line:
    if share is None:
        return line(f"{name:<{_WIDE}}", Span("unknown", "unknown"))
    holds = share <= bound if most else share >= bound
    word = "at most" if most else "at least"
    sign = Span(signs.passed if holds else signs.failed, "good" if holds else "bad")
    return line(f"{name:<{_WIDE}}", sign, f" {share:.1%} ({word} {bound:.0%})", hang=_WIDE)
