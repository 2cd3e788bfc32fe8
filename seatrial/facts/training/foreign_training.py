"""Where are models trained in R, and what of that is seeded, tracked and registered?

The files are searched for words, and nothing is followed: whatever is found is likely.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import Final

from seatrial.facts import fact
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_LIMIT = 300_000  #: bytes of one file
_FILES = 400  #: that are searched; what stands beyond them is not seen
_EACH = 5  #: places of one kind in one file


class Step(StrEnum):
    """What a line of such a program does."""

    FITS = "trains a model"
    SEEDS = "fixes the randomness"
    TRACKS = "keeps a run with MLflow"
    REGISTERS = "keeps a version of a model"


@dataclass(frozen=True, slots=True)
class ForeignStep:
    """One line of a program in R that makes a model."""

    place: Place
    step: Step
    text: str  #: the words that were found

    @property
    def what(self) -> str:
        """What it does, in one sentence."""
        return f"R: {self.step} by {self.text}"

    @property
    def confidence(self) -> Confidence:
        """Words were found; who runs them was not followed."""
        return Confidence.LIKELY


_NAMED: Final = regex(r"(?!(?:.*/)?(?:renv|packrat)/).*\.(?:[rR]|[rRq]md)")
_LIBRARIES: Final = regex(
    r"\b(?:library|require|requireNamespace)\(\s*[\"']?(?:tidymodels|parsnip|caret|mlr3?|SuperLearner|randomForest|ranger"
    r"|xgboost|lightgbm|catboost|bonsai|keras3?|tensorflow|torch|luz|brulee|glmnet|e1071|kernlab|nnet|rpart|gbm|h2o"
    r"|prophet|forecast|fable|modeltime|mlflow)\b"
)
_STEPS: Final = (
    (Step.FITS, regex(
        r"\b(?:last_fit|fit_resamples|tune_(?:grid|bayes|race_\w+)|workflow_map|fit|train|randomForest|ranger|glmnet"
        r"|cv\.glmnet|xgboost|xgb\.train|lightgbm|lgb\.train|catboost\.train|svm|rpart|gbm|nnet|prophet|auto\.arima"
        r"|h2o\.(?:automl|gbm|randomForest|glm|deeplearning))\("
    )),
    (Step.SEEDS, regex(r"\b(?:set\.seed|torch_manual_seed|(?:use|set)_(?:random_)?seed|set_random_seed)\(")),
    (Step.TRACKS, regex(r"\bmlflow_(?:start_run|log_\w+)\(")),
    (Step.REGISTERS, regex(
        r"\bvetiver_pin_write\(|\bmlflow_(?:register_model|create_model_version|transition_model_version_stage)\("
    )),
)  # fmt: skip


@fact
def foreign_steps(repo: Repo) -> tuple[ForeignStep, ...]:
    """Return the steps of programs in R that load a library of models and fit one, by place; tests apart."""
    files = [path for path in repo.paths if _NAMED.fullmatch(path) and role(repo, path) is Role.OWN][:_FILES]
    return tuple(sorted((found for path in files for found in _in_file(repo, path)), key=lambda one: one.place))


def foreign_training(repo: Repo, step: Step = Step.FITS) -> list[ForeignStep]:
    """Return the places of one kind."""
    return [one for one in foreign_steps(repo) if one.step is step]


def _in_file(repo: Repo, path: str) -> Iterator[ForeignStep]:
    try:
        text = repo.text(path, _LIMIT)
    except Unreadable:
        return
    fits = _STEPS[0][1]
    if not _LIBRARIES.search(text) or not fits.search(text):
        return
    for step, pattern in _STEPS:
        for match in islice(pattern.finditer(text), _EACH):
            yield ForeignStep(Place(path, text.count("\n", 0, match.start()) + 1), step, match[0].rstrip("("))
