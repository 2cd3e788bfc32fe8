"""Which project was judged, and is it ready for what it aims at?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from seatrial.gate import Verdict, verdict
from seatrial.model import Severity, State
from seatrial.model.counted import counted
from seatrial.model.ladder import Ladder, on_conditions
from seatrial.model.ledger import Score
from seatrial.model.result import Report
from seatrial.report.glyphs import Glyphs
from seatrial.report.holds import together
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.report.words import LATER

_STYLES = {Verdict.READY: "good", Verdict.CONDITIONAL: "weak", Verdict.NOT_READY: "bad"}


def title(report: Report, glyphs: Glyphs) -> Line:
    """Return what was judged by which version, and as of which day."""
    subject = report.subject
    state = ", with uncommitted changes" if subject.dirty else ""
    commit = f" @ {shown(subject.commit[:7])}{state}" if subject.commit else ""
    parts = f" {glyphs.dot} as of {subject.as_of.isoformat()}"
    return line(
        Span(f"seatrial {report.tool.version} {glyphs.dot} ", "muted"),
        Span(shown(subject.name), "strong"),
        Span(commit + parts, "muted"),
    )


def verdict_line(report: Report, glyphs: Glyphs) -> Line:
    """Return whether the project is ready, with the counts that matter."""
    found = verdict(report)
    if found is Verdict.NOTHING or report.score is None:
        said = ": no model, training, inference or language model was found"
        return line(Span(f"{glyphs.unknown} NOTHING TO ASSESS", "unknown"), f"{said}{_told(report, glyphs)}")
    sign = glyphs.failed if found is Verdict.NOT_READY else glyphs.passed
    words = "NOT READY" if found is Verdict.NOT_READY else "READY"
    conditions = report.level.conditions if report.level and found is Verdict.CONDITIONAL else ()
    aim = on_conditions(f"{words} for {report.score.target}", conditions)
    return line(Span(f"{sign} {aim}", _STYLES[found]), _told(report, glyphs))


def score_line(score: Score, glyphs: Glyphs) -> Line:
    """Return the score as a range, with how much of it could be judged."""
    lower, upper = f"{score.lower:.1f}", f"{score.upper:.1f}"
    spread = lower if lower == upper else f"{lower} to {upper}"
    mark = "" if score.scored else f" {glyphs.dot} not scored: more than half is unknown"
    if score.scored and score.provisional:
        mark = f" {glyphs.dot} provisional: much is unknown"
    return line(
        Span(spread, "strong"),
        f" of 100 for {score.target} {glyphs.dot} {score.judged} % of it could be judged",
        Span(mark, "unknown"),
    )


def standing(ladder: Ladder) -> str:
    """Return in one sentence how far it reaches and what holds it there."""
    held = next(iter(together(ladder.held_besides)), None)
    because = f": {shown(held.message)}" + (f" ({shown(held.check)})" if held.check else "") if held else ""
    if ladder.engineering > ladder.name:
        return f"engineering reaches {shown(ladder.engineering_told)}; held at {ladder.name}{because}"
    if ladder.next is None:
        return f"reaches {ladder.told}, the highest level for what it was taken for"
    return f"held at {ladder.told}{because}"


def _told(report: Report, glyphs: Glyphs) -> str:
    return "".join(f" {glyphs.dot} {count}" for count in _counts(report))


def _counts(report: Report) -> Iterator[str]:
    open_now = [finding for finding in report.of_product if not (finding.quiet or finding.ahead or finding.waived)]
    by_severity = Counter(finding.severity for finding in open_now)
    if blockers := [finding for finding in open_now if finding.severity is Severity.BLOCKER]:
        yield _blockers(len(blockers), sum(not finding.blocking for finding in blockers), verdict(report))
    if by_severity[Severity.HIGH]:
        yield f"{by_severity[Severity.HIGH]} high"
    unknown = sum(entry.state is State.UNKNOWN and entry.written for entry in report.ledger)
    if unknown:
        yield f"{unknown} unknown"
    waived = sum(finding.waived is not None for finding in report.findings)
    if waived:
        yield f"{waived} waived"


def _blockers(count: int, likely: int, found: Verdict) -> str:
    """Say how many there are. Where every gate up to the target holds, a sure one can close a later level alone."""
    doubt = f" ({likely} only likely)" if likely else ""
    later = LATER if found is not Verdict.NOT_READY and count > likely else ""
    return counted(count, "blocker") + later + doubt


def summary(report: Report, view: View) -> Sequence[Line]:
    """Return the verdict and the score alone."""
    lines = [verdict_line(report, view.glyphs)]
    if report.score is not None:
        lines.append(score_line(report.score, view.glyphs))
    return lines
