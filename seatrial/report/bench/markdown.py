"""How does a benchmark stand in a pull request or a wiki: as Markdown tables?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seatrial.bench.charts.charts import charts
from seatrial.bench.records.metric_names import called
from seatrial.model.benchmark import Estimate, Record, Scenario, SloVerdict
from seatrial.model.charts import Chart
from seatrial.report.bench.numbers import amount, bounds, duration, stated
from seatrial.report.plots.table import table
from seatrial.report.printable import shown

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")
_HIDDEN = ("p90_ms", "p95_ms", "p99_iid_bound_ms")


def markdown(record: Record, name: str) -> str:
    """Return the record as Markdown; text of the repository stands escaped."""
    return "\n".join(_rows(record, name)) + "\n"


def _rows(record: Record, name: str) -> Iterator[str]:
    machine, noise = record.machine, record.interference
    commit = f" at {record.commit[:7]}" if record.commit else ""
    yield f"# Benchmark of {_text(name)}{commit}"
    yield ""
    yield f"{_text(machine.cpu)}, {machine.cores} cores, {_text(machine.runtime)}, {_text(record.started[:10])}."
    all_blocks = noise.clean + noise.rejected
    yield f"{noise.clean} of {all_blocks} blocks were quiet." + (f" {_text(record.missing)}." if record.missing else "")
    drawn = [one for one in charts(record) if one.key != "latency"]
    for subject in record.subjects:
        yield from ("", f"## {_text(subject.name)}", "")
        if subject.synthetic:
            yield from ("It ran on guessed inputs.", "")
        yield from _failed(record, subject.name)
        yield from _slo([one for one in record.slo if one.subject == subject.name])
        yield from _estimates([one for one in record.estimates if one.subject == subject.name])
        yield from _drawn([one for one in drawn if one.subject == subject.name])


def _failed(record: Record, subject: str) -> Iterator[str]:
    for one in record.failures:
        if one.subject == subject:
            yield from (f"Failed: {_text(one.kind)}: {_text(one.message)}.", "")


def _slo(verdicts: Sequence[SloVerdict]) -> Iterator[str]:
    if not verdicts:
        return
    several = len({one.configuration for one in verdicts}) > 1
    yield from _table(("target", "verdict", "measured", "why"), (
        (
            f"{called(one.target)} <= {stated(one.bound)}" + (f" at {one.rate:g}/s" if one.rate else "")
            + (f", {_text(one.configuration.name)}" if several else ""),
            f"**{one.verdict}**",
            "-" if one.value is None else duration(one.value),
            _text(one.why),
        )
        for one in verdicts
    ))  # fmt: skip
    yield ""


def _estimates(found: Sequence[Estimate]) -> Iterator[str]:
    rows = [one for one in found if one.value is not None and one.metric not in _HIDDEN]
    if rows:
        yield from _table(("scenario", "configuration", "metric", "value", "95 % interval", "runs"), (
            (
                f"{one.scenario}" + (f", {one.gap_ms:g} ms apart" if one.scenario is Scenario.SPARSE else ""),
                _text(one.configuration.name), called(one.metric), amount(one), bounds(one) or "-", f"{one.n:,}",
            )
            for one in rows
        ))  # fmt: skip


def _drawn(found: Sequence[Chart]) -> Iterator[str]:
    """Yield the table of each chart, with what has to be said beside it."""
    for one in found:
        numbers = table(_marked(one) if one.key == "cost" else one)
        yield from ("", f"### {_text(one.title)}", "")
        yield from _table(
            [_text(name) for name in numbers.head], ([_text(cell) for cell in row] for row in numbers.rows)
        )
        yield from ("", f"{_text(one.note)}.") if one.note else ()


def _marked(one: Chart) -> Chart:
    """Return a curve with the points that have a name: a table needs no others to be read."""
    return replace(one, series=tuple(replace(it, points=tuple(p for p in it.points if p.note)) for it in one.series))


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", shown(text))
