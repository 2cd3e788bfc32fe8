"""Which module would MLflow import for a model, and which of its files would it unpickle?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.formats.outside import leaves

_SAFER = "an ONNX flavour: mlflow.onnx.log_model(onnx_model, name='model')"
_PATHS = ("model_path", "python_model", "data", "code", "pickled_model", "model_data", "artifacts")


def ml_model(text: str) -> Iterator[Finding | Gap]:
    """Yield what the flavours of an ``MLmodel`` run or read."""
    flavours = _flavours(text)
    if flavours is None:
        yield Gap("has no flavours that can be read")
        return
    for name, flavour in flavours.items():
        if isinstance(flavour, dict):
            yield from _flavour(f"flavors.{name}", flavour)


def _flavours(text: str) -> dict[object, object] | None:
    if "<<" in text or text.count("[") + text.count("{") > 1_000:  # what makes a small document take for ever
        return None
    import yaml  # costs 10 ms, which a scan without YAML need not pay

    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    found = said.get("flavors") if isinstance(said, dict) else None
    return found if isinstance(found, dict) else None


def _flavour(key: str, flavour: dict[object, object]) -> Iterator[Finding]:
    module = flavour.get("loader_module")
    if isinstance(module, str) and not module.startswith("mlflow."):
        what = f"MLflow imports {module[:200]} to load the model"
        yield Finding("mlflow-loader", Verdict.SUSPICIOUS, what, _SAFER, f"{key}.loader_module")
    if isinstance(flavour.get("code"), str):
        what = f"MLflow puts the folder {str(flavour['code'])[:200]} of the model on the path of imports"
        yield Finding("mlflow-code", Verdict.SUSPICIOUS, what, _SAFER, f"{key}.code")
    pickled = flavour.get("python_model") or flavour.get("pickled_model")
    if isinstance(pickled, str) and not pickled.endswith(".py"):
        what = f"MLflow unpickles {pickled[:200]}"
        yield Finding("mlflow-pickle", Verdict.SUSPICIOUS, what, _SAFER, key)
    for name in _PATHS:
        place = flavour.get(name)
        if isinstance(place, str) and leaves(place):
            what = f"reads {place[:200]}, which is outside of the model"
            yield Finding("mlflow-outside", Verdict.DANGEROUS, what, _SAFER, f"{key}.{name}")
