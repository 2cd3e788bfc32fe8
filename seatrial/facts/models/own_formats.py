"""In which format can the library of a model store it, that holds no code?"""

from seatrial.component import Component
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.models.model_loading import Load, loads
from seatrial.facts.reach.running import runs
from seatrial.repo import Repo

#: Libraries of trees, which write them as JSON or text by ``save_model``.
_TREES = frozenset({"xgboost", "lightgbm", "catboost"})
#: Libraries whose objects stand around trees, and are stored with them.
_AROUND = frozenset({"sklearn", "torch", "tensorflow", "keras", "transformers", "mlflow"})
#: Libraries whose models neither ONNX nor skops holds.
_AS_PICKLES = frozenset({"darts", "statsmodels", "pmdarima", "surprise", "lifelines", "implicit", "hmmlearn", "sktime"})
#: Calls that write a model as ONNX, by their last part, and libraries that have them.
_WRITE = ("convert_sklearn", "convert_xgboost", "convert_lightgbm", "convert_catboost", "to_onnx", "export")
_CONVERTERS = ("skl2onnx.", "onnxmltools.", "torch.onnx.")


def has_own_format(repo: Repo, path: str) -> bool:
    """Tell whether a file that loads a model knows a library of trees, and none whose objects stand around them."""
    file = python_file(repo, path)
    return file is not None and bool(file.packages & _TREES) and not file.packages & _AROUND


def knows_pickles_alone(repo: Repo, path: str) -> bool:
    """Tell whether a file that loads a model uses a library that stores its models as pickles, and in no other way."""
    file = python_file(repo, path)
    return file is not None and bool(file.packages & _AS_PICKLES)


def read_as_onnx(component: Component) -> tuple[Load, ...]:
    """Return where running code reads models as ONNX, where own code writes them so."""
    repo = component.repo
    written = any(
        one.site.path in component and one.call.name.startswith(_CONVERTERS) and not one.site.role.beside
        for one in called(repo, *_WRITE)
    )
    read = (one for one in component.of(loads(repo)) if one.call == "onnxruntime.InferenceSession")
    return tuple(one for one in read if written and runs(component, one.site))
