"""How is a benchmark told to a person at a terminal, or in the log of a CI job?"""

from collections.abc import Iterator

from seatrial.model.benchmark import Failure, Record, Roofline
from seatrial.report.bench.drawing import drawing_lines, single_latencies
from seatrial.report.bench.numbers import count, digits, size
from seatrial.report.bench.subject import NAME, head, subject_lines
from seatrial.report.bench.tables import table_lines
from seatrial.report.bench.verdicts import verdict_lines
from seatrial.report.glyphs import UNICODE, Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line

_MOST_ASSUMPTIONS = 8
_NODES = 5
_LEAST = 0.01  #: of the time, below which a node is not shown


def page(record: Record, name: str, signs: Glyphs = UNICODE, *, verbose: bool = False) -> Iterator[Line]:
    """Yield the whole record: machine, and for each subject its figures, verdicts, failures and assumptions."""
    yield from head(record, signs, name)
    for subject in record.subjects:
        yield Line()
        yield from subject_lines(subject)
        yield from _failures([one for one in record.failures if one.subject == subject.name])
        yield from table_lines(record, subject.name, signs)
        yield from drawing_lines(single_latencies(record, subject.name), signs)
        yield from _roofline_lines(record, subject.name, signs)
        yield from verdict_lines(record, subject.name, signs)
        yield from _assumptions(record, subject.name, verbose=verbose)
    nameless = [one for one in record.failures if one.subject not in {subject.name for subject in record.subjects}]
    if nameless:
        yield Line()
        yield from _failures(nameless)


def brief(record: Record, name: str, signs: Glyphs = UNICODE) -> Iterator[Line]:
    """Yield what was measured and the verdicts only."""
    yield from head(record, signs, name)
    for subject in record.subjects:
        yield from verdict_lines(record, subject.name, signs)


def _failures(failures: list[Failure]) -> Iterator[Line]:
    for one in dict.fromkeys(failures):
        where = f" ({shown(one.scenario)}, {shown(one.configuration)})" if one.scenario else ""
        yield line(
            f"  {'failed':<{NAME - 2}}", Span(shown(one.kind), "bad"), f": {shown(one.message)}", Span(where, "muted"),
            hang=NAME,
        )  # fmt: skip


def _assumptions(record: Record, subject: str, *, verbose: bool) -> Iterator[Line]:
    mine = [one for one in record.assumptions if one.subject in {"", subject}]
    first = mine if verbose else mine[:_MOST_ASSUMPTIONS]
    if first:
        yield line(Span("  assumed", "label"))
    for one in first:
        source = f" ({shown(one.source)})" if one.source else ""
        yield line(f"    {shown(one.text)}", Span(f"{source} [{one.provenance}]", "muted"), hang=6)
    if len(first) < len(mine):
        yield line(f"    and {len(mine) - len(first)} more (-v)")


def _roofline_lines(record: Record, subject: str, signs: Glyphs) -> Iterator[Line]:
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
