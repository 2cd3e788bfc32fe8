"""How is a baseline told in a terminal: how much of which severity, what is gone, what was added?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from seatrial.gate.baseline import Baseline, Listed
from seatrial.model.counted import counted
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.words import by_severity

_SHOWN = 20


def baseline_lines(baseline: Baseline, gone: Sequence[Listed], glyphs: Glyphs) -> Iterator[Line]:
    """Return how many findings of which severity a baseline names, and which of them are gone."""
    counts = by_severity(one.severity for one in baseline.findings)
    at = f" at {baseline.commit[:7]}" if baseline.commit else ""
    yield line(Span(f"{counted(len(baseline.findings), 'finding')} known since {baseline.day}{at}", "strong"))
    if counts:
        yield line(counts)
    if gone:
        yield line()
        yield line(Span(f"Gone ({len(gone)}): seatrial baseline prune takes them out", "heading"))
        yield from _rows(gone, glyphs)


def changed_lines(before: Baseline, after: Baseline, glyphs: Glyphs, paths: Mapping[str, str]) -> Iterator[Line]:
    """Return what was added to a baseline, what was taken out, and how much has only another path (new by old)."""
    was, now = before.fingerprints, after.fingerprints
    added = [one for one in after.findings if one.fingerprint not in was]
    gone = [one for one in before.findings if one.fingerprint not in now]
    fresh, out = _unpaired(added, gone, paths)
    if moved := len(gone) - len(out):
        yield line(f"{moved} have another path now")
    groups = (("Added", fresh), ("Taken out", out))
    for title, found in groups:
        if found:
            yield line(Span(f"{title} ({len(found)})", "heading"))
            yield from _rows(found, glyphs)
    if not (added or gone):
        yield line("nothing was added, and nothing is mended")


def _unpaired(
    added: Sequence[Listed], gone: Sequence[Listed], paths: Mapping[str, str]
) -> tuple[list[Listed], list[Listed]]:
    """Return what was added and what is gone, without the pairs that a renamed file makes of one finding."""
    names = Counter((one.check, paths.get(one.path, "")) for one in gone)
    pairs = Counter((one.check, one.path) for one in added) & names
    news, olds = pairs.copy(), pairs.copy()
    fresh = [one for one in added if not _taken(news, (one.check, one.path))]
    out = [one for one in gone if not _taken(olds, (one.check, paths.get(one.path, "")))]
    return fresh, out


def _taken(left: Counter[tuple[str, str]], key: tuple[str, str]) -> bool:
    left[key] -= 1
    return left[key] >= 0


def _rows(found: Sequence[Listed], glyphs: Glyphs) -> Iterator[Line]:
    for one in sorted(found, key=lambda one: (-one.severity.rank, one.check, one.path))[:_SHOWN]:
        sign = Span(f"{glyphs.severity(one.severity)} {one.severity:8} ", one.severity)
        where = Span(f"  {shown(one.path)}", "place") if one.path else ""
        yield line(sign, Span(f"{one.check} ", "muted"), shown(one.message), where, hang=11)
    if len(found) > _SHOWN:
        yield line(Span(f"and {len(found) - _SHOWN} more", "muted"))
