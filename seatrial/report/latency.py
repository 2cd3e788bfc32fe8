"""How are measured latencies told beside those of the base?"""

from collections.abc import Iterator

from seatrial.comparison import Comparison
from seatrial.gate.latency import Pace, paces, percent
from seatrial.report.bench.numbers import duration
from seatrial.report.glyphs import UNICODE, Glyphs
from seatrial.report.printable import shown, without_surrogates
from seatrial.report.stored import Plain
from seatrial.report.terminal.lines import Line, Span, line


def latency_lines(compared: Comparison, glyphs: Glyphs) -> Iterator[Line]:
    """Yield each latency that was measured anew, or should have been, with what intervals and noise explain."""
    found = paces(compared.old, compared.new)
    if not found:
        return
    yield line()
    yield line(Span(f"Measured latency ({len(found)})", "heading"))
    for one in found:
        sign, style = _sign(one, glyphs)
        yield line(Span(f"{sign} ", style), shown(said(one, glyphs)), hang=2)


def said(pace: Pace, glyphs: Glyphs = UNICODE) -> str:
    """Return what is known of one latency, in one sentence; text of the repository in it is as it stands there."""
    if pace.after is None or pace.problem:
        return f"{pace.name}: not comparable: {pace.problem}"
    times = f"{duration(pace.before.value, glyphs)} to {duration(pace.after.value, glyphs)}, {percent(pace.ratio)}"
    return f"{pace.name} ({pace.before.setup}): {times}; {_sure(pace)}"


def latency_plain(compared: Comparison) -> Plain:
    """Return the same for programs: milliseconds, and the factor that intervals and noise do not explain."""
    return [
        {
            "model": without_surrogates(one.before.model),
            "metric": one.before.metric,
            "setup": without_surrogates(one.before.setup),
            "before_ms": one.before.value,
            "after_ms": one.after.value if one.after else None,
            "least_factor": round(one.least, 6),
            "problem": without_surrogates(one.problem),
        }
        for one in paces(compared.old, compared.new)
    ]


def _sure(pace: Pace) -> str:
    if pace.least > 1:
        return f"at least {percent(pace.least)}, whatever intervals and noise explain"
    return "intervals and noise of the two explain it" if pace.ratio > 1 else "not longer"


def _sign(pace: Pace, glyphs: Glyphs) -> tuple[str, str]:
    if pace.problem:
        return glyphs.unknown, "unknown"
    return (glyphs.failed, "bad") if pace.least > 1 else (glyphs.passed, "good")
