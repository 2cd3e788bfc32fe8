"""How are latencies handed to the tools that draw HdrHistogram's percentile plots?"""

import math
from collections.abc import Iterator

from seatrial.bench.statistics.histograms import middle, total
from seatrial.model.benchmark import Histogram, Record
from seatrial.report.bench.drawing import single_latencies, spectrum
from seatrial.report.printable import shown


def hdr(record: Record) -> str:
    """Return the percentile spectrum of single requests of each subject, in milliseconds, as HdrHistogram prints it."""
    return "".join(
        f"# {shown(subject.name)}\n{_spectrum(single_latencies(record, subject.name))}\n" for subject in record.subjects
    )


def _spectrum(whole: Histogram) -> str:
    if not whole.buckets:
        return "# nothing was measured\n"
    return (
        "\n".join(("       Value   Percentile   TotalCount 1/(1-Percentile)", "", *_rows(whole), *_foot(whole))) + "\n"
    )


def _rows(whole: Histogram) -> Iterator[str]:
    for value, share, so_far in spectrum(whole):
        inverse = f"{1 / (1 - share):14.2f}" if share < 1 else "           inf"
        yield f"{value:12.6f} {share:2.12f} {so_far:10d} {inverse}"


def _foot(whole: Histogram) -> Iterator[str]:
    runs = total(whole)
    values = [(middle(index, whole.bits) / 1e6, count) for index, count in whole.buckets]
    mean = sum(value * count for value, count in values) / runs
    spread = math.sqrt(sum(count * (value - mean) ** 2 for value, count in values) / runs)
    yield f"#[Mean    = {mean:12.6f}, StdDeviation   = {spread:12.6f}]"
    yield f"#[Max     = {values[-1][0]:12.6f}, Total count    = {runs:12d}]"
    yield f"#[Buckets = {len(whole.buckets):12d}, SubBuckets     = {1 << whole.bits:12d}]"
