"""How is a result told to code scanning, as SARIF 2.1.0 within what GitHub documents?

The required and recommended fields, and the limits, are those of GitHub's page "SARIF support for code scanning". An
alert without a place stands at README.md, since each result needs one. Fingerprints hold no line numbers. Paths go from
the root of the clone, and the category names the part of it that was judged: two of one category replace each other.
"""

import gzip
from urllib.parse import quote

from seatrial.alerts import Alert, alerts
from seatrial.model import Confidence, Place, Waiver
from seatrial.model.result import Report, Subject
from seatrial.report.formats.material import Material, cut, message
from seatrial.report.formats.sarif_opinions import opinion_runs
from seatrial.report.formats.sarif_rules import Json, rules_of
from seatrial.report.formats.sarif_words import LEVELS, NOWHERE, SCHEMA
from seatrial.report.printable import shown
from seatrial.report.stored import canonical

#: GitHub rejects a whole file with more results, and shows the first hundred places of each.
RESULTS, LOCATIONS = 25_000, 100
BYTES = 10_000_000  #: of the file after gzip
_MESSAGE = 4_000


def to_sarif(material: Material) -> bytes:
    """Return a result as SARIF: an alert is one result; waived ones only when the material keeps what is suppressed.

    What is seen only in tests, examples, notebooks or dead code is left out. Beyond a limit the mildest results go,
    and a notification says how many.
    """
    wanted = [one for one in alerts(material.report) if _wanted(one, suppressed=material.suppressed)]
    kept = wanted[:RESULTS]
    while True:
        data = canonical(_document(material, kept, len(wanted) - len(kept)))
        if not kept or len(gzip.compress(data, mtime=0)) <= BYTES:
            return data
        kept = kept[: len(kept) // 2]


def _wanted(alert: Alert, *, suppressed: bool) -> bool:
    finding = alert.finding
    return not finding.quiet and (suppressed or finding.waived is None)


def _document(material: Material, kept: list[Alert], dropped: int) -> Json:
    report, subject = material.report, material.report.subject
    rules, index = rules_of(kept, material.checks)
    profile = "+".join(report.rubric.profiles) or "default"
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "seatrial",
                        "version": report.tool.version,
                        "semanticVersion": report.tool.version,
                        "rules": rules,
                    }
                },
                "automationDetails": {"id": f"seatrial/{profile}/{shown(subject.from_root(''))}"},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(report, dropped)],
                "results": [_result(one, index[one.finding.check], subject) for one in kept],
                "properties": {"rubric": f"{report.rubric.name} {report.rubric.version}"},
            },
            *opinion_runs(report.imported, subject.from_root),
        ],
    }


def _invocation(report: Report, dropped: int) -> Json:
    words = [f"{shown(path)} could not be read: {shown(reason)}" for path, reason in report.unread[:100]]
    words += [f"{dropped} results are left out, the mildest: the platform takes no more"] if dropped else []
    notes: list[Json] = [{"level": "warning", "message": {"text": cut(text, _MESSAGE)}} for text in words]
    notes += [{"level": "error", "message": {"text": cut(shown(crash), _MESSAGE)}} for crash in report.crashes]
    return {
        "executionSuccessful": not report.crashes,
        "toolExecutionNotifications": notes,
    }


def _result(alert: Alert, rule: int, subject: Subject) -> Json:
    finding = alert.finding
    level = "note" if finding.ahead else LEVELS[finding.severity]
    made: Json = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": level,
        "message": {"text": cut(_told(alert), _MESSAGE)},
        "locations": [_location(place, subject) for place in (alert.places or (NOWHERE,))[:LOCATIONS]],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{alert.fingerprint[:16]}:1",
            "seatrial/v1": alert.fingerprint,
        },
        "properties": {
            "component": shown(finding.component),
            "confidence": finding.confidence.value,
            "effort": finding.effort.value,
            "stage": finding.stage.value,
        },
    }
    return made if finding.waived is None else {**made, "suppressions": [_suppression(finding.waived)]}


def _suppression(waiver: Waiver) -> Json:
    why = f"{waiver.reason}: " if waiver.reason else ""
    reason = cut(f"{why}{shown(waiver.because)} ({waiver.term})", _MESSAGE)
    return {"kind": "external" if waiver.expires else "inSource", "status": "accepted", "justification": reason}


def _told(alert: Alert) -> str:
    """Return the message; GitHub shows its first sentence as the title."""
    finding = alert.finding
    parts = [shown(message(finding))]
    if finding.confidence is Confidence.LIKELY:
        parts.append("Likely, not verified.")
    if finding.ahead:
        parts.append(f"Not asked for before {finding.stage}.")
    if not alert.places:
        looked = f" Looked for {shown(finding.looked_for)}." if finding.looked_for else ""
        parts.append(f"It has no place of its own, and stands at {NOWHERE.path}.{looked}")
    return " ".join([*parts, *(f"Fix: {shown(step)}" for step in finding.fix[:1])])


def _location(place: Place, subject: Subject) -> Json:
    line, column = max(place.line, 1), max(place.column, 1)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(subject.from_root(place.path))},
            "region": {
                "startLine": line,
                "startColumn": column,
                "endLine": line,
                "endColumn": max(place.end_column, column + 1),
            },
        }
    }


def _uri(path: str) -> str:
    """Return a path as a relative reference; a byte that is no UTF-8 stands as that byte."""
    return quote(path, safe="/", errors="surrogateescape")
