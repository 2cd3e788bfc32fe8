"""Which names in the configuration of a Keras model are Keras's own, and which of its own are tools of an attack?"""

from seatrial.model.artifacts import Verdict
from seatrial.read.regex import regex

#: Packages whose classes a configuration may name. ``builtins`` stands for Keras's own functions there.
_OWN = regex(
    r"\A(?:builtins|keras|tf_keras|keras_core|keras_nlp|keras_hub|keras_cv|keras_tuner|tensorflow_addons"
    r"|tensorflow\.(?:python\.|_api\.v\d\.)?(?:compat\.v\d\.)?keras)(?:\.|\Z)|\Atensorflow\Z"
    r"|\Atensorflow\.python\.framework\.(?:tensor_spec|tensor|sparse_tensor|dtypes|tensor_shape)\Z"
)
#: Rooms of Keras whose functions only compute. Sources of the rest: CVE-2025-1550, CVE-2025-8747, CVE-2025-9905,
#: CVE-2025-9906, CVE-2025-12060: ``keras.utils``, ``keras.config`` and ``keras.saving`` fetch, write and unlock.
_COMPUTING = frozenset(
    {"activations", "applications", "constraints", "dtype_policies", "initializers", "layers", "losses", "metrics",
     "mixed_precision", "models", "ops", "optimizers", "quantizers", "random", "regularizers", "engine", "backend"}
)  # fmt: skip
_TOOLS = frozenset(
    {"get_file", "enable_unsafe_deserialization", "load_model", "load_weights", "load_img", "func_load", "save_model",
     "deserialize_keras_object", "model_from_json", "model_from_config", "clone_model", "extract_archive",
     "image_dataset_from_directory", "text_dataset_from_directory", "audio_dataset_from_directory", "save_img",
     "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFSMLayer", "eval", "exec", "compile", "open", "__import__",
     "getattr", "breakpoint", "input"}
)  # fmt: skip
_LAYERS = regex(r"\Akeras(?:\.src)?(?:\.legacy)?(?:\.(\w+))?")
#: Symbols of TensorFlow that a layer of an operation may name, and that do more than compute.
_EFFECTS = regex(
    r"(?:^|\.)(?:io|raw_ops|data|saved_model|train|distribute|debugging|summary|config|profiler|autograph)\."
    r"|py_func|numpy_function|load_(?:op_)?library|(?:^|\.)(?:print|load_\w+)$"
)


#: Keras 2 stored its own optimizers under this name too: "Custom>Adam".
_OPTIMIZERS = frozenset(
    {"Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "LossScaleOptimizer", "Nadam",
     "RMSprop", "SGD"}
)  # fmt: skip


def foreign_registered(name: str) -> bool:
    """Tell whether a registered name ("package>Class") is of other code than Keras's."""
    package, mark, last = name.rpartition(">")
    return bool(mark) and not (package == "Custom" and last in _OPTIMIZERS)


def own(module: str) -> bool:
    """Tell whether a module belongs to Keras or stands for it."""
    return bool(_OWN.match(module))


def tool(name: str) -> bool:
    """Tell whether a class or function of Keras fetches, loads or writes instead of computing."""
    return name.rpartition(".")[2] in _TOOLS


def function_level(module: str, name: str) -> Verdict:
    """Return how bad it is to name a function of Keras's own, which may be called with what the file says."""
    if tool(name):
        return Verdict.DANGEROUS
    room = _LAYERS.match(module)
    known = not room or not room[1] or room[1] in _COMPUTING
    return Verdict.CLEAN if known else Verdict.SUSPICIOUS


def symbol_level(symbol: str) -> Verdict:
    """Return how bad it is for a layer to call a symbol of TensorFlow."""
    return Verdict.DANGEROUS if _EFFECTS.search(symbol) else Verdict.CLEAN
