"""Does the model that is trained here predict classes, or numbers?"""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.models.artifacts import Artifact, artifacts
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.training.training import Training, training
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex


class Predicted(StrEnum):
    """What an own model answers, as its kind and its measures show."""

    CLASSES = "classes"
    NUMBERS = "numbers"
    UNKNOWN = "unknown"  #: neither is shown, or both


#: Measures and losses by which a model is judged that predicts numbers.
_OF_NUMBERS = (
    "mean_squared_error", "root_mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error",
    "mean_squared_log_error", "median_absolute_error", "r2_score", "mean_pinball_loss", "MeanSquaredError",
    "MeanAbsoluteError", "MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss", "RegressionEvaluator", "R2Score",
)  # fmt: skip
#: Those by which one is judged that predicts classes.
_OF_CLASSES = (
    "accuracy_score", "balanced_accuracy_score", "f1_score", "precision_score", "recall_score", "roc_auc_score",
    "average_precision_score", "classification_report", "confusion_matrix", "log_loss", "CrossEntropyLoss", "BCELoss",
    "BCEWithLogitsLoss", "cross_entropy", "SparseCategoricalCrossentropy", "CategoricalCrossentropy",
    "BinaryCrossentropy", "BinaryClassificationEvaluator", "MulticlassClassificationEvaluator", "F1Score", "AUROC",
    "NLLLoss", "nll_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits",
)  # fmt: skip
#: Under which keys a training is told by a text what to make small: ``loss="mse"``, ``{"objective": "binary"}``.
_AIMS = ("loss", "objective", "loss_function", "eval_metric", "metric", "scoring")
_NUMBER_AIM = caseless(
    r"reg:\w+|regression\w*|huber|poisson|tweedie|quantile|r2|r?mse|mae|s?mape|neg_\w+_error|"
    r"(?:root_)?mean_(?:squared|absolute)\w*_error"
)
_CLASS_AIM = caseless(
    r"binary\w*|binary:\w+|multi:\w+|multi_?class\w*|\w*cross_?entropy|(?:multi_?)?log_?loss|hinge|(?:balanced_)?accuracy|"
    r"f1\w*|(?:roc_)?auc|average_precision"
)
_NUMBERS = regex(
    r"Regressor\b|(?<!Logistic)(?<!Isotonic)Regression\b|\b(?:Ridge|Lasso|ElasticNet|BayesianRidge|SVR|LinearSVR|OLS|Prophet|\w*ARIMA\w*"
    r"|ExponentialSmoothing|StatsForecast|NeuralForecast)\b"
)
_CLASSES = regex(r"Classifier\b|LogisticRegression|\b(?:Linear|Nu)?SVC\b|\b\w+NB\b")
_PIPELINE = regex(r"\b(?:make_pipeline|Pipeline)\b")
_MEASURES = ((_OF_NUMBERS, _NUMBER_AIM), (_OF_CLASSES, _CLASS_AIM))
_CLEARLY = 3  #: times as many signs of one kind as of the other, where both are there

_Signs: TypeAlias = tuple[int, int]  #: how many speak for numbers, and how many for classes


@fact
def predicted(component: Component) -> Predicted:
    """Return what the own model predicts: by what is fitted first, else by its measures, else by what is stored.

    Of a pipeline that is fitted, what was put into it is. A program that fits nothing asks what another part of the
    repository fits.
    """
    every = component.of(training(component.repo))
    trained = own_trainings(component) or [item for item in training(component.repo) if item.site.counts] or every
    for ask in (_by_fits, _by_pipelines, _by_aims, _by_stored):
        numbers, classes = ask(component, trained)
        if numbers > _CLEARLY * classes:
            return Predicted.NUMBERS
        if numbers or classes:
            return Predicted.CLASSES if classes > _CLEARLY * numbers else Predicted.UNKNOWN
    return Predicted.UNKNOWN


def _by_fits(_component: Component, trained: Collection[Training]) -> _Signs:
    return _told_by(item.call for item in trained)


def _by_pipelines(component: Component, trained: Collection[Training]) -> _Signs:
    piped = any(_PIPELINE.search(item.call) for item in trained)
    return _told_by(_made_in(component, {item.site.path for item in trained})) if piped else (0, 0)


def _by_aims(component: Component, trained: Collection[Training]) -> _Signs:
    aims = [aim for path in sorted({item.site.path for item in trained}) for aim in _aims(component, path)]
    numbers, classes = (
        _measured(component, names) + sum(bool(aim.fullmatch(one)) for one in aims) for names, aim in _MEASURES
    )
    return numbers, classes


def _by_stored(component: Component, _trained: Collection[Training]) -> _Signs:
    return _told_by(name for one in component.of(artifacts(component.repo)) for name in _classes_in(one))


def _code(component: Component, path: str) -> PythonFile | None:
    """Return the code of a file, or of the cells of a notebook."""
    cells = (one.code for one in notebooks(component.repo) if one.code.path == path)
    return next(cells, None) if path.endswith(".ipynb") else python_file(component.repo, path)


def _told_by(names: Iterable[str]) -> _Signs:
    """Return how many names tell of a model that predicts numbers, and how many of one that predicts classes."""
    known = list(names)
    numbers, classes = (sum(bool(kind.search(name)) for name in known) for kind in (_NUMBERS, _CLASSES))
    return numbers, classes


def _made_in(component: Component, paths: Collection[str]) -> list[str]:
    """Return the classes of which these files make objects."""
    files = (_code(component, path) for path in sorted(paths))
    return [call.last for file in files if file for call in file.calls if call.last[:1].isupper()]


def _measured(component: Component, names: tuple[str, ...]) -> int:
    """Count the calls of measures, those of tests apart."""
    return sum(item.site.path in component for item in called(component.repo, *names))


def _aims(component: Component, path: str) -> Iterator[str]:
    """Yield by which texts the calls and the settings of a file say what a training makes small, or is scored by."""
    file = _code(component, path)
    if file is None:
        return
    fields = [(one.name, one.value) for kind in file.classes for one in kind.attributes]
    fields += [(one.target.rpartition(".")[2], one.value) for one in file.assignments]
    yield from (value.string for name, value in fields if name in _AIMS and value is not None and value.string)
    things: list[Call | Value] = [*file.calls, *(one.value for one in file.assignments)]
    for thing in things:
        given = (thing.keyword(key) for key in _AIMS)
        yield from (value.string for value in given if value is not None and value.string)


def _classes_in(artifact: Artifact) -> tuple[str, ...]:
    """Return the names of the classes that a stored model is an object of, as its pickle names them."""
    scanned = artifact.stored.scanned if artifact.stored else None
    return tuple(found.name for found in scanned.imports) if scanned else ()
