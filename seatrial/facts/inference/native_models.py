"""Which calls hand data to a model in a shared library, or put an element that runs one into a pipeline of media?"""

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
#: Elements of GStreamer that run a net, or recognize speech, on what flows through them.
_ELEMENTS = caseless(
    r"(?:.*[\s!])?(?:nvinfer(?:server|bin)?|hailonet|tensor_filter|gva(?:detect|classify|inference|track)|edgetpu\w*"
    r"|(?:kaldi\w*|onlinegmm)decode\w*|vvas_xinfer|qtimlt\w*|mlinference)(?:[\s!].*)?"
)
_MAKES = frozenset({"make", "parse_launch"})  #: of ``Gst`` and ``Gst.ElementFactory``


def runs_a_native_model(file: PythonFile, call: Call) -> bool:
    """Tell a call of a library that ctypes opened, in a file that names weights and works on arrays.

    What makes such an element for a pipeline of media runs a model as well, once the pipeline plays.
    """
    if makes_an_element(call):
        return True
    if not call.name.startswith(_OPENED) or call.name.count(".") < 2:
        return False
    if _RUNS.isdisjoint(word.lower() for word in _WORDS.findall(call.last)):
        return False
    return not _ARRAYS.isdisjoint(file.packages) and any(_WEIGHTS.fullmatch(text.value) for text in file.texts)


def makes_an_element(call: Call) -> bool:
    """Tell a call of GStreamer that makes an element which runs a model."""
    if call.last not in _MAKES or "Gst" not in call.written:
        return False
    return any(item.string and _ELEMENTS.fullmatch(item.string) for item in call.args)
