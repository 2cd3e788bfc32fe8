"""Does a comparison of two models let the worse one through?"""

from typing import Final

from seatrial.facts.training.promotions import PROMOTES
from seatrial.read.code.python_record import Comparison, Value
from seatrial.read.regex import regex

_OLD: Final = regex(
    r"(?<![a-z])(?:prev(?:ious)?|old|champ(?:ion)?|incumbent|baseline|prod(?:uction)?|deployed|existing)(?![a-z])"
)
_LESS_IS_BETTER: Final = regex(
    r"(?<![a-z])(?:rmse|w?mape|smape|mae|mse|loss|log_?loss|error(?:_rate)?|wer|cer|perplexity|brier|distance)(?![a-z])"
)
_MORE_IS_BETTER: Final = regex(
    r"(?<![a-z])(?:acc(?:uracy)?|f1|auc|roc_auc|precision|recall|r2|bleu|iou|dice|m?ap|ndcg|kappa|mcc)(?![a-z])"
)


def is_turned(item: Comparison) -> bool:
    """Tell whether a branch that promotes is taken where the earlier model is the better one.

    Only where one side alone is named for an earlier model, the figure tells which way is better, and one branch alone
    registers, promotes or deploys. A difference or a margin may turn the sides, and is left alone.
    """
    left, right = _named(item.left), _named(item.right)
    more, less = (bool(pattern.search(f"{left} {right}")) for pattern in (_MORE_IS_BETTER, _LESS_IS_BETTER))
    old = (bool(_OLD.search(left)), bool(_OLD.search(right)))
    branch = _promotes(item)
    if old[0] == old[1] or more == less or branch is None or item.operator not in {"<", "<=", ">", ">="}:
        return False
    left_is_better = item.operator.startswith(">") == more
    taken_for_new = left_is_better != old[0]
    return taken_for_new != branch


def _promotes(item: Comparison) -> bool | None:
    """Tell which branch promotes: that of the comparison, or its else; None when both do, or neither."""
    found = {not lead.startswith("else ") for lead in item.leads_to if PROMOTES.search(lead.lower())}
    return found.pop() if len(found) == 1 else None


def _named(value: Value) -> str:
    """Return a plain side in small letters, "" for what is worked out."""
    return (value.text or value.name).lower() if value.kind in {"name", "item", "call"} else ""
