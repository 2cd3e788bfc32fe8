"""Names in stored models are trusted only when they are known, and known ones that run something never."""

import pytest

from seatrial.model.artifacts import Trust
from seatrial.read.artifacts.pickles.trust import trust


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("collections", "OrderedDict", Trust.DATA),
        ("numpy.core.multiarray", "_reconstruct", Trust.DATA),
        ("joblib.numpy_pickle", "NumpyArrayWrapper", Trust.DATA),
        ("builtins", "slice", Trust.DATA),
        ("sklearn.ensemble._forest", "RandomForestClassifier", Trust.LIBRARY),
        ("torch._utils", "_rebuild_tensor_v2", Trust.LIBRARY),
        ("pandas.core.frame", "DataFrame", Trust.LIBRARY),
        ("features", "Encoder", Trust.UNKNOWN),
        ("code", "Model", Trust.UNKNOWN),
        ("builtins", "getattr", Trust.CODE),
        ("cloudpickle.cloudpickle", "_make_function", Trust.CODE),
        ("", "", Trust.DANGEROUS),
        ("uuid", "_get_command_stdout", Trust.DANGEROUS),
        ("uuid", "UUID", Trust.DATA),
        ("webbrowser", "open", Trust.DANGEROUS),
        ("trace", "clean_text", Trust.UNKNOWN),
        ("numpy.random._pickle", "__randomstate_ctor", Trust.DATA),
        ("pandas._libs.internals", "_unpickle_block", Trust.LIBRARY),
        ("scipy.sparse._csr", "csr_matrix", Trust.LIBRARY),
        ("torch.storage", "_load_from_bytes", Trust.LIBRARY),
        ("lightgbm.basic", "Booster", Trust.LIBRARY),
        ("functools", "partial", Trust.DATA),
        ("os", "system", Trust.DANGEROUS),
        ("builtins", "eval", Trust.DANGEROUS),
        ("numpy", "os.system", Trust.DANGEROUS),
        ("sklearn.utils", "os.popen", Trust.DANGEROUS),
        ("importlib", "import_module", Trust.DANGEROUS),
        ("numpy.testing._private.utils", "runstring", Trust.DANGEROUS),
        ("torch.hub", "load", Trust.DANGEROUS),
        ("pandas", "read_pickle", Trust.DANGEROUS),
        ("code", "InteractiveInterpreter", Trust.DANGEROUS),
        ("acme.loaders", "load_model", Trust.DANGEROUS),
    ],
)
def test_names_are_told_by_what_they_do(module: str, name: str, expected: Trust) -> None:
    assert trust(module, name) is expected
