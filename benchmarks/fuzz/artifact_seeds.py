"""With which files do the readers of models start? One of each format, as small as its reader takes it."""
# ruff: noqa: E501 -- a seed is easiest to read as one literal

import bz2
import gzip
import io
import json
import lzma
import pickle
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from typing import TypeAlias

Seeds: TypeAlias = tuple[tuple[str, bytes], ...]  #: path, content


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _zip(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "/").replace("_pkl", ".pkl").replace("_json", ".json"), content)
    return packed.getvalue()


def _tar(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as out:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        out.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def _field(number: int, content: bytes | int) -> bytes:
    """Return one field of a protocol-buffer message, of at most 127 bytes."""
    head = number << 3 | (0 if isinstance(content, int) else 2)
    tag = bytes([head]) if head < 128 else bytes([head & 127 | 128, head >> 7])
    return tag + (bytes([content]) if isinstance(content, int) else bytes([len(content)]) + content)


def _npy(kind: str, content: bytes) -> bytes:
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': (1,), }}".encode()
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + content


_PICKLES = tuple(pickle.dumps({"a": [1.5, (None, b"x")], "b": {2, 3}}, protocol) for protocol in range(6))
_CALLS = b"cos\nsystem\n(S'true'\ntR."
_KERAS = _json(
    {"class_name": "Functional", "config": {"layers": [{"class_name": "Lambda", "config": {"function": ["e30="]}}]}}
)
_NODE = _field(1, b"x") + _field(2, b"y") + _field(4, b"Add")
_ONNX = (
    _field(1, 8)
    + _field(2, b"pytorch")
    + _field(7, _field(1, _NODE) + _field(2, b"g") + _field(11, _field(1, b"x")))
    + _field(8, _field(2, 17))
)
_GRAPH_NODE = _field(1, b"read") + _field(2, b"ReadFile")
_TENSORS = _json({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "__metadata__": {"format": "pt"}})
_SAFETENSORS = len(_TENSORS).to_bytes(8, "little") + _TENSORS + bytes(8)
_GGUF_TEXT = len(b"a.b").to_bytes(8, "little") + b"a.b" + (8).to_bytes(4, "little") + (1).to_bytes(8, "little") + b"x"
_GGUF = b"GGUF" + (3).to_bytes(4, "little") + (0).to_bytes(8, "little") + (1).to_bytes(8, "little") + _GGUF_TEXT
_TORCH = _zip(archive__data_pkl=_CALLS, archive__version=b"3\n")
_PMML = b'<?xml version="1.0"?><PMML version="4.4"><Header/><Extension name="a" value="b"/><TreeModel/></PMML>'
_FLAT = b"\x10\x00\x00\x00TFL3\x08\x00\x0c\x00\x08\x00\x04\x00\x08\x00\x00\x00\x08\x00\x00\x00\x03\x00\x00\x00\x01\x00\x00\x00\x0c\x00\x00\x00\x08\x00\x0c\x00\x0b\x00\x04\x00\x08\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00 \n\x00\x00\x00FlexPyFunc\x00\x00"
_HDF5 = b"\x89HDF\r\n\x1a\n\x00\x00\x00\x00\x00\x08\x08\x00\x04\x00\x10\x00" + bytes(40) + b"model_config" + _KERAS
_LZ4 = b"\x04\x22\x4d\x18\x60\x40\x82" + len(_CALLS).to_bytes(3, "little") + b"\x80" + _CALLS + bytes(4)

SEEDS: Mapping[str, Seeds] = {
    "artifacts.archives.compressed:COMPRESSED": (
        ("a.pkl.gz", gzip.compress(_CALLS)), ("a.pkl.z", zlib.compress(_CALLS)), ("a.bz2", bz2.compress(_CALLS)),
        ("a.xz", lzma.compress(_CALLS)), ("a.lz4", _LZ4),
    ),
    "artifacts.archives.numpy_file:NUMPY": (("a.npy", _npy("<f4", bytes(4))), ("a.npy", _npy("|O", _CALLS))),
    "artifacts.archives.sealed:SEALED": (("a.7z", b"7z\xbc\xaf\x27\x1c"),),
    "artifacts.archives.tar_reader:TAR": (("a.nemo", _tar("a.pkl", _CALLS)), ("a.tar", _tar("../b", b"x"))),
    "artifacts.archives.zip_reader:ZIP": (("a.pt", _TORCH), ("a.keras", _zip(config_json=_KERAS)), ("a.npz", _zip(a=_npy("|O", _CALLS)))),
    "artifacts.formats.boosters:CATBOOST": (("a.cbm", b"CBM1" + (4).to_bytes(4, "little") + bytes(4)),),
    "artifacts.formats.boosters:LIGHTGBM": (("a.txt", b"tree\nversion=v4\nnum_class=1\n\nTree=0\n\nend of trees\n"),),
    "artifacts.formats.boosters:XGBOOST": (
        ("a.ubj", b"{L\x00\x00\x00\x00\x00\x00\x00\x07learner{}}"), ("a.json", _json({"learner": {}, "version": [2, 0, 0]})), ("a.bin", b"binf" + bytes(32)),
    ),
    "artifacts.formats.chat_template:CHAT_TEMPLATE": (("chat_template.jinja", b"{% for m in messages %}{{ m['a'].__class__ }}{% endfor %}{# x #}{%- set a = 1 -%}"),),
    "artifacts.formats.core_ml:CORE_ML": (("a.mlmodel", _field(1, 4) + _field(2, b"") + _field(500, b"")),),
    "artifacts.formats.engines:LIBRARY": (("data/aotinductor/model/a.so", b"\x7fELF\x02\x01\x01" + bytes(24)),),
    "artifacts.formats.engines:TENSORRT": (("a.engine", b"ptrt" + bytes(24)),),
    "artifacts.formats.gguf:GGUF": (("a.gguf", _GGUF),),
    "artifacts.formats.hdf5:HDF5": (("a.h5", _HDF5),),
    "artifacts.formats.json_documents:JSON_DOCUMENT": (
        ("config.json", _KERAS), ("config.json", _json({"model_type": "x", "auto_map": {"AutoModel": "a.B"}})),
        ("tokenizer_config.json", _json({"chat_template": [{"name": "d", "template": "{{ a.__b__ }}"}]})),
        ("schema.json", _json({"__class__": "A", "__module__": "os", "__loader__": "TypeNode", "content": {}})),
    ),
    "artifacts.formats.markup:MARKUP": (("a.pmml", _PMML), ("a.xml", b'<net name="a"><layers><layer type="B"/></layers></net>')),
    "artifacts.formats.matlab:MATLAB": (("a.mat", b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM" + b"\x0e\x00\x00\x00\x10\x00\x00\x00" + bytes(16)),),
    "artifacts.formats.onnx_graph:ONNX": (("a.onnx", _ONNX),),
    "artifacts.formats.r_values:R_OBJECT": (("a.rds", b"X\n\x00\x00\x00\x03\x00\x04\x01\x02\x00\x03\x05\x00\x00\x00\x00\x05UTF-8\x00\x00\x00\x13\x00\x00\x00\x01\x00\x00\x00\x0e\x00\x00\x00\x01" + bytes(8)), ("a.RData", b"RDX3\nX\n\x00\x00\x00\x03" + bytes(20))),
    "artifacts.formats.remote_code:REMOTE_CODE": (("modeling_x.py", b"import os\nclass A(B):\n    def f(self): os.system('x')\n"),),
    "artifacts.formats.safetensors_file:SAFETENSORS": (("a.safetensors", _SAFETENSORS),),
    "artifacts.formats.tables_of_arrow:ARROW": (("a.arrow", b"ARROW1\0\0" + bytes(24) + b"ARROW1"),),
    "artifacts.formats.tables_of_arrow:PARQUET": (("a.parquet", b"PAR1" + bytes(24) + b"\x08\0\0\0PAR1"),),
    "artifacts.formats.tensorflow_graph:SAVED_MODEL": (
        ("saved_model.pb", _field(1, 1) + _field(2, _field(2, _field(1, _GRAPH_NODE)))), ("graph.pb", _field(1, _GRAPH_NODE)),
    ),
    "artifacts.formats.tensorflow_js:TENSORFLOW_JS": (("group1-shard1of1.bin", bytes(16)),),
    "artifacts.formats.tensorflow_graph:TEXT_GRAPH": (("saved_model.pbtxt", b'node {\n  name: "a"\n  op: "ReadFile"\n}\n'),),
    "artifacts.formats.tflite:TFLITE": (("a.tflite", _FLAT),),
    "artifacts.formats.torchscript:TORCHSCRIPT": (("x/code/__torch__.py", b"class A(Module):\n  __parameters__ = []\n  def forward(self: __torch__.A, x: Tensor) -> Tensor:\n    return ops.a.b(x, CONSTANTS.c0)\n"),),
    "artifacts.formats.unfollowed:UNFOLLOWED": (("a.ort", bytes(4) + b"ORTM"),),
    "artifacts.formats.yaml_documents:YAML_DOCUMENT": (
        ("train.yaml", b"a: !!python/object/apply:os.system ['x']\nb: &c [*c]\n"), ("MLmodel", b"flavors:\n  python_function:\n    loader_module: a.b\n    data: c\n"),
    ),
    "artifacts.pickles.reader:PICKLE": tuple(("a.pkl", one) for one in (*_PICKLES, _CALLS)),
}  # fmt: skip

#: Functions that these hand what they found: each is tried through one of them.
THROUGH: Mapping[str, str] = {
    "artifacts.archives.unpacking:expanded": "artifacts.archives.compressed:COMPRESSED",
    "artifacts.archives.unpacking:head": "artifacts.archives.compressed:COMPRESSED",
    "artifacts.archives.unpacking:pieces": "artifacts.archives.compressed:COMPRESSED",
    "artifacts.archives.zip_directory:directory": "artifacts.archives.zip_reader:ZIP",
    "artifacts.archives.zip_directory:end_record": "artifacts.archives.zip_reader:ZIP",
    "artifacts.archives.zip_directory:text": "artifacts.archives.zip_reader:ZIP",
    "artifacts.pickles.encoded:encoded": "artifacts.pickles.reader:PICKLE",
    "artifacts.pickles.opcodes:line_end": "artifacts.pickles.reader:PICKLE",
    "artifacts.pickles.opcodes:number": "artifacts.pickles.reader:PICKLE",
    "artifacts.pickles.opcodes:payload": "artifacts.pickles.reader:PICKLE",
    "artifacts.pickles.streams:follow": "artifacts.pickles.reader:PICKLE",
    "artifacts.pickles.values:value": "artifacts.pickles.reader:PICKLE",
}
