"""What format is a model or data file of, told by its first bytes and not by its name?"""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable
from enum import StrEnum

from seatrial.read.posix_path import posix
from seatrial.read.regex import regex

#: As many first bytes as ``format_of`` wants to see.
HEAD = 4096


class Format(StrEnum):
    """A format of stored models and arrays, in the words of a report."""

    PICKLE = "pickle"
    COMPRESSED_PICKLE = "compressed pickle"
    TORCH = "torch archive"
    TORCHSCRIPT = "TorchScript archive"
    NUMPY = "numpy array"
    NUMPY_ARCHIVE = "archive of numpy arrays"
    ARCHIVE = "archive"
    HDF5 = "HDF5"
    KERAS = "keras archive"
    SAVED_MODEL = "TensorFlow SavedModel"
    TFLITE = "TensorFlow Lite"
    ONNX = "ONNX"
    SAFETENSORS = "safetensors"
    GGUF = "GGUF"
    SKOPS = "skops archive"
    XGBOOST = "XGBoost"
    LIGHTGBM = "LightGBM"
    CATBOOST = "CatBoost"
    PMML = "PMML"
    COREML = "Core ML"


#: Formats whose readers run code that the file names.
RUNS_CODE = frozenset({Format.PICKLE, Format.COMPRESSED_PICKLE, Format.TORCH})

#: Suffixes under which pickles are stored, whatever wrote them.
PICKLE_SUFFIXES = frozenset(
    {".pkl", ".pickle", ".pck", ".pcl", ".p", ".pk", ".joblib", ".jbl", ".sav", ".dill", ".cloudpickle",
     ".pt", ".pth", ".ckpt", ".dat", ".bin", ".model", ".mdl"}
)  # fmt: skip

#: Suffixes of text, pictures and sound: nobody's model is in there, and there are thousands of them.
_NEVER = frozenset(
    {".py", ".pyi", ".md", ".mdx", ".rst", ".ipynb", ".yml", ".yaml", ".toml", ".cfg", ".ini", ".sh", ".js", ".ts",
     ".tsx", ".jsx", ".css", ".html", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".pdf", ".csv", ".tsv",
     ".po", ".rs", ".go", ".java", ".c", ".cc", ".cpp", ".h", ".cu", ".tf", ".lock", ".styl", ".svelte", ".vue",
     ".mp3", ".mp4", ".wav", ".ttf", ".woff", ".woff2", ".docx", ".xlsx", ".pptx", ".jar", ".dcm", ".scss", ".sql"}
)  # fmt: skip

_BY_START: tuple[tuple[bytes, Format], ...] = (
    (b"\x89HDF\r\n\x1a\n", Format.HDF5),
    (b"\x93NUMPY", Format.NUMPY),
    (b"PK\x03\x04", Format.ARCHIVE),
    (b"\x04\x22\x4d\x18", Format.COMPRESSED_PICKLE),  # lz4, which joblib packs with
    (b"GGUF", Format.GGUF),
    (b"CBM1", Format.CATBOOST),
    (b"tree\nversion=", Format.LIGHTGBM),
)
_XGBOOST = regex(rb'\A\{(?:[iUIlL].{1,8}|\s*")learner(?:\{|"\s*:)', re.DOTALL)
_OLD_PICKLE = regex(
    rb"\A(?:\(?c[\w.]+\n[\w.]+\n|\(?[SVIFL][^\n]{0,300}\n[^\n]|\((?:dp|lp|i[\w.]+\n)|[\]}(](?:q.|\())", re.DOTALL
)
_TAR = b"ustar"  #: in the header of the first member
_ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_LZMA = (b"\xfd7zXZ\x00", b"\x5d\x00\x00")
_ONNX = regex(rb"\A\x08[\x01-\x14][\x12\x1a\x22\x28\x32\x3a\x42]")
_COMPRESSED: tuple[tuple[bytes, Callable[[bytes, int], bytes]], ...] = (
    *((start, lambda data, limit: zlib.decompressobj().decompress(data, limit)) for start in _ZLIB),
    (b"\x1f\x8b", lambda data, limit: zlib.decompressobj(31).decompress(data, limit)),
    (b"BZh", lambda data, limit: bz2.BZ2Decompressor().decompress(data, limit)),
    *((start, lambda data, limit: lzma.LZMADecompressor().decompress(data, limit)) for start in _LZMA),
)


def worth_a_look(path: str) -> bool:
    """Tell whether the first bytes of a file are worth reading: not for source text, pictures and documents."""
    return posix(path).suffix.lower() not in _NEVER


def format_of(path: str, head: bytes) -> Format | None:
    """Return the format that the first bytes show, None when they show no stored model.

    An archive is told apart further by its members, and an ONNX file is confirmed by its graph: see ``read.artifact``.
    """
    if looks_pickled(path, head):
        return Format.PICKLE
    by_start = next((found for start, found in _BY_START if head.startswith(start)), None)
    return by_start or _by_structure(path, head) or _compressed(head)


def looks_pickled(path: str, head: bytes) -> bool:
    """Tell whether bytes start a pickle: a protocol mark, or an opcode text that older protocols begin with."""
    if head[:1] == b"\x80":
        return len(head) > 2 and 2 <= head[1] <= 5
    old = _OLD_PICKLE.match(head)
    return bool(old) and (head[:1] == b"c" or posix(path).suffix.lower() in PICKLE_SUFFIXES)


def decompressed(data: bytes, limit: int) -> bytes:
    """Return the first ``limit`` bytes of a compressed stream, b"" when it is broken or in no packing that we know."""
    for start, unpack in _COMPRESSED:
        if data.startswith(start):
            try:
                return unpack(data, limit)
            except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
                return b""
    return b""


def _compressed(head: bytes) -> Format | None:
    inside = decompressed(head, HEAD)
    if inside[257:262] == _TAR:
        return Format.ARCHIVE
    return Format.COMPRESSED_PICKLE if looks_pickled("", inside) else None


def _by_structure(path: str, head: bytes) -> Format | None:
    name = posix(path).name.lower()
    if head[257:262] == _TAR:
        return Format.ARCHIVE
    if head[4:8] == b"TFL3":
        return Format.TFLITE
    if name == "saved_model.pb":
        return Format.SAVED_MODEL
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") < 100_000_000 and b'"' in head[9:40]:
        return Format.SAFETENSORS
    if b"<PMML" in head[:1000]:
        return Format.PMML
    if _XGBOOST.match(head):
        return Format.XGBOOST
    if _ONNX.match(head):
        return Format.COREML if name.endswith(".mlmodel") else Format.ONNX
    return None
