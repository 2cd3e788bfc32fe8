"""Which targets are held, what can one machine bear, what does it cost, and is it slower than before?"""

import math
from collections.abc import Iterator

from seatrial.bench.records.metric_names import called
from seatrial.model.benchmark import BenchFinding, Capacity, Comparison, Cost, Record, SloVerdict, Verdict
from seatrial.report.bench.numbers import digits, duration, rate, span, stated
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line

_STYLES = {Verdict.PASS: "good", Verdict.FAIL: "bad", Verdict.INCONCLUSIVE: "unknown"}
_WIDE = 14
_MEASURES = {"p50_ms": "latency, p50", "session_ms": "loading", "rss_bytes": "memory of a process"}
_CHANGES = {"slower": "bad", "faster": "good", "same": "good", "unclear": "unknown"}


def verdict_lines(record: Record, subject: str, signs: Glyphs) -> Iterator[Line]:
    """Yield what was concluded for one subject."""
    slo = [one for one in record.slo if one.subject == subject]
    if slo:
        yield line(Span("  targets", "label"))
    several = len({one.configuration.name for one in slo}) > 1
    for one in slo:
        yield from _slo(one, f", {shown(one.configuration.name)}" if several else "", signs)
    for known in record.capacity:
        if known.subject == subject:
            yield from _capacity(known, signs)
    costs = [one for one in record.cost if one.subject == subject]
    if costs:
        yield line(Span("  a million predictions cost", "label"))
        yield from map(_cost, costs)
    changes = [one for one in record.comparisons if one.subject == subject]
    if changes:
        yield line(Span(f"  against {shown(changes[0].base)}", "label"))
    yield from map(_comparison, changes)
    for found in record.findings:
        if found.subject == subject:
            yield _finding(found, signs)


def _slo(one: SloVerdict, where: str, signs: Glyphs) -> Iterator[Line]:
    at = f" at {one.rate:g}/s" if one.rate else ""
    name = f"{called(one.target)} <= {stated(one.bound, signs)}{at}"
    value = f": {duration(one.value, signs)}" if one.value is not None else ""
    if one.low is not None and one.high is not None:
        value += f" ({span(duration(max(one.low, 0.0), signs), duration(one.high, signs))})"
    yield line(
        "    ",
        Span(f"{one.verdict:<{_WIDE}}", _STYLES[one.verdict]),
        Span(name + where, "strong"),
        value,
        hang=_WIDE + 4,
    )
    guessed = "; measured on guessed inputs" if one.synthetic else ""
    yield line(" " * (_WIDE + 4), Span(shown(one.why) + guessed, "muted"), hang=_WIDE + 4)
    if one.settles_in_s:
        what = f"a longer run would settle this: --budget {math.ceil(one.settles_in_s)}s or so"
        yield line(" " * (_WIDE + 4), Span(what, "muted"), hang=_WIDE + 4)


def _capacity(one: Capacity, signs: Glyphs) -> Iterator[Line]:
    if not one.rate:
        what = f" {signs.dot} none: {shown(one.note or 'no rate holds the target')}"
        yield line(Span("  capacity", "label"), what, hang=4)
        return
    target = f"{called(one.target)} <= {stated(one.bound, signs)}"
    yield line(
        Span("  capacity", "label"), f" {signs.dot} up to ", Span(rate(one.rate), "strong"),
        f" ({span(rate(one.low), rate(one.high))}) with {target}, {shown(one.configuration.name)}", hang=4,
    )  # fmt: skip
    if one.confirmed:
        runs = [f"{it.multiple:g} x: {_percent(it.over)} too slow" for it in one.confirmed]
        yield line("    ", Span(f"real runs at {', '.join(runs)}", "muted"), hang=4)
    if one.cross_check:
        other = [f"{shown(formula)} {rate(value)}" for formula, value in one.cross_check]
        yield line("    ", Span(f"beside it: {'; '.join(other)}", "muted"), hang=4)
    if one.scaling is not None and one.scaling.note:
        yield line("    ", Span(f"more instances: {shown(one.scaling.note)}", "muted"), hang=4)
    if one.replicas is not None and one.peak:
        share = f", each used to {100 * one.utilisation:.0f} %" if one.utilisation else ""
        yield line("    ", f"{one.replicas} replicas for {one.peak:g}/s, one of them spare{share}", hang=4)
    if one.note:
        yield line("    ", Span(shown(one.note), "muted"), hang=4)


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %" if share < 0.1 else f"{share:.0%}".replace("%", " %")


def _cost(one: Cost) -> Line:
    currency = f" {shown(one.currency)}" if one.currency else ""
    best = "  the cheapest that holds the target" if one.cheapest else ""
    safe, low, full = map(_money, (one.per_million_safe, one.per_million_30, one.per_million_full))
    what = f"{safe}{currency} at the safe rate, {low} at 30 % use, {full} at full use"
    price = f" ({digits(one.price_per_hour)} an hour)"
    return line(f"    {shown(one.device)}: {what}{price}", Span(best, "good"), hang=4)


def _money(value: float | None) -> str:
    return "-" if value is None else digits(value)


def _comparison(one: Comparison) -> Line:
    if not one.pairs:
        return line("    ", Span("same", "good"), ": the file is the same, byte for byte")
    share, low, high = (100 * (value - 1) for value in (one.ratio, one.low, one.high))
    words = {"slower": "more", "faster": "less"} if one.metric.endswith("bytes") else {}
    name = _MEASURES.get(one.metric, one.metric)
    return line(
        "    ", Span(f"{words.get(one.verdict, one.verdict):<{_WIDE}}", _CHANGES.get(one.verdict, "")),
        f"{name}: {share:+.3g} % ({low:+.3g} to {high:+.3g} %) in {one.pairs} pairs", hang=_WIDE + 4,
    )  # fmt: skip


def _finding(one: BenchFinding, signs: Glyphs) -> Line:
    change = ""
    if one.before is not None and one.after is not None:
        change = f": {digits(one.before)} to {digits(one.after)} {one.unit}"
    return line(Span("  found", "label"), f" {signs.dot} ", shown(one.message) + change, hang=4)
