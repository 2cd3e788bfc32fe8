"""Does a stored result pass, by itself, beside an earlier one, or beyond a baseline?"""

from seatrial.comparison import compare
from seatrial.gate.baseline import Baseline, held
from seatrial.gate.policy import gate
from seatrial.gate.terms import Change, Judged, Policy
from seatrial.gate.tree import held_to
from seatrial.model.moves import Renamed
from seatrial.model.result import Report

_NOTHING = Renamed()


def judged_result(
    new: Report,
    policy: Policy,
    *,
    old: Report | None = None,
    baseline: Baseline | None = None,
    renamed: Renamed = _NOTHING,
) -> Judged:
    """Hold a result to a policy, without a scan: beside an earlier result, beyond a baseline, both, or neither.

    With neither, what a policy asks of a change asks for nothing. A result knows no git: a file that only has another
    name now is another file, unless ``renamed`` says what has another name since the earlier result.
    """
    if old is not None:
        compared = compare(old, new, renamed)
        change = Change(held(compared, baseline, _NOTHING) if baseline else compared)
    elif baseline is not None:
        change = held_to(new, baseline, _NOTHING)
    else:
        return Judged(Change(compare(new, new)), gate(new, policy))
    return Judged(change, gate(new, policy, change))
