"""How much of the machine does a model get, and which of its nodes waste the rest?"""

from collections.abc import Iterator

from seatrial.model.benchmark import Record, Roofline
from seatrial.report.bench.numbers import count, digits, size
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line

_NODES = 5
_LEAST = 0.01  #: of the time, below which a node is not shown


def roofline_lines(record: Record, subject: str, signs: Glyphs) -> Iterator[Line]:
    """Yield the work of one run against the machine, and the nodes that take the most time."""
    for one in record.roofline:
        if one.subject == subject:
            yield from _roofline(one, signs)


def _roofline(one: Roofline, signs: Glyphs) -> Iterator[Line]:
    share = "" if one.of_peak is None else f"; it gets {100 * one.of_peak:.2g} % of what the machine allows"
    memory = f"; {size(one.arena_peak)} for activations" if one.arena_peak else ""
    yield line(
        Span("  work", "label"),
        f" {signs.dot} {count(one.macs)} multiply-accumulates on {size(one.bytes)} in a run{share}{memory}", hang=4,
    )  # fmt: skip
    half = f" ({digits(one.half_gflops)} of 16 bits)" if one.half_gflops else ""
    peaks = f"the machine: {digits(one.peak_gflops)} Gflop/s{half} and {digits(one.peak_gbs)} GB/s, measured"
    yield line("    ", Span(f"{peaks}, {shown(one.configuration.name)}", "muted"), hang=4)
    for node in one.nodes[:_NODES]:
        if node.share >= _LEAST:
            peak = "" if node.of_peak is None else f", {100 * node.of_peak:.2g} % of the peak"
            yield line(
                f"    {100 * node.share:5.1f} %  {shown(node.operator)} {shown(node.name)}",
                Span(peak, "muted"),
                hang=13,
            )
    if len(one.placement) > 1:
        places = ", ".join(f"{shown(provider)} {count}" for provider, count in one.placement)
        yield line("    ", f"nodes by provider: {places}", hang=4)
