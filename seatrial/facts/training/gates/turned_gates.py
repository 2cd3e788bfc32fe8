"""Does a comparison of two models let the worse one through?"""

from seatrial.facts import fact
from seatrial.facts.code.python_files import python_files
from seatrial.facts.training.gates.metric_words import LESS_IS_BETTER, MORE_IS_BETTER
from seatrial.facts.training.gates.promotions import PROMOTES
from seatrial.read.code.python_record import Comparison, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_OLD = regex(
    r"(?<![a-z])(?:prev(?:ious)?|old|champ(?:ion)?|incumbent|baseline|prod(?:uction)?|deployed|existing)(?![a-z])"
)
_LESS = regex(rf"(?<![a-z])(?:{LESS_IS_BETTER}|loss|error|distance)(?![a-z])")
_MORE = regex(rf"(?<![a-z])(?:{MORE_IS_BETTER}|m?ap)(?![a-z])")
#: Functions that work out an error, and functions that work out how good a model is.
_ERRORS = frozenset({
    "mean_absolute_error", "mean_squared_error", "root_mean_squared_error", "mean_absolute_percentage_error",
    "median_absolute_error", "max_error", "mean_squared_log_error", "mean_pinball_loss",
})  # fmt: skip
_QUALITIES = frozenset({
    "accuracy_score", "balanced_accuracy_score", "f1_score", "precision_score", "recall_score", "roc_auc_score",
    "average_precision_score", "classification_report", "r2_score", "score", "auc", "Accuracy", "accuracy",
    "MulticlassClassificationEvaluator", "BinaryClassificationEvaluator",
})  # fmt: skip


def is_turned(item: Comparison, *, errors: bool = False) -> bool:
    """Tell whether a branch that promotes is taken where the earlier model is the better one.

    Only where one side alone is named for an earlier model, the figure tells which way is better, and one branch alone
    registers, promotes or deploys. A difference or a margin may turn the sides, and is left alone. Where ``errors``
    are all that is measured, a figure that is called an accuracy may be one too.
    """
    left, right = _plain_side(item.left), _plain_side(item.right)
    more, less = (bool(pattern.search(f"{left} {right}")) for pattern in (_MORE, _LESS))
    old = (bool(_OLD.search(left)), bool(_OLD.search(right)))
    branch = _promotes(item)
    if (
        old[0] == old[1]
        or more == less
        or (more and errors)
        or branch is None
        or item.operator not in {"<", "<=", ">", ">="}
    ):
        return False
    left_is_better = item.operator.startswith(">") == more
    taken_for_new = left_is_better != old[0]
    return taken_for_new != branch


@fact
def figures_are_errors(repo: Repo) -> bool:
    """Tell whether all that is measured of models here are errors, whatever the variables are called: ``accuracy``."""
    asked = {call.last for file in python_files(repo) for call in file.calls}
    return bool(asked & _ERRORS) and not asked & _QUALITIES


def _promotes(item: Comparison) -> bool | None:
    """Tell which branch promotes: that of the comparison, or its else; None when both do, or neither."""
    found = {not lead.startswith("else ") for lead in item.leads_to if PROMOTES.search(lead.lower())}
    return found.pop() if len(found) == 1 else None


def _plain_side(value: Value) -> str:
    """Return a plain side in small letters, "" for what is worked out."""
    return (value.text or value.name).lower() if value.kind in {"name", "item", "call"} else ""
