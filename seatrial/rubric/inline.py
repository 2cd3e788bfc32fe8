"""Which comments in the code let a finding through, and which have no effect?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from seatrial.config.problem import nearest
from seatrial.facts.project.suppressions import Suppressed
from seatrial.judging.check import Check
from seatrial.model import Grade, Kind, LedgerLine, Notice, Severity, State, Waiver
from seatrial.rubric.load import Rubric

_WRITE = "write # seatrial: ignore[ID] and a reason"


def inline_waivers(
    found: Iterable[Suppressed], rubric: Rubric, checks: Mapping[str, Check]
) -> tuple[tuple[Waiver, ...], tuple[Notice, ...]]:
    """Return the waivers that comments in the code stand for, and a notice for each comment without effect.

    A comment must name its checks and a reason. A blocker is waived in the configuration only, where somebody answers
    for it until a day.
    """
    waivers: list[Waiver] = []
    notices: list[Notice] = []
    for one in found:
        if not one.checks or not one.reason:
            lacks = "no check" if not one.checks else "no reason"
            notices.append(Notice(one.place, f"this comment names {lacks}, so it has no effect: {_WRITE}"))
            continue
        for check in one.checks:
            if why := _refused(check, rubric, checks):
                notices.append(Notice(one.place, f"ignore[{check}] has no effect: {why}"))
            else:
                waivers.append(Waiver(check, None, one.reason, "", None, place=one.place, lines=one.lines))
    return tuple(waivers), tuple(notices)


def unused_comments(waivers: Iterable[Waiver], ledger: Iterable[LedgerLine]) -> Iterator[Notice]:
    """Yield a notice for every comment beside which there is nothing to let through; what is unknown may be there.

    A practice that is missing is let through when a comment stands beside each place that speaks against it.
    """
    by_check: defaultdict[str, list[LedgerLine]] = defaultdict(list)
    for line in ledger:
        by_check[line.id].append(line)
    for waiver in waivers:
        lines = by_check[waiver.check]
        if any(line.state is State.UNKNOWN or line.crashed for line in lines):
            continue
        beside = [line for line in lines if any(waiver.covers(item.place) for item in line.evidence)]
        if any(line.kind is Kind.CONDUCT or line.waived for line in beside):
            continue
        if any(line.grade is Grade.ABSENT for line in beside):
            said = "lets nothing through yet: every place that the finding names needs such a comment"
        elif any(line.kind is Kind.PRACTICE for line in lines):
            said = "covers nothing: what is missing stands nowhere, and is waived in seatrial.yaml"
        else:
            said = "covers nothing: it can go"
        yield Notice(waiver.place, f"ignore[{waiver.check}] {said}")


def _refused(check_id: str, rubric: Rubric, checks: Mapping[str, Check]) -> str:
    """Return why a comment has no effect for a check; "" when it has."""
    row, check = rubric.rows.get(check_id), checks.get(check_id)
    judged = row or check
    if judged is None:
        return f"there is no check of that name{nearest(check_id, [*rubric.rows, *checks])}"
    if judged.severity is Severity.BLOCKER:
        return "a blocker is waived in seatrial.yaml only, with an owner and a last day (seatrial waive)"
    return ""
