"""How does GitLab show a result in a merge request, as a Code Quality report?

Fields and the meaning of severities are those of GitLab's page "Code Quality", section on custom tools. Equal
fingerprints would collapse into one entry, so each is unique.
"""

import hashlib
import json

from seatrial.alerts import Alert, alerts
from seatrial.model import Severity
from seatrial.model.result import Subject
from seatrial.report.formats.material import Material, sentence
from seatrial.report.printable import shown, without_surrogates

_SEVERITY = {
    Severity.BLOCKER: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}
_NOWHERE = "README.md"  #: where stands what has no place; GitLab drops an entry without a path


def to_code_quality(material: Material) -> bytes:
    """Return the alerts of a result as GitLab's JSON, without a byte order mark; waived and quiet ones are left out."""
    open_ones = [one for one in alerts(material.report) if one.finding.waived is None and not one.finding.quiet]
    entries = [_entry(one, material.report.subject) for one in open_ones]
    text = json.dumps(entries, indent=2, sort_keys=True, ensure_ascii=True)
    return text.encode() + b"\n"


def _entry(alert: Alert, subject: Subject) -> dict[str, object]:
    finding, place = alert.finding, alert.place
    severity = "info" if finding.ahead else _SEVERITY[finding.severity]
    step = f" Fix: {shown(finding.fix[0])}" if finding.fix else ""
    return {
        "check_name": f"{finding.check} {finding.name}",
        "description": f"{finding.check}: {sentence(shown(finding.message))}{step}",
        "fingerprint": _fingerprint(alert, subject),
        "location": {
            "lines": {"begin": max(place.line, 1) if place else 1},
            "path": without_surrogates(subject.from_root(place.path if place else _NOWHERE)),
        },
        "severity": severity,
    }


def _fingerprint(alert: Alert, subject: Subject) -> str:
    """Return what the entry is followed by; two parts may have a file of the same name, and one merge request."""
    if not subject.below:
        return alert.fingerprint
    return hashlib.sha256(f"{without_surrogates(subject.below)}\0{alert.fingerprint}".encode()).hexdigest()
