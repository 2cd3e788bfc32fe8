"""Which ten lines of each level does GitHub show beside the code, as workflow commands?

The runner keeps ten errors, ten warnings and ten notices of a step and drops the rest without a word; so the worst
stand first, and the tenth says how many there are beside it.
"""

from collections.abc import Iterator, Sequence

from seatrial.alerts import Alert, alerts
from seatrial.gate import Condition, Loosened, Outcome
from seatrial.model import Place, Severity
from seatrial.model.result import Subject
from seatrial.report.formats.material import Material, message, sentence
from seatrial.report.printable import shown

LIMIT = 10  #: for each level
_LEVELS = {Severity.BLOCKER: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice"}


def to_annotations(material: Material) -> bytes:
    """Return workflow commands, at most ten of each level, the worst first.

    What a gate misses and how a change asks for less stand before all findings: often the log shows nothing else. Of a
    change only what is new or worse. What is not asked for yet, waived, or seen only in tests and the like is left out.
    """
    subject, compared = material.report.subject, material.comparison
    found = (*compared.fresh, *compared.worsened) if compared else alerts(material.report)
    loud = [one for one in found if not (one.finding.waived or one.finding.quiet or one.finding.ahead)]
    commands = [
        *(_missed(one) for one in material.gate.conditions if not one.holds),
        *(_loosened(one, subject) for one in material.loosened),
        *(_command(one, subject) for one in loud),
    ]
    rows = [row for level in ("error", "warning", "notice") for row in _rows(level, commands)]
    return "".join(f"{row}\n" for row in rows).encode()


def _rows(level: str, commands: Sequence[str]) -> Iterator[str]:
    of_level = [one for one in commands if one.startswith(f"::{level} ")]
    over = len(of_level) > LIMIT
    yield from of_level[: LIMIT - 1 if over else LIMIT]
    if over:
        more = f"{len(of_level) - LIMIT + 1} more of this level: they stand in the summary and in the report."
        yield f"::{level} title=seatrial::{more}"


def _missed(condition: Condition) -> str:
    level = "notice" if condition.otherwise is Outcome.NONE else "error"
    what = f"{condition.name}: {condition.found}, {condition.required} asked"
    return f"::{level} title=seatrial gate::{_data(sentence(shown(what)))}"


def _loosened(one: Loosened, subject: Subject) -> str:
    where = _properties(one.place, subject, "This change asks for less than before")
    return f"::{_LEVELS[one.severity]} {where}::{_data(sentence(shown(one.message)))}"


def _command(alert: Alert, subject: Subject) -> str:
    finding = alert.finding
    where = _properties(alert.place, subject, f"{finding.check} {shown(finding.name)}")
    step = f" Fix: {shown(finding.fix[0])}" if finding.fix else ""
    return f"::{_LEVELS[finding.severity]} {where}::{_data(shown(message(finding)) + step)}"


def _properties(place: Place | None, subject: Subject, title: str) -> str:
    fields = [("title", title)]
    if place is not None:
        fields = [("file", shown(subject.from_root(place.path))), ("line", str(max(place.line, 1))), *fields]
    return ",".join(f"{key}={_property(value)}" for key, value in fields)


def _data(text: str) -> str:
    """Escape the message as the runner's toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
