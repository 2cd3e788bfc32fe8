"""How fast is it: latencies by scenario, cold start, throughput, each with its interval and what it rests on?"""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.bench.records.metric_names import called
from seatrial.model.bench_setup import ONE_AT_A_TIME
from seatrial.model.benchmark import Configuration, Estimate, Record, Scenario
from seatrial.report.bench.numbers import amount, bounds
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line

_WIDE = 32  #: columns of what was asked
_COLUMN = 26
_COUNTS = "    runs blk prc"  #: runs, blocks and processes
_FAST = (Scenario.BATCH, Scenario.OFFLINE, Scenario.SINGLE)
_MOVED = (("inputs_ms", "inputs to it"), ("outputs_ms", "outputs back"))
_COLD = (("process_ms", "process"), ("import_ms", "runtime"), ("session_ms", "model"), ("first_run_ms", "first answer"))


def table_lines(record: Record, subject: str, signs: Glyphs) -> Iterator[Line]:
    """Yield latencies, cold start and throughput of one subject."""
    mine = [one for one in record.estimates if one.subject == subject]
    yield from _latencies([one for one in mine if one.scenario in ONE_AT_A_TIME], signs)
    yield from _cold([one for one in mine if one.scenario is Scenario.COLD], signs)
    yield from _throughput([one for one in mine if one.metric == "throughput_rps"], signs)


def _latencies(mine: list[Estimate], signs: Glyphs) -> Iterator[Line]:
    medians = [one for one in mine if one.metric == "p50_ms"]
    if not medians:
        return
    yield from _row("  one request at a time", "p50", "p99", _COUNTS, style="label")
    for one in medians:
        tail = next((it for it in mine if it.metric == "p99_ms" and _same(it, one)), None)
        name = one.scenario.told(one.gap_ms) + (f", {one.configuration.name}" if _several(medians) else "")
        yield from _row(f"    {shown(name)}", _cell(one, signs), _cell(tail, signs), _basis(one))
        yield from _notes((one, tail))


def _throughput(mine: list[Estimate], signs: Glyphs) -> Iterator[Line]:
    fast = sorted((one for one in mine if one.scenario in _FAST), key=lambda one: one.n)
    found = list({one.configuration: one for one in fast}.values())  # the best known of each configuration
    if not found:
        return
    yield from _row("  as fast as it goes", "predictions", "", _COUNTS, style="label")
    best = max(one.value or 0.0 for one in found)
    for one in sorted(found, key=lambda one: -(one.value or 0.0)):
        style = "strong" if one.value == best and len(found) > 1 else ""
        yield from _row(f"    {shown(one.configuration.name)}", _cell(one, signs), "", _basis(one), style=style)


def _cold(mine: list[Estimate], signs: Glyphs) -> Iterator[Line]:
    devices = list(dict.fromkeys(one.configuration.device for one in mine))
    for device in devices:
        found = {one.metric: one for one in mine if one.configuration.device == device}
        amounts = _amounts(found, _COLD, signs)
        if not amounts:
            continue
        memory = found.get("rss_bytes")
        amounts += [f"{amount(memory, signs)} of memory"] if memory else []
        where = f", {shown(device)}" if len(devices) > 1 else ""
        yield line(Span(f"  cold start{where}", "label"), f" {signs.dot} {', '.join(amounts)}", hang=4)
        if moved := _amounts(found, _MOVED, signs):
            text = f" {signs.dot} {', '.join(moved)}; they are part of each run by arrays"
            yield line(Span(f"  transfers{where}", "label"), text, hang=4)


def _amounts(found: Mapping[str, Estimate], metrics: Iterable[tuple[str, str]], signs: Glyphs) -> list[str]:
    return [f"{name} {amount(found[metric], signs)}" for metric, name in metrics if metric in found]


def _row(name: str, first: str, second: str, third: str, style: str = "") -> Iterator[Line]:
    """Yield a row of the table; a name that is too long for its column stands above the figures."""
    if len(name) >= _WIDE:
        yield line(Span(name, style), hang=4)
        name = ""
    figures = f"{first:<{_COLUMN - 1}} {second:<{_COLUMN - 1}}" if second else f"{first:<{2 * _COLUMN - 1}}"
    yield line(Span(f"{name:<{_WIDE}}{figures} {third}".rstrip(), style), hang=_WIDE)


def _cell(one: Estimate | None, signs: Glyphs) -> str:
    if one is None or one.value is None:
        return "-"
    spread = bounds(one, signs)
    return f"{amount(one, signs)} ({spread})" if " to " in spread else f"{amount(one, signs)} {spread}".rstrip()


def _basis(one: Estimate) -> str:
    return f"{one.n:>8,}{one.k:>4}{one.processes:>4}"


def _notes(estimates: Iterable[Estimate | None]) -> Iterator[Line]:
    notes = dict.fromkeys(f"{_rank(one)}{one.note}" for one in estimates if one and one.note)
    for note in notes:
        yield line(" " * 6, Span(shown(note), "muted"), hang=6)


def _rank(one: Estimate) -> str:
    return f"{called(one.metric)} " if one.value is None else ""


def _several(medians: list[Estimate]) -> bool:
    configurations: set[Configuration] = {one.configuration for one in medians}
    return len(configurations) > 1


def _same(one: Estimate, other: Estimate) -> bool:
    return (one.scenario, one.configuration, one.gap_ms) == (other.scenario, other.configuration, other.gap_ms)
