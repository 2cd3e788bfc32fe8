"""How does a benchmark become a page: what holds, what was measured as drawings and tables, what was assumed?"""

import hashlib
from collections.abc import Iterator, Sequence

from seatrial.bench.charts.charts import charts
from seatrial.bench.records.metric_names import called
from seatrial.bench.records.stored import to_json
from seatrial.model.benchmark import Failure, Record, SloVerdict, Subject, Verdict
from seatrial.model.record import dataclass
from seatrial.report.bench.numbers import duration, span, stated
from seatrial.report.bench.page import page
from seatrial.report.bench.subject import doubts, machine
from seatrial.report.html import filled
from seatrial.report.plots.plots import Plot, plots
from seatrial.report.terminal.paint import plain

_TONES = {
    Verdict.PASS: ("pass", "✔"),
    Verdict.FAIL: ("fail", "✖"),
    Verdict.INCONCLUSIVE: ("unknown", "?"),
}
_ASSUMPTIONS = 100
_SUBJECTS = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One target against what was measured."""

    target: str
    verdict: Verdict
    tone: str
    sign: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """All that the page tells of one model."""

    name: str
    synthetic: bool
    failures: tuple[Failure, ...]
    verdicts: tuple[Row, ...]
    plots: tuple[Plot, ...]


def html(record: Record, name: str) -> bytes:
    """Return the page of a record. The same record gives the same bytes."""
    drawn = {one.subject: one.plots for one in plots(charts(record))}
    named = {one.name for one in record.subjects}
    return filled(
        "bench.html.j2",
        record=record,
        name=name,
        head=(machine(record.machine), *doubts(record)),
        subjects=[_part(record, one, drawn.get(one.name, ())) for one in record.subjects[:_SUBJECTS]],
        failures=[one for one in dict.fromkeys(record.failures) if one.subject not in named],
        assumptions=record.assumptions[:_ASSUMPTIONS],
        text=plain(page(record, name)),
        left_out=max(0, len(record.assumptions) - _ASSUMPTIONS),
        digest=hashlib.sha256(to_json(record)).hexdigest(),
    )


def _part(record: Record, subject: Subject, drawn: tuple[Plot, ...]) -> Part:
    failures = dict.fromkeys(one for one in record.failures if one.subject == subject.name)
    verdicts = [one for one in record.slo if one.subject == subject.name]
    return Part(subject.name, subject.synthetic, tuple(failures), tuple(_rows(verdicts)), drawn)


def _rows(verdicts: Sequence[SloVerdict]) -> Iterator[Row]:
    several = len({one.configuration for one in verdicts}) > 1
    for one in verdicts:
        tone, sign = _TONES[one.verdict]
        at = f" at {one.rate:g}/s" if one.rate else ""
        where = f", {one.configuration.name}" if several else ""
        yield Row(
            f"{called(one.target)} at most {stated(one.bound)}{at}{where}",
            one.verdict,
            tone,
            sign,
            _value(one),
            one.why,
        )


def _value(one: SloVerdict) -> str:
    if one.value is None:
        return "not measured"
    if one.low is None or one.high is None:
        return duration(one.value)
    return f"{duration(one.value)} ({span(duration(max(one.low, 0.0)), duration(one.high))})"
