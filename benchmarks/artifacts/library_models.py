"""Write models as libraries write them, in every packing, for the engine to find nothing dangerous in.

    PYTHONPATH=. python -m benchmarks.artifacts.library_models DIR
    python -m benchmarks.artifacts --no-speed --suite libraries=DIR

The first is run by a Python that has scikit-learn, pandas, joblib, lz4, cloudpickle and dill; none is needed otherwise.
"""

import pickle
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

_ESTIMATORS = (
    "ensemble:RandomForestClassifier", "ensemble:GradientBoostingClassifier", "ensemble:HistGradientBoostingClassifier",
    "ensemble:AdaBoostClassifier", "ensemble:IsolationForest", "linear_model:LogisticRegression",
    "linear_model:LogisticRegressionCV", "linear_model:SGDClassifier", "linear_model:Lasso", "svm:SVC", "svm:LinearSVC",
    "tree:DecisionTreeClassifier", "neighbors:KNeighborsClassifier", "neighbors:LocalOutlierFactor",
    "neural_network:MLPClassifier", "naive_bayes:GaussianNB", "gaussian_process:GaussianProcessClassifier",
    "calibration:CalibratedClassifierCV", "mixture:GaussianMixture", "cluster:KMeans", "decomposition:PCA",
    "discriminant_analysis:LinearDiscriminantAnalysis", "preprocessing:StandardScaler", "preprocessing:OneHotEncoder",
    "preprocessing:PowerTransformer", "preprocessing:QuantileTransformer", "impute:SimpleImputer", "impute:KNNImputer",
)  # fmt: skip
_PACKINGS = (0, 3, ("lz4", 3), ("xz", 3), ("bz2", 3), ("gzip", 3))


def models() -> Iterator[tuple[str, Any]]:
    """Yield fitted estimators, tables and arrays, by name."""
    random = np.random.default_rng(0)
    points, classes = random.random((200, 8)), random.integers(0, 2, 200)
    for dotted in _ESTIMATORS:
        module, _, last = dotted.partition(":")
        yield last, getattr(import_module(f"sklearn.{module}"), last)().fit(points, classes)
    pandas = import_module("pandas")
    table = pandas.DataFrame({"a": [1.0, 2.0, 3.0], "b": pandas.Categorical(["x", "y", "x"])})
    yield "table", table.set_index(pandas.date_range("2026", periods=3, tz="UTC"))
    yield "series", pandas.Series([1, 2], index=pandas.MultiIndex.from_tuples([("a", 1), ("b", 2)]))
    yield "arrays", [random.random((100, 20)), np.array([{"a": 1}, None], dtype=object), np.asfortranarray(points)]
    yield "texts", import_module("sklearn.feature_extraction.text").TfidfVectorizer().fit(["a b cc dd", "ee ff"])


def main(folder: Path) -> None:
    """Write every model in every protocol and packing, and by every pickler."""
    joblib, cloudpickle, dill = map(import_module, ("joblib", "cloudpickle", "dill"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in models():
        for protocol in (2, 4, 5):
            (folder / f"{name}-{protocol}.pkl").write_bytes(pickle.dumps(model, protocol))
        for at, packing in enumerate(_PACKINGS):
            joblib.dump(model, folder / f"{name}-{at}.joblib", compress=packing)
        (folder / f"{name}.cloudpickle").write_bytes(cloudpickle.dumps(model))
        (folder / f"{name}.dill").write_bytes(dill.dumps(model))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
