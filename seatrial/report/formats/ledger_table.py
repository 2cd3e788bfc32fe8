"""How does a spreadsheet read the ledger, as CSV?"""

import csv
import io

from seatrial.model.grade_words import grade_word
from seatrial.model.ledger import LedgerLine
from seatrial.report.formats.material import Material
from seatrial.report.printable import shown

COLUMNS = (
    "component", "check", "name", "dimension", "severity", "stage", "state", "grade", "required", "price", "earned",
    "upper", "gain", "effort", "confidence", "waived_until", "attested_by", "message", "places",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(material: Material) -> bytes:
    """Return one row for each check of each component, as RFC 4180 in UTF-8.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in _row(line)] for line in material.report.ledger)
    return stream.getvalue().encode()


def _row(line: LedgerLine) -> tuple[str, ...]:
    return (
        line.component,
        line.id,
        line.name,
        line.dimension,
        line.severity.value,
        line.stage.value,
        line.state.value,
        grade_word(line.kind, line.grade),
        grade_word(line.kind, line.required) if line.required else "",
        *(f"{number:.4f}" for number in (line.price, max(line.earned, 0.0), line.upper, line.gain)),
        line.effort.value,
        line.confidence.value,
        line.waived.term.removeprefix("until ") if line.waived else "",
        line.attested.by if line.attested else "",
        line.message or line.reason,
        " ".join(str(item.place) for item in line.evidence),
    )


def _safe(cell: str) -> str:
    text = shown(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
