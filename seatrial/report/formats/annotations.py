"""Which ten lines of each level does GitHub show beside the code, as workflow commands?

The runner keeps ten errors, ten warnings and ten notices of a step and drops the rest without a word; so the worst
stand first, and the tenth says how many there are beside it.
"""

from collections.abc import Iterator

from seatrial.alerts import Alert, alerts
from seatrial.model import Severity
from seatrial.model.result import Subject
from seatrial.report.formats.material import Material, message
from seatrial.report.printable import shown

LIMIT = 10  #: for each level
_LEVELS = {Severity.BLOCKER: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice"}


def to_annotations(material: Material) -> bytes:
    """Return workflow commands, at most ten of each level, the worst first.

    Of a change only what is new. What is not asked for yet, waived, or seen only in tests and the like is left out.
    """
    found = material.comparison.fresh if material.comparison else alerts(material.report)
    told = [one for one in found if one.finding.waived is None and not one.finding.quiet]
    rows: list[str] = []
    for level in ("error", "warning", "notice"):
        of_level = [one for one in told if not one.finding.ahead and _LEVELS[one.finding.severity] == level]
        rows += _rows(level, of_level, material.report.subject)
    return "".join(f"{row}\n" for row in rows).encode()


def _rows(level: str, found: list[Alert], subject: Subject) -> Iterator[str]:
    over = len(found) > LIMIT
    for alert in found[: LIMIT - 1 if over else LIMIT]:
        yield _command(alert, level, subject)
    if over:
        more = f"{len(found) - LIMIT + 1} more of this level: they stand in the summary and in the report."
        yield f"::{level} title=seatrial::{more}"


def _command(alert: Alert, level: str, subject: Subject) -> str:
    finding, place = alert.finding, alert.place
    fields = [("title", f"{finding.check} {shown(finding.name)}")]
    if place is not None:
        fields.insert(0, ("file", shown(subject.from_root(place.path))))
        fields.insert(1, ("line", str(max(place.line, 1))))
    written = ",".join(f"{key}={_property(value)}" for key, value in fields)
    step = f" Fix: {shown(finding.fix[0])}" if finding.fix else ""
    return f"::{level} {written}::{_data(shown(message(finding)) + step)}"


def _data(text: str) -> str:
    """Escape the message as the runner's toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
