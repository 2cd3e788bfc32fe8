"""How are the latencies of single requests spread: drawn as a histogram, and as the percentiles of it?"""

from collections.abc import Iterator

from seatrial.bench.statistics.histograms import at, merged, rows, total
from seatrial.bench.statistics.percentiles import minimum_runs
from seatrial.model.benchmark import Histogram, Record, Scenario
from seatrial.report.bench.numbers import duration
from seatrial.report.glyphs import Glyphs
from seatrial.report.terminal.lines import Line, Span, line

_ROWS = 12
_BAR = 40
_LEAST = 30  #: runs, below which a drawing shows nothing
_SHARES = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999)


def single_latencies(record: Record, subject: str) -> Histogram:
    """Return all latencies of single requests in the first configuration: of the blocks that count, if any does."""
    for run in record.runs:
        if run.subject == subject and run.scenario is Scenario.SINGLE and run.blocks:
            return merged(block.histogram for block in run.counted or run.blocks)
    return Histogram()


def drawing_lines(whole: Histogram, signs: Glyphs) -> Iterator[Line]:
    """Yield a histogram whose buckets grow by the same factor, and the percentiles that have enough runs."""
    if total(whole) < _LEAST:
        return
    yield line(Span("  latencies, back to back", "label"))
    shares = [(share, f"p{100 * share:g}") for share in _SHARES if total(whole) >= minimum_runs(share)]
    ranks = [f"{name} {duration(at(whole, share) / 1e6, signs)}" for share, name in shares]
    drawn = list(rows(whole, _ROWS))
    most = max(count for _, _, count in drawn)
    for low, high, count in drawn:
        edges = f"{duration(low / 1e6, signs):>9} to {duration(high / 1e6, signs):<9}"
        filled = max(round(_BAR * count / most), bool(count))
        share = (
            f"{100 * count / total(whole):.1f} %"
            if count >= total(whole) / 1000
            else f"{count:,} run{'' if count == 1 else 's'}" * bool(count)
        )
        yield line(f"    {edges} ", Span(signs.full * filled, "place"), f" {share}")
    yield line("    ", f" {signs.dot} ".join(ranks), hang=4)


def spectrum(whole: Histogram) -> Iterator[tuple[float, float, int]]:
    """Yield rows of HdrHistogram's percentile spectrum: milliseconds, share below or at, and runs so far."""
    so_far, runs = 0, total(whole)
    for index, count in whole.buckets:
        so_far += count
        one = Histogram(whole.bits, ((index, count),))
        yield at(one, 1.0) / 1e6, so_far / runs, so_far
