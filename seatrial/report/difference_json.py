"""How is the difference of two results told to another program?"""

from seatrial.alerts import Alert
from seatrial.comparison import Comparison
from seatrial.model.ledger import LedgerLine
from seatrial.model.moves import Height, Moved
from seatrial.report.latency import latency_plain
from seatrial.report.printable import without_surrogates
from seatrial.report.stored import Plain, canonical


def difference_json(compared: Comparison) -> bytes:
    """Return the difference as canonical JSON; alerts by their fingerprints."""
    return canonical(
        {
            "old": _subject(compared.old.subject.commit, compared.old.rubric.sha256),
            "new": _subject(compared.new.subject.commit, compared.new.rubric.sha256),
            "remarks": list(compared.remarks),
            "fresh": [_plain(one) for one in compared.fresh],
            "asked_now": [_plain(one) for one in compared.asked_now],
            "fixed": [_plain(one) for one in compared.fixed],
            "still": [_plain(one) for one in compared.still],
            "waived": [_plain(one) for one in compared.waived],
            "moved": [_plain_move(one) for one in compared.moved],
            "components": [_plain_height(one) for one in compared.heights],
            "latencies": latency_plain(compared),
        }
    )


def _subject(commit: str, rubric: str) -> Plain:
    return {"commit": commit, "rubric_sha256": rubric}


def _plain(alert: Alert) -> Plain:
    finding = alert.finding
    return {
        "check": finding.check,
        "component": without_surrogates(finding.component),
        "fingerprint": alert.fingerprint,
        "message": without_surrogates(finding.message),
        "places": [without_surrogates(str(place)) for place in alert.places],
        "severity": finding.severity.value,
    }


def _plain_move(moved: Moved) -> Plain:
    return {
        "check": moved.check,
        "component": without_surrogates(moved.component),
        "before": _plain_line(moved.before),
        "after": _plain_line(moved.after),
        "worse": moved.worse,
        "scoped": moved.scoped,
        "points": round(moved.points, 6),
        "gone": [f"{without_surrogates(str(one.place))} {without_surrogates(one.what)}" for one in moved.gone],
        "come": [f"{without_surrogates(str(one.place))} {without_surrogates(one.what)}" for one in moved.come],
    }


def _plain_line(entry: LedgerLine | None) -> Plain:
    return {"state": entry.state.value, "grade": entry.grade.value if entry.grade else None} if entry else None


def _plain_height(height: Height) -> Plain:
    return {
        "component": without_surrogates(height.component),
        "score": [None if score is None else round(score, 6) for score in height.score],
        "level": [level.value if level else None for level in height.level],
    }
