"""What does the owners' own arithmetic say about cost, worth and waiting, in words of the page?"""

from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.value import amount
from seatrial.value import case_of


@dataclass(frozen=True, slots=True)
class Row:
    """One figure that follows from the owners' assumptions."""

    name: str
    value: str  #: likely, with the least and the most
    formula: str


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """The figures that can be worked out, and the assumptions behind them with who answers for each."""

    rows: tuple[Row, ...]
    assumed: tuple[tuple[str, str, str], ...]  #: key, value, owner
    waiting: str = ""  #: what each month of waiting costs; "" when the assumptions do not tell


def business_case(report: Report) -> BusinessCase | None:
    """Return the case of a result; None where nobody gave a figure: no price is built in."""
    given = report.stated.value
    if given is None:
        return None
    case = case_of(given)
    known = [figure for figure in case.figures if figure.value is not None]
    rows = [
        Row(one.name, f"{amount(one.value)} {one.unit or case.currency}", one.formula) for one in known if one.value
    ]
    waiting = next((row.value for row, one in zip(rows, known, strict=True) if one.key == "waiting"), "")
    assumed = [(key.replace("_", " "), f"{one.value:,g}", one.owner) for key, one in case.assumptions]
    return BusinessCase(tuple(rows), tuple(assumed), waiting)
