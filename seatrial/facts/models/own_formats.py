"""In which format can the library of a model store it, that holds no code?"""

from seatrial.facts.code.python_files import python_file
from seatrial.repo import Repo

#: Libraries of trees, which write them as JSON or text by ``save_model``.
_TREES = frozenset({"xgboost", "lightgbm", "catboost"})
#: Libraries whose objects stand around trees, and are stored with them.
_AROUND = frozenset({"sklearn", "torch", "tensorflow", "keras", "transformers", "mlflow"})
#: Libraries whose models neither ONNX nor skops holds.
_AS_PICKLES = frozenset({"darts", "statsmodels", "pmdarima", "surprise", "lifelines", "implicit", "hmmlearn", "sktime"})


def has_own_format(repo: Repo, path: str) -> bool:
    """Tell whether a file that loads a model knows a library of trees, and none whose objects stand around them."""
    file = python_file(repo, path)
    return file is not None and bool(file.packages & _TREES) and not file.packages & _AROUND


def knows_pickles_alone(repo: Repo, path: str) -> bool:
    """Tell whether a file that loads a model uses a library that stores its models as pickles, and in no other way."""
    file = python_file(repo, path)
    return file is not None and bool(file.packages & _AS_PICKLES)
