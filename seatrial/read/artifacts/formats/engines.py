"""Is a file compiled code of an inference engine, which runs as it stands and cannot be read?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Kind, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told

_PLAN = "the ONNX file, compiled where it runs: trtexec --onnx=model.onnx --saveEngine=model.plan"
_SOURCE = "ONNX or safetensors, compiled where it runs"
_PROGRAMS = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_COMPILED = ("/aotinductor/", "/xl_model_weights/", "/delegates/")


def _engine(_part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    what = "is native code for a graphics card, with plugins that the runtime loads; nobody can read what it does"
    yield Finding("compiled-engine", Verdict.SUSPICIOUS, what, _PLAN, byte=0)


def _library(_part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    yield Kind("native library")
    what = "is a native library, which the loader of the archive runs"
    yield Finding("native-library", Verdict.DANGEROUS, what, _SOURCE, byte=0)


def _packed_library(part: Part) -> bool:
    return part.head.startswith(_PROGRAMS) and any(folder in f"/{part.name}" for folder in _COMPILED)


TENSORRT = FormatReader("TensorRT engine", lambda part: part.head.startswith((b"ptrt", b"ftrt")), _engine)
LIBRARY = FormatReader("native library", _packed_library, _library)
