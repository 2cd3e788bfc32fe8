"""What does the code of a TorchScript archive do besides computing?

The loader compiles ``code/__torch__/**.py`` and runs it in an interpreter of its own, which knows TorchScript's types
and the operators that the process has registered, and no Python.
"""

import re
from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Kind, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

_SAFER = "ONNX: torch.onnx.export(model, inputs, 'model.onnx'); or the weights alone as safetensors"
_PATH = regex(r"(?:\A|/)code/__torch__(?:/|\.py\Z)")
_CODE = regex(rb"__parameters__ = \[|\bdef \w+\(self: __torch__\.|^op_version_set = ", re.MULTILINE)
#: What may stand around a dot: TorchScript's parser passes it.
_DOT = rb"[\s\\]{0,99}\.[\s\\]{0,99}"
_OPERATOR = regex(
    rb"\bops"
    + _DOT
    + rb"(\w+)"
    + _DOT
    + rb"(\w+)|\b(?:torch|aten)"
    + _DOT
    + rb"(from_file|save|load|_save|set_data)\s{0,99}\("
)
_CLASS = regex(rb"__torch__" + _DOT + rb"torch" + _DOT + rb"classes" + _DOT + rb"(\w+)" + _DOT + rb"(\w+)")
_COMPUTING = frozenset(
    {"aten", "prim", "prims", "quantized", "_quantized", "mkldnn", "mkldnn_prepacked", "prepacked", "torchvision",
     "sparse", "torch_scatter", "torch_sparse", "torch_cluster", "torch_spline_conv", "torchtext", "torchaudio",
     "xnnpack", "metal", "metal_prepack", "vulkan", "vulkan_prepack", "inductor", "rnn", "onednn", "torch_ipex",
     "fbgemm", "tensorrt", "cuda", "static_runtime", "_nnapi", "quantized_decomposed"}
)  # fmt: skip
_FILES = regex(
    rb"\A(?:from_file|_?save|load|read_file|write_file|decode_video\w*|(?:sox_io|ffmpeg|sox_effects)_\w+"
    rb"|save_audio_file\w*|load_audio_file\w*|read_video\w*|probe_video\w*)\Z"
)
_REMOTE = frozenset({b"rpc", b"c10d", b"dist_rpc", b"_c10d_functional", b"dist_c10d", b"fb", b"profiler"})


def _claims(part: Part) -> bool:
    return bool(_PATH.search(part.name) and part.name.endswith(".py")) or bool(_CODE.search(part.head))


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    yield Kind("TorchScript code")
    known = set[bytes]()
    for pattern, judge in ((_OPERATOR, _operator), (_CLASS, _class)):
        for match in pattern.finditer(part.data):
            budget.step()
            if match[0] not in known:
                known.add(bytes(match[0]))
                yield from judge(bytes(match[1] or b""), bytes(match[2] or match[match.lastindex or 0]), match.start())


def _operator(space: bytes, name: bytes, at: int) -> Iterator[Finding]:
    written = f"{space.decode() or 'torch'}.{name.decode()}"
    if _FILES.match(name):
        yield _finding(Verdict.DANGEROUS, f"calls {written}, which reads or writes a file", at)
    elif space in _REMOTE:
        yield _finding(Verdict.DANGEROUS, f"calls {written}, which talks to other processes", at)
    elif space and space.decode() not in _COMPUTING:
        yield _finding(Verdict.SUSPICIOUS, f"calls {written}, which needs a native library of its own", at)


def _class(space: bytes, name: bytes, at: int) -> Iterator[Finding]:
    written = f"{space.decode()}.{name.decode()}"
    if space in _REMOTE or space == b"profiling":
        yield _finding(Verdict.DANGEROUS, f"makes a {written}, which talks to other processes", at)
    elif space.decode() not in _COMPUTING:
        yield _finding(Verdict.SUSPICIOUS, f"makes a {written}, which needs a native library of its own", at)


def _finding(level: Verdict, what: str, at: int) -> Finding:
    return Finding("torchscript-operator", level, f"the compiled code {what}", _SAFER, byte=at)


TORCHSCRIPT = FormatReader("TorchScript code", _claims, _read)
