"""Does the model that is trained here predict classes, or numbers?"""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.models.artifacts import Artifact, artifacts
from seatrial.facts.training.own_model import own_trainings
from seatrial.facts.training.training import training
from seatrial.read.regex import regex


class Predicted(StrEnum):
    """What an own model answers, as its kind and its measures show."""

    CLASSES = "classes"
    NUMBERS = "numbers"
    UNKNOWN = "unknown"  #: neither is shown, or both


#: Measures and losses by which a model is judged that predicts numbers.
_OF_NUMBERS: Final = (
    "mean_squared_error", "root_mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error",
    "mean_squared_log_error", "median_absolute_error", "r2_score", "mean_pinball_loss", "MeanSquaredError",
    "MeanAbsoluteError", "MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss",
)  # fmt: skip
#: Those by which one is judged that predicts classes.
_OF_CLASSES: Final = (
    "accuracy_score", "balanced_accuracy_score", "f1_score", "precision_score", "recall_score", "roc_auc_score",
    "average_precision_score", "classification_report", "confusion_matrix", "log_loss", "CrossEntropyLoss", "BCELoss",
    "BCEWithLogitsLoss", "cross_entropy", "SparseCategoricalCrossentropy", "CategoricalCrossentropy",
    "BinaryCrossentropy",
)  # fmt: skip
#: Losses of either kind by the names that Keras knows them by.
_NUMBER_LOSSES: Final = frozenset({"mean_squared_error", "mse", "mean_absolute_error", "mae", "huber", "mape"})
_CLASS_LOSSES: Final = frozenset({
    "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy", "hinge",
})  # fmt: skip
_NUMBERS: Final = regex(
    r"Regressor\b|(?<!Logistic)Regression\b|\b(?:Ridge|Lasso|ElasticNet|BayesianRidge|SVR|LinearSVR|OLS|Prophet|\w*ARIMA\w*"
    r"|ExponentialSmoothing|StatsForecast|NeuralForecast)\b"
)
_CLASSES: Final = regex(r"Classifier\b|LogisticRegression|\b(?:Linear|Nu)?SVC\b|\b\w+NB\b")
_PIPELINE: Final = regex(r"\b(?:make_pipeline|Pipeline)\b")
_MEASURES: Final = ((_OF_NUMBERS, _NUMBER_LOSSES), (_OF_CLASSES, _CLASS_LOSSES))
_CLEARLY: Final = 3  #: times as many signs of one kind as of the other, where both are there


@fact
def predicted(component: Component) -> Predicted:
    """Return what the own model predicts: by what is fitted first, else by its measures, else by what is stored.

    Of a pipeline that is fitted, what was put into it is. A program that fits nothing asks what another part of the
    repository fits.
    """
    trained = own_trainings(component) or [item for item in training(component.repo) if item.site.counts]
    fitted = [item.call for item in trained]
    numbers, classes = (sum(bool(kind.search(call)) for call in fitted) for kind in (_NUMBERS, _CLASSES))
    if not numbers and not classes and any(_PIPELINE.search(call) for call in fitted):
        made = _made_in(component, {item.site.path for item in trained})
        numbers, classes = (sum(bool(kind.search(name)) for name in made) for kind in (_NUMBERS, _CLASSES))
    if not numbers and not classes:
        numbers, classes = (_measured(component, *shown) for shown in _MEASURES)
    if not numbers and not classes:
        stored = [name for one in component.of(artifacts(component.repo)) for name in _classes_in(one)]
        numbers, classes = (sum(bool(kind.search(name)) for name in stored) for kind in (_NUMBERS, _CLASSES))
    if numbers > _CLEARLY * classes:
        return Predicted.NUMBERS
    return Predicted.CLASSES if classes > _CLEARLY * numbers else Predicted.UNKNOWN


def _made_in(component: Component, paths: Collection[str]) -> list[str]:
    """Return the classes of which these files make objects."""
    files = (python_file(component.repo, path) for path in sorted(paths))
    return [call.last for file in files if file for call in file.calls if call.last[:1].isupper()]


def _measured(component: Component, names: tuple[str, ...], losses: frozenset[str]) -> int:
    """Count the calls of measures, and the losses that Keras is given by their names, those of tests apart."""
    found = [item for item in called(component.repo, *names) if item.site.path in component]
    compiled = (item for item in called(component.repo, "compile") if item.site.path in component)
    given = (item.call.keyword("loss") for item in compiled)
    return len(found) + sum(value is not None and value.literal in losses for value in given)


def _classes_in(artifact: Artifact) -> tuple[str, ...]:
    """Return the names of the classes that a stored model is an object of, as its pickle names them."""
    scanned = artifact.stored.scanned if artifact.stored else None
    return tuple(found.name for found in scanned.imports) if scanned else ()
