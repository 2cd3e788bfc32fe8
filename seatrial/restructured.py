"""What did a change only divide, join or rename: which parts came, and what of theirs was missing before they did?

A second package makes two parts of what was the whole, and each of them lacks what the whole lacked.
"""

from collections.abc import Set
from typing import TypeAlias

from seatrial.model import Kind, State
from seatrial.model.finding import Finding
from seatrial.model.record import dataclass
from seatrial.model.result import Report

_Key: TypeAlias = tuple[str, str]  #: component and check
_LACKING = {State.FAIL, State.PARTIAL, State.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Restructured:
    """Practices that were missing in parts that went, and are in parts that came."""

    known: Set[_Key] = frozenset()  #: of the new result: missing as before
    followed: Set[_Key] = frozenset()  #: of the old result: not fixed
    told: tuple[str, ...] = ()


def restructured(old: Report, new: Report) -> Restructured:
    """Return what two results with other parts have in common; nothing where parts only came, or only went."""
    before, after = ({one.name for one in report.components} for report in (old, new))
    went, came = before - after, after - before
    if not went or not came:
        return Restructured()
    lacked, lacking = _missing(old, went), _missing(new, came)
    both = {check for _, check in lacked} & {check for _, check in lacking}
    was, now = (", ".join("the whole" if one == "." else one for one in sorted(names)) for names in (went, came))
    return Restructured(
        known=frozenset(key for key in lacking if key[1] in both),
        followed=frozenset(key for key in lacked if key[1] in both),
        told=(f"{was} is judged as {now} now: what was missing before is not new",),
    )


def key(finding: Finding) -> _Key:
    """Return by what a missing practice is followed."""
    return finding.component, finding.check


def _missing(report: Report, parts: Set[str]) -> Set[_Key]:
    """Return the practices that are not there in full; what is folded below another has a line, and no finding."""
    return {
        (line.component, line.id)
        for line in report.ledger
        if line.component in parts and line.kind is Kind.PRACTICE and line.written and line.state in _LACKING
    }
