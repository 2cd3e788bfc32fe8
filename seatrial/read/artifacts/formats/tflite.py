"""Which operators does a TensorFlow Lite model need besides the built-in ones?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.flatbuffer import Table
from seatrial.read.artifacts.formats.tensorflow_operators import effect

_SAFER = (
    "built-in operators alone: converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS] before "
    "converter.convert()"
)
_CODES, _CUSTOM_CODE, _CUSTOM = 1, 1, 32
_LIMIT = 100_000
#: Custom operators that come with TensorFlow Lite and MediaPipe themselves.
_KNOWN = frozenset(
    {"TFLite_Detection_PostProcess", "NumericVerify", "Mfcc", "AudioSpectrogram", "Convolution2DTransposeBias",
     "MaxPoolingWithArgmax2D", "MaxUnpooling2D", "TransformTensor", "TransformLandmarks", "Landmarks2TransformMatrix",
     "Resampler", "edgetpu-custom-op", "aeq.hadamard_rotation"}
)  # fmt: skip


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    known = set[str]()
    for at, code in enumerate(Table.root(part.data).tables(_CODES, _LIMIT)):
        budget.step()
        name = code.text(_CUSTOM_CODE)
        if not name or name in known or max(code.small(0), code.number(3)) not in (0, _CUSTOM):
            continue
        known.add(name)
        yield from _custom(name, f"operator_codes[{at}]")


def _custom(name: str, key: str) -> Iterator[Finding]:
    if name.startswith("Flex"):  # TensorFlow's own operator, run by its delegate
        if found := effect(name[4:]):
            yield Finding("tflite-operator", found.level, f"the operator {name} {found.what}", _SAFER, key)
    elif name not in _KNOWN:
        what = f"the operator {name[:100]} needs native code that comes from elsewhere"
        yield Finding("tflite-operator", Verdict.SUSPICIOUS, what, _SAFER, key)


TFLITE = FormatReader("TensorFlow Lite", lambda part: part.head[4:8] == b"TFL3", _read)
