"""Which calls hand data to a model in a shared library, as ctypes opens one?"""

from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import caseless, regex

_OPENED = "ctypes."
_WORDS = regex(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_RUNS = frozenset({
    "infer", "inference", "predict", "detect", "recognize", "recognise", "classify", "forward", "transcribe",
    "synthesize", "synthesise", "generate", "embed", "decode", "eval", "full", "run",
})  # fmt: skip
#: Files of weights, by the endings that the formats of native runtimes have.
_WEIGHTS = caseless(
    r".+\.(?:bin|onnx|ort|weights|mnn|rknn|param|gguf|ggml|engine|plan|nb|tflite|om|dlc|hef|caffemodel|mlmodel|pth?)"
)
#: What the arrays are made by that such a library is handed.
_ARRAYS = frozenset({"numpy", "cv2", "PIL", "torch", "array"})


def runs_a_native_model(file: PythonFile, call: Call) -> bool:
    """Tell a call of a library that ctypes opened, in a file that names weights and works on arrays."""
    if not call.name.startswith(_OPENED) or call.name.count(".") < 2:
        return False
    if _RUNS.isdisjoint(word.lower() for word in _WORDS.findall(call.last)):
        return False
    return not _ARRAYS.isdisjoint(file.packages) and any(_WEIGHTS.fullmatch(text.value) for text in file.texts)
