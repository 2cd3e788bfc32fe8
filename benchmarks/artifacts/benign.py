"""Which harmless files must not be called dangerous: those that libraries write, by their real names?

Objects of libraries that are not installed are made of classes that call themselves like theirs, so that the pickler
itself writes what it would write.
"""

import base64
import bz2
import datetime as dt
import decimal
import gzip
import io
import pickle
import uuid
import zipfile
import zlib
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator
from pathlib import PurePosixPath

import numpy as np

from benchmarks.artifacts.opcodes import START, as_library, call, name, octets, pickled, text, wrapped_array
from benchmarks.artifacts.packed import npy, tarred, zipped

_CLASSES = (
    "sklearn.linear_model._logistic:LogisticRegression", "sklearn.ensemble._forest:RandomForestClassifier",
    "sklearn.pipeline:Pipeline", "sklearn.preprocessing._data:StandardScaler", "sklearn.svm._classes:SVC",
    "sklearn.feature_extraction.text:TfidfVectorizer", "sklearn.neighbors._kd_tree:KDTree",
    "sklearn.compose._column_transformer:ColumnTransformer", "sklearn.utils._bunch:Bunch",
    "xgboost.sklearn:XGBClassifier", "lightgbm.sklearn:LGBMClassifier", "catboost.core:CatBoostClassifier",
    "pandas.core.frame:DataFrame", "pandas.core.internals.managers:BlockManager", "scipy.sparse._csr:csr_matrix",
    "torch.nn.modules.linear:Linear", "torch.nn.modules.container:Sequential", "keras.src.models.model:Model",
    "transformers.models.bert.modeling_bert:BertModel", "statsmodels.regression.linear_model:RegressionResults",
    "spacy.language:Language", "gensim.models.word2vec:Word2Vec", "imblearn.pipeline:Pipeline2",
    "sentence_transformers.SentenceTransformer:SentenceTransformer", "prophet.forecaster:Prophet",
)  # fmt: skip


def plain_data() -> Iterator[tuple[str, bytes]]:
    """Yield what Python's own types pickle to, in every protocol."""
    values: tuple[tuple[str, object], ...] = (
        ("nested", {"a": [1, 2.5, None, True, (b"x", "y")], "b": {"c": {1, 2}, "d": frozenset({3})}}),
        ("collections", [OrderedDict(a=1), Counter("aab"), deque([1]), defaultdict(list, a=[1])]),
        ("dates", [dt.datetime(2026, 1, 2, tzinfo=dt.UTC), dt.date(2026, 1, 2), dt.timedelta(1)]),
        ("numbers", [decimal.Decimal("1.5"), complex(1, 2), 2**80, -1, range(3), slice(1, 2)]),
        ("others", [uuid.UUID(int=1), PurePosixPath("a/b"), ValueError("x"), bytearray(b"x"), len, str.lower]),
        ("texts-of-commands", {"os.system": "os.system('rm -rf /')", "x": "cos\nsystem\n", "y": b"cos\nsystem\n"}),
        ("large", [{"id": at, "value": at / 3, "name": f"row {at}"} for at in range(3000)]),
    )
    for title, value in values:
        for protocol in range(6):
            yield f"{title}-{protocol}.pkl", pickle.dumps(value, protocol)


def arrays() -> Iterator[tuple[str, bytes]]:
    """Yield what numpy pickles and saves."""
    some = {
        "a": np.arange(10),
        "b": np.array(["x", None], dtype=object),
        "c": np.float64(3),
        "d": np.ones((2, 3), "f4"),
    }
    for protocol in range(6):
        yield f"arrays-{protocol}.pkl", pickle.dumps(some, protocol)
    yield "generators.pkl", pickle.dumps([np.random.default_rng(1), np.random.RandomState(1)])
    yield "types.pkl", pickle.dumps([np.dtype("f8"), np.dtype([("a", "i4"), ("b", "U3")]), np.int64])
    yield "marks-by-chance.pkl", pickle.dumps([np.frombuffer(b"\x80\x04" + bytes(range(200, 256)) * 2, "u1")] * 2)
    out = io.BytesIO()
    np.savez_compressed(out, a=np.arange(5), b=np.array(["x", None], dtype=object))
    yield "arrays.npz", out.getvalue()
    yield "floats.npy", npy("<f8", 2, bytes(16))
    yield "objects.npy", npy("|O", 1, pickle.dumps(np.array([None], dtype=object)))


def libraries() -> Iterator[tuple[str, bytes]]:
    """Yield objects of the libraries that models are made with."""
    for dotted in _CLASSES:
        for protocol in (2, 4):
            made = as_library(dotted, protocol, weights=np.arange(8.0), classes=["a", "b"], depth=3, seed=None)
            yield f"{dotted.partition(':')[2]}-{protocol}.pkl", made
    tree = call(name("sklearn.tree._tree:Tree"), b"K\4", b"N", b"K\1")
    yield (
        "tree.pkl",
        pickled(name("sklearn.tree._classes:DecisionTreeClassifier"), b")\x81}", text("tree_"), tree, b"sb"),
    )
    booster = (
        name("xgboost.core:Booster") + b")\x81}" + text("handle") + b"\x96" + (8).to_bytes(8, "little") + b"\0" * 8
    )
    yield "booster.pkl", pickled(booster, b"sb")
    yield "block-manager.pkl", pickled(call(name("pandas._libs.internals:_unpickle_block"), b"N", b"N", b"K\2"))
    yield "index.pkl", pickled(call(name("pandas.core.indexes.base:_new_Index"), name("pandas:Index"), b"}"))
    yield "newobj-of-cython.pkl", pickled(call(name("sklearn.neighbors._kd_tree:newObj"), b"N"))
    yield "distribution.pkl", pickled(name("scipy.stats._distn_infrastructure:rv_continuous_frozen"), b")\x81")
    yield "random-forest.joblib", _joblib()
    yield "random-forest-zlib.joblib", zlib.compress(_joblib())
    yield "noise.bz2.pkl", bz2.compress(pickled(octets(np.random.default_rng(7).bytes(9000))))
    yield "array.dill", pickled(call(name("dill._dill:_create_array"), name("numpy:ndarray"), b"N"))
    yield "random-forest-gzip.pkl.gz", gzip.compress(as_library("sklearn.svm._classes:SVC", coef=1.0))


def _joblib() -> bytes:
    body = START + b"(" + wrapped_array("f8", 50, np.random.default_rng(7).random(50).tobytes(), at=3)
    body += wrapped_array("i8", 3, bytes(24), at=len(body))
    return body + b"l."


def torch_files() -> Iterator[tuple[str, bytes]]:
    """Yield what torch saves: weights in its archive and in its old format, and a script."""
    state = _state_dict()
    members = {
        "archive/data.pkl": state,
        "archive/data/0": bytes(24),
        "archive/version": b"3\n",
        "archive/byteorder": b"little",
    }
    yield "state-dict.pt", zipped(members)
    yield "state-dict.bin", zipped(members)
    magic = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
    keys = b"\x80\x02]q\0X\1\0\0\x000a."
    yield "legacy.pt", magic + b"\x80\x02M\xe9\x03.\x80\x02}." + state + keys + (6).to_bytes(8, "little") + bytes(24)
    script = pickled(name("__torch__.Net:Net2") + b")\x81")
    yield (
        "script.pt",
        zipped({"m/data.pkl": script, "m/constants.pkl": pickled(b")"), "m/code/__torch__/Net.py": b"x = 1\n"}),
    )


def _state_dict() -> bytes:
    storage = b"(" + text("storage") + name("torch:FloatStorage") + text("0") + text("cpu") + b"K\6tQ"
    tensor = call(
        name("torch._utils:_rebuild_tensor_v2"), storage, b"K\0", b"K\2K\3\x86", b"K\3K\1\x86", b"\x89",
        call(name("collections:OrderedDict")),
    )  # fmt: skip
    return b"\x80\x02" + call(name("collections:OrderedDict")) + b"(" + text("weight") + tensor + b"u."


def others() -> Iterator[tuple[str, bytes]]:
    """Yield archives and texts that hold no code."""
    yield "data.zip", zipped({"a.csv": b"a,b\n1,2\n", "b/c.txt": b"cos\nsystem\n"}, zipfile.ZIP_DEFLATED)
    yield "data.tar", tarred({"a.csv": b"a,b\n", "b/c": b"x"})
    yield "bytes-that-are-base64.pkl", pickle.dumps({"image": base64.b64encode(bytes(range(256))).decode()})
    yield "picture-in-a-pickle.pkl", pickled(octets(b"\x89PNG\r\n\x1a\n" + bytes(100)))
