"""Which findings does a new baseline hold, and which does an old one still hold?"""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.alerts import Alert, alerts
from seatrial.gate.baseline.file import Baseline, Listed
from seatrial.model import State
from seatrial.model.moves import Renamed
from seatrial.model.result import Report

_NOTHING = Renamed()


def baseline_of(report: Report) -> Baseline:
    """Return a baseline of everything that a report complains about; what is waived needs none."""
    found = (_entry_of_alert(one) for one in alerts(report) if one.finding.waived is None)
    return _made(report, found)


def updated(old: Baseline, report: Report, renamed: Renamed = _NOTHING) -> Baseline:
    """Return the baseline with what is new, and without what is mended.

    What could not be judged this time (an unknown check, a crash), and what is waived, stays: it may come back.
    """
    return _made(report, {*baseline_of(report).findings, *_not_seen(old, report, renamed)})


def pruned(old: Baseline, report: Report, renamed: Renamed = _NOTHING) -> Baseline:
    """Return the baseline without what is mended; nothing is added. A renamed file has its new name there."""
    now = by_mark(report, renamed)
    still = (_entry_of_alert(now[one.fingerprint]) for one in old.findings if one.fingerprint in now)
    return _made(report, {*still, *_not_seen(old, report, renamed)})


def marks(alert: Alert, renamed: Renamed) -> tuple[str, ...]:
    """Return the fingerprints that an alert goes by: its own, and that under the old name of its file."""
    before = renamed.marks.get(alert.fingerprint)
    return (alert.fingerprint, before) if before else (alert.fingerprint,)


def by_mark(report: Report, renamed: Renamed) -> Mapping[str, Alert]:
    """Return the alerts of a report by every fingerprint that they go by."""
    return {mark: one for one in alerts(report) for mark in marks(one, renamed)}


def unjudged(report: Report) -> frozenset[tuple[str, str]]:
    """Return the component and id of every check that could not be judged: its findings may still be there."""
    return frozenset((line.component, line.id) for line in report.ledger if line.crashed or line.state is State.UNKNOWN)


def _not_seen(old: Baseline, report: Report, renamed: Renamed) -> Iterator[Listed]:
    """Yield what an old baseline lists and is neither there nor known to be gone."""
    now = by_mark(report, renamed)
    unknown = unjudged(report)
    for one in old.findings:
        alert = now.get(one.fingerprint)
        waived = alert is not None and alert.finding.waived is not None
        if waived or (alert is None and (one.component, one.check) in unknown):
            yield one


def _made(report: Report, found: Iterable[Listed]) -> Baseline:
    by_place = sorted(found, key=lambda one: (one.check, one.path, one.component, one.message, one.fingerprint))
    subject = report.subject
    return Baseline(subject.commit, subject.as_of, report.rubric.sha256, tuple(by_place))


def _entry_of_alert(alert: Alert) -> Listed:
    finding = alert.finding
    path = alert.place.path if alert.place and finding.marks else ""
    texts = [_printable(text) for text in (path, finding.component, finding.message)]
    return Listed(finding.check, texts[0], texts[1], finding.severity, texts[2], alert.fingerprint)


def _printable(text: str) -> str:
    """Return text that JSON and terminals take: bytes of file names that are no UTF-8 stand escaped."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
