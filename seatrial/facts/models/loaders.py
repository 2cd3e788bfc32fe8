"""Which calls bring stored objects to life by running what the file names, and with which arguments are they safe?"""

from collections.abc import Callable, Mapping

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant, keyword
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.programs import Sited
from seatrial.facts.project.dependencies import declares, locked_version
from seatrial.repo import Repo

#: Loaders that are never safe, by resolved name.
ALWAYS = frozenset(
    {"pickle.load", "pickle.loads", "pickle.Unpickler.load", "cPickle.load", "cPickle.loads", "cPickle.Unpickler.load",
     "_pickle.load", "_pickle.loads", "pickle5.load", "pickle5.loads", "six.moves.cPickle.load",
     "six.moves.cPickle.loads", "dill.load", "dill.loads", "cloudpickle.load", "cloudpickle.loads", "joblib.load",
     "sklearn.externals.joblib.load", "pandas.read_pickle", "cudf.read_pickle", "shelve.open", "marshal.load",
     "marshal.loads", "jsonpickle.decode", "yaml.unsafe_load", "yaml.unsafe_load_all", "compress_pickle.load",
     "ultralytics.utils.patches.torch_load",  # sets weights_only to False by itself
     "keras.config.enable_unsafe_deserialization", "tensorflow.keras.config.enable_unsafe_deserialization"}
)  # fmt: skip
#: Loaders of formats that hold no code, by the end of their resolved name.
NATIVE = (
    "safetensors.torch.load_file", "safetensors.torch.load_model", "safetensors.numpy.load_file",
    "safetensors.safe_open", "onnxruntime.InferenceSession", "onnx.load", "xgboost.Booster.load_model",
    "xgboost.XGBClassifier.load_model", "xgboost.XGBRegressor.load_model", "lightgbm.Booster",
    "catboost.CatBoostClassifier.load_model", "catboost.CatBoostRegressor.load_model", "openvino.Core.read_model",
    "coremltools.models.MLModel", "tensorflow.lite.Interpreter", "llama_cpp.Llama", "torch.jit.load",
)  # fmt: skip
#: Functions that fetch weights from an address, and read them.
FETCHES_BY_ADDRESS = (
    "torch.hub.load_state_dict_from_url", "torch.utils.model_zoo.load_url",
    "torchvision.models.utils.load_state_dict_from_url",
    "torchvision._internally_replaced_utils.load_state_dict_from_url",
)  # fmt: skip
_ANY_OBJECT = frozenset({"yaml.Loader", "yaml.CLoader", "yaml.UnsafeLoader", "yaml.CUnsafeLoader"})


def unsafe(repo: Repo, found: Sited) -> str | None:
    """Say why a call may run what its file names; "" when its arguments prevent it, None when it is no such loader."""
    name = found.call.name
    if name in ALWAYS:
        return "its format holds code" if name.startswith("marshal.") else "a pickle says what is called"
    judge = _BY_ARGUMENT.get(name)
    return judge(repo, found) if judge else None


def _torch(repo: Repo, found: Sited) -> str | None:
    given = keyword(found.program.file, found.call, "weights_only")
    if given is not None:
        return "weights_only is False" if given.literal is False else ""
    if torch_is_safe(repo):
        return ""
    return f"weights_only is not set{', and torch before 2.6 is not ruled out' if _may_be_safe(repo) else ''}"


@fact
def _may_be_safe(repo: Repo) -> bool:
    """Tell whether a torch may be installed that refuses code by itself, beside others that do not."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if locked_version(repo, "torch"):
        return False
    try:
        return all("2.6.0" in SpecifierSet(item.requirement.specifier) for item in declares(repo, "torch"))
    except InvalidSpecifier:
        return False


@fact
def torch_is_safe(repo: Repo) -> bool:
    """Tell whether every torch that may be installed refuses code unless asked: from 2.6 on it does."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    locked = locked_version(repo, "torch")
    try:
        if locked:
            return Version(locked) >= Version("2.6")
        allowed = [SpecifierSet(item.requirement.specifier) for item in declares(repo, "torch")]
    except (InvalidVersion, InvalidSpecifier):
        return False
    return bool(allowed) and not any(old in spec for spec in allowed for old in ("1.13.1", "2.0.1", "2.3.1", "2.5.1"))


@fact
def torch_without_weights_only(repo: Repo) -> str:
    """Return the version of torch that is held here, where it is older than ``weights_only``; "" else."""
    held = locked_version(repo, "torch") or locked_version(repo, "pytorch")
    if not held:
        return ""
    from packaging.version import InvalidVersion, Version

    try:
        return held if Version(held) < Version("1.13") else ""
    except InvalidVersion:
        return ""


def _torch_hub(_: Repo, found: Sited) -> str | None:
    """It hands weights_only=False on to whatever torch is there, and compares the digest in the name if it is asked."""
    file, call = found.program.file, found.call
    given, compared = keyword(file, call, "weights_only"), keyword(file, call, "check_hash")
    if compared is not None and compared.literal is True:
        return ""
    if given is None:
        return "weights_only is not set"
    return "weights_only is False" if given.literal is False else ""


def _numpy(_: Repo, found: Sited) -> str | None:
    given = keyword(found.program.file, found.call, "allow_pickle")
    return "allow_pickle is True" if given is not None and given.literal is True else ""


def _yaml(repo: Repo, found: Sited) -> str | None:
    given = found.call.argument(1, "Loader")
    if given is None:
        return "no Loader is given"
    loader = constant(found.program.file, found.call.scope, given).name
    own = defined(repo, found.program.path, loader)
    names = own.cls.bases if own and own.cls else (loader,)
    return "its Loader makes any object" if _ANY_OBJECT.intersection(names) else ""


def _keras(_: Repo, found: Sited) -> str | None:
    given = keyword(found.program.file, found.call, "safe_mode")
    return "safe_mode is False" if given is not None and given.literal is False else None


def _skops(_: Repo, found: Sited) -> str | None:
    given = keyword(found.program.file, found.call, "trusted")
    return "every type is trusted" if given is not None and given.literal is True else ""


_BY_ARGUMENT: Mapping[str, Callable[[Repo, Sited], str | None]] = {
    "torch.load": _torch,
    "torch.serialization.load": _torch,
    **dict.fromkeys(FETCHES_BY_ADDRESS, _torch_hub),
    "numpy.load": _numpy,
    "yaml.load": _yaml,
    "yaml.load_all": _yaml,
    "yaml.full_load": lambda _repo, _found: "",
    "keras.models.load_model": _keras,
    "keras.saving.load_model": _keras,
    "tensorflow.keras.models.load_model": _keras,
    "skops.io.load": _skops,
    "skops.io.loads": _skops,
}
#: The last parts of all their names, by which calls are looked up.
LAST_PARTS = frozenset(name.rpartition(".")[2] for name in (*ALWAYS, *NATIVE, *_BY_ARGUMENT))
