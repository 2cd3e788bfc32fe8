"""How is a baseline told in a terminal: how much of which severity, what is gone, what was added?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from seatrial.gate.baseline import Baseline, Listed
from seatrial.model import Severity
from seatrial.report.lines import Line, Span, line
from seatrial.report.printable import shown
from seatrial.report.words import Glyphs

_SHOWN = 20


def baseline_lines(baseline: Baseline, gone: Sequence[Listed], glyphs: Glyphs) -> Iterator[Line]:
    """Return how many findings of which severity a baseline names, and which of them are gone."""
    counts = Counter(one.severity for one in baseline.findings)
    told = ", ".join(f"{counts[one]} {one}" for one in reversed(Severity) if counts[one])
    at = f" at {baseline.commit[:7]}" if baseline.commit else ""
    yield line(Span(f"{len(baseline.findings)} findings known since {baseline.day}{at}", "strong"))
    if told:
        yield line(told)
    if gone:
        yield line()
        yield line(Span(f"Gone ({len(gone)}): seatrial baseline prune takes them out", "heading"))
        yield from _rows(gone, glyphs)


def changed_lines(before: Baseline, after: Baseline, glyphs: Glyphs) -> Iterator[Line]:
    """Return what was added to a baseline and what was taken out of it."""
    was, now = before.fingerprints, after.fingerprints
    groups = (
        ("Added", [one for one in after.findings if one.fingerprint not in was]),
        ("Taken out", [one for one in before.findings if one.fingerprint not in now]),
    )
    for title, found in groups:
        if found:
            yield line(Span(f"{title} ({len(found)})", "heading"))
            yield from _rows(found, glyphs)
    if not any(found for _, found in groups):
        yield line("nothing was added, and nothing is mended")


def _rows(found: Sequence[Listed], glyphs: Glyphs) -> Iterator[Line]:
    for one in sorted(found, key=lambda one: (-one.severity.rank, one.check, one.path))[:_SHOWN]:
        sign = Span(f"{glyphs.severity(one.severity)} {one.severity:8} ", one.severity)
        where = Span(f"  {shown(one.path)}", "place") if one.path else ""
        yield line(sign, Span(f"{one.check} ", "muted"), shown(one.message), where, hang=11)
    if len(found) > _SHOWN:
        yield line(Span(f"and {len(found) - _SHOWN} more", "muted"))
