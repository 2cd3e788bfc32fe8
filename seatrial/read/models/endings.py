"""Which endings say that a file holds a model, before anybody looks inside?"""

#: Pickles of anything; ``.bin``, ``.dat`` and ``.model`` may be no pickles.
_OBJECTS = frozenset({".pkl", ".pickle", ".pck", ".pk", ".joblib", ".sav", ".dill", ".cloudpickle"})
_TORCH = frozenset({".pt", ".pth", ".ckpt"})
#: Of files that hold a model or its weights, and nothing else.
WEIGHTS = _TORCH | {
    ".onnx", ".keras", ".safetensors", ".gguf", ".ggml", ".tflite", ".cbm", ".ubj", ".pmml", ".skops", ".mlmodel",
    ".caffemodel", ".engine", ".pt2", ".mar", ".nemo",
}  # fmt: skip
PICKLED = _OBJECTS | _TORCH
#: Of stored models; pickles and HDF5 hold data as well.
STORED = PICKLED | WEIGHTS | {".h5"}


def pattern_of(endings: frozenset[str]) -> str:
    """Return the alternatives of a pattern, without the dot: ``ckpt|gguf|onnx``."""
    return "|".join(sorted(ending[1:] for ending in endings))
