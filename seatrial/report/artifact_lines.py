"""What do the records of scanned files say, for a person to read?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from seatrial.artifacts import Scan
from seatrial.model.artifacts import Artifact, Finding, Gap, Trust, Verdict
from seatrial.model.counted import counted
from seatrial.model.foreign import ForeignReport
from seatrial.report.foreign import foreign_lines
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line

_FINDINGS, _GAPS = 5, 3  #: of one file that are shown
_PACKAGES = 6
_LONGEST = 400
_WORDS = {
    Verdict.DANGEROUS: ("dangerous", "bad"),
    Verdict.SUSPICIOUS: ("suspicious", "weak"),
    Verdict.NOT_FULLY_READ: ("not fully read", "unknown"),
    Verdict.CLEAN: ("clean", "good"),
}
_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"), (1, "bytes"))


def artifact_lines(
    scan: Scan, glyphs: Glyphs, others: Sequence[ForeignReport] = (), *, verbose: bool = False
) -> Iterator[Line]:
    """Return the records, the worst file first, and at the end how many there are of each verdict.

    What other tools said of the same files comes last. ``verbose`` shows every finding, gap and import; else the first
    few of each file.
    """
    for artifact in sorted(scan.artifacts, key=lambda one: -one.verdict.rank):
        yield from _record_lines(artifact, glyphs, verbose=verbose)
    if any(one.verdict is Verdict.CLEAN for one in scan.artifacts):
        yield line()  # those are told in one line each
    yield _last_line(scan, glyphs)
    if others:
        yield line()
        yield line(Span("Said by other tools, and without a say in the verdict", "heading"))
        yield line()
        yield from foreign_lines(others, glyphs, verbose=verbose)


def _record_lines(artifact: Artifact, glyphs: Glyphs, *, verbose: bool) -> Iterator[Line]:
    yield _title(artifact, glyphs)
    findings = artifact.findings if verbose else artifact.findings[:_FINDINGS]
    for finding in findings:
        yield _finding_line(finding)
    gaps = artifact.gaps if verbose else artifact.gaps[:_GAPS]
    for gap in gaps:
        yield line("    ", Span("not read: ", "unknown"), _cut(gap.why), Span(_where(gap), "muted"), hang=6)
    more = len(artifact.findings) - len(findings) + len(artifact.gaps) - len(gaps)
    if more:
        yield line("    ", Span(f"and {more} more; -v shows them", "muted"))
    for advice in dict.fromkeys(finding.safer for finding in findings if finding.safer):
        yield line("    ", Span("safer: ", "label"), _cut(advice), hang=6)
    if verbose:
        yield from _import_lines(artifact)
    if artifact.findings or artifact.gaps:
        yield line()


def _title(artifact: Artifact, glyphs: Glyphs) -> Line:
    word, style = _WORDS[artifact.verdict]
    about = [shown(artifact.format)] if artifact.format else []
    about.append(_sized(artifact.size))
    if packages := _packages(artifact):
        about.append(f"imports {packages}")
    return line(
        Span(f"{_sign(artifact.verdict, glyphs)} {word}", style),
        "  ",
        Span(shown(artifact.path), "place"),
        Span("".join(f" {glyphs.dot} {text}" for text in about), "muted"),
        hang=4,
    )


def _finding_line(finding: Finding) -> Line:
    where = _where(finding)
    style = "bad" if finding.level is Verdict.DANGEROUS else "weak"
    return line("    ", Span(f"{finding.rule}: ", style), _cut(finding.what), Span(where, "muted"), hang=6)


def _where(item: Finding | Gap) -> str:
    """Return where in a file something stands: member, key and byte, as far as they are known."""
    parts = [f"in {shown(item.member)[:_LONGEST]}"] if item.member else []
    if isinstance(item, Finding) and item.key:
        parts.append(f"at {shown(item.key)[:_LONGEST]}")
    if item.byte is not None:
        parts.append(f"byte {item.byte}")
    return f" ({', '.join(parts)})" if parts else ""


def _import_lines(artifact: Artifact) -> Iterator[Line]:
    for one in artifact.imports:
        verb = "calls or makes" if one.called else "imports"
        yield line(Span(f"    {verb} {shown(str(one))[:_LONGEST]}: {one.trust.value}", "muted"), hang=6)


def _packages(artifact: Artifact) -> str:
    """Return the packages whose code a clean file runs: whoever loads it needs them, and trusts them."""
    if artifact.verdict is not Verdict.CLEAN:
        return ""
    known = (one.module.partition(".")[0] for one in artifact.imports if one.trust is Trust.LIBRARY)
    packages = list(dict.fromkeys(shown(name) for name in known))
    return ", ".join(packages[:_PACKAGES])


def _last_line(scan: Scan, glyphs: Glyphs) -> Line:
    verdicts = Counter(one.verdict for one in scan.artifacts)
    counts = [f"{verdicts[verdict]} {_WORDS[verdict][0]}" for verdict in reversed(Verdict) if verdicts[verdict]]
    files = counted(len(scan.artifacts), "file")
    others = "1 other holds" if scan.passed_over == 1 else f"{scan.passed_over} others hold"
    passed = f" {glyphs.dot} {others} no model" if scan.passed_over else ""
    return line(Span(files, "strong"), f": {', '.join(counts)}" if counts else "", passed)


def _sign(verdict: Verdict, glyphs: Glyphs) -> str:
    return {
        Verdict.DANGEROUS: glyphs.blocker,
        Verdict.SUSPICIOUS: glyphs.high,
        Verdict.NOT_FULLY_READ: glyphs.unknown,
        Verdict.CLEAN: glyphs.passed,
    }[verdict]


def _cut(text: str) -> str:
    safe = shown(text)
    return safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 3]}..."


def _sized(size: int) -> str:
    unit, name = next(((unit, name) for unit, name in _UNITS if size >= unit), (1, "bytes"))
    return f"{size / unit:.1f} {name}" if unit > 1 else f"{size} {name}"
