"""What do earlier results add to the page: a trend, what became of the risks, and since when each is open?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from seatrial.model.finding import Finding
from seatrial.model.result import Report
from seatrial.report.executive.decision import blocking
from seatrial.report.executive.drawings import trend

_Risk: TypeAlias = tuple[str, str]  #: component and check: what mends one place leaves the risk open


def history(earlier: Sequence[Report], report: Report) -> Mapping[str, object] | None:
    """Return the trend: date, score and level of each result of the same rubric; None without an earlier one."""
    same = _comparable(earlier, report)
    rows = [one for one in (*same, report) if one.score and one.level]
    if len(rows) < 2:
        return None
    numbers = [one.score.lower for one in rows if one.score]
    return {"rows": rows, "line": trend(numbers), "left_out": len(earlier) - len(same)}


def fewer_or_more(earlier: Sequence[Report], report: Report) -> str:
    """Return how many risks block beside those of the last result of the same rubric; "" without one."""
    same = _comparable(earlier, report)
    if not same:
        return ""
    last = same[-1]
    change = len(blocking(report)) - len(blocking(last))
    words = f"{abs(change)} {'more' if change > 0 else 'fewer'} than" if change else "as many as"
    return f"{words} on {last.subject.as_of}"


def open_since(earlier: Sequence[Report], report: Report) -> Mapping[_Risk, str]:
    """Return since when each blocking risk has been open without a break; nothing without an earlier result.

    What was open in the oldest result may be older than that.
    """
    return {_risk(one): _since(_risk(one), earlier) for one in blocking(report)} if earlier else {}


def _since(risk: _Risk, earlier: Sequence[Report]) -> str:
    first: date | None = None
    for one in reversed(earlier):
        if risk not in {_risk(finding) for finding in blocking(one)}:
            return f"open since {first}" if first else f"new since {one.subject.as_of}"
        first = one.subject.as_of
    return f"open since {first} or longer"


def _risk(finding: Finding) -> _Risk:
    return finding.component, finding.check


def _comparable(earlier: Sequence[Report], report: Report) -> Sequence[Report]:
    return [one for one in earlier if one.rubric.sha256 == report.rubric.sha256]
