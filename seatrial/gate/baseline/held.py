"""What is new beyond a baseline, what of it is gone, and what does a change add to it?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.alerts import alerts
from seatrial.comparison import Comparison
from seatrial.gate.baseline.file import Baseline, Listed
from seatrial.gate.baseline.made import by_mark, marks, unjudged
from seatrial.model.moves import Renamed
from seatrial.model.result import Report


def held(compared: Comparison, baseline: Baseline, renamed: Renamed) -> Comparison:
    """Return a comparison in which nothing is new that the baseline names; ``renamed`` is since the baseline."""
    known = baseline.fingerprints
    unseen = (*compared.fresh, *compared.asked_now)
    listed = {one.fingerprint for one in unseen if known & {*marks(one, renamed)}}
    return replace(
        compared,
        fresh=tuple(one for one in compared.fresh if one.fingerprint not in listed),
        asked_now=tuple(one for one in compared.asked_now if one.fingerprint not in listed),
        still=(*compared.still, *(one for one in unseen if one.fingerprint in listed)),
        remarks=(*compared.remarks, *_remarks(compared.new, baseline, renamed)),
    )


def gone(baseline: Baseline, report: Report, renamed: Renamed) -> tuple[Listed, ...]:
    """Return what a baseline lists and a report shows to be mended; what could not be judged is not among it."""
    now = by_mark(report, renamed)
    unknown = unjudged(report)
    return tuple(
        one
        for one in baseline.findings
        if one.fingerprint not in now and (one.component, one.check) not in unknown
    )  # fmt: skip


def added(before: Baseline | None, after: Baseline, old: Report, renamed: Renamed) -> tuple[Listed, ...]:
    """Return what a change takes for known that was not: by the baseline before it, else by the result before it.

    Whoever adopts a baseline adds nothing as long as all of it was there before the change.
    """
    known = before.fingerprints if before else {one.fingerprint for one in alerts(old)}
    return tuple(
        one
        for one in after.findings
        if one.fingerprint not in known and renamed.marks.get(one.fingerprint) not in known
    )  # fmt: skip


def _remarks(report: Report, baseline: Baseline, renamed: Renamed) -> Iterator[str]:
    if baseline.rubric != report.rubric.sha256:
        yield "the baseline was made by another table of rules: what that table did not ask for counts as new"
    if count := len(gone(baseline, report, renamed)):
        yield f"{count} of the baseline's findings are gone: seatrial baseline prune takes them out"
