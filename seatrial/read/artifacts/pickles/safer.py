"""Into which format should a pickle be converted by who trusts it, and how?"""

from collections.abc import Iterable

from seatrial.model.artifacts import Import

#: By the package of a model, the most telling first: the format, and what its owner runs once to convert.
_BY_PACKAGE = (
    ("xgboost", "XGBoost's own format: model.save_model('model.ubj')"),
    ("lightgbm", "LightGBM's text format: model.booster_.save_model('model.txt')"),
    ("catboost", "CatBoost's own format: model.save_model('model.cbm')"),
    ("torch", "safetensors: safetensors.torch.save_file(model.state_dict(), 'model.safetensors')"),
    ("keras", "weights alone: model.save_weights('model.weights.h5'), with the architecture in code"),
    ("tensorflow", "weights alone: model.save_weights('model.weights.h5'), with the architecture in code"),
    ("sklearn", "skops: skops.io.dump(model, 'model.skops'), or ONNX: skl2onnx.to_onnx(model, X[:1])"),
    ("pandas", "Parquet: table.to_parquet('table.parquet')"),
    ("numpy", "arrays without objects: numpy.savez('arrays.npz', ...), loaded with allow_pickle=False"),
)
_ANY = "a format that holds no code, such as safetensors, ONNX or skops, written by its owner"


def safer(imports: Iterable[Import]) -> str:
    """Return the safer format, and the command that its owner converts with, for a pickle with these names."""
    packages = {one.module.partition(".")[0] for one in imports}
    return next((advice for package, advice in _BY_PACKAGE if package in packages), _ANY)
