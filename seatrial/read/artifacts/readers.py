"""Which formats are looked for in a file, and in which order?"""

from seatrial.read.artifacts.archives.compressed import COMPRESSED
from seatrial.read.artifacts.archives.numpy_file import NUMPY
from seatrial.read.artifacts.archives.sealed import SEALED
from seatrial.read.artifacts.archives.tar_reader import TAR
from seatrial.read.artifacts.archives.zip_reader import ZIP
from seatrial.read.artifacts.door import FormatReader
from seatrial.read.artifacts.formats.boosters import CATBOOST, LIGHTGBM, XGBOOST
from seatrial.read.artifacts.formats.chat_template import CHAT_TEMPLATE
from seatrial.read.artifacts.formats.core_ml import CORE_ML
from seatrial.read.artifacts.formats.engines import LIBRARY, TENSORRT
from seatrial.read.artifacts.formats.gguf import GGUF
from seatrial.read.artifacts.formats.hdf5 import HDF5
from seatrial.read.artifacts.formats.json_documents import JSON_DOCUMENT
from seatrial.read.artifacts.formats.markup import MARKUP
from seatrial.read.artifacts.formats.matlab import MATLAB
from seatrial.read.artifacts.formats.onnx_graph import ONNX
from seatrial.read.artifacts.formats.r_values import R_OBJECT
from seatrial.read.artifacts.formats.remote_code import REMOTE_CODE
from seatrial.read.artifacts.formats.safetensors_file import SAFETENSORS
from seatrial.read.artifacts.formats.tables_of_arrow import ARROW, PARQUET
from seatrial.read.artifacts.formats.tensorflow_graph import SAVED_MODEL, TEXT_GRAPH
from seatrial.read.artifacts.formats.tensorflow_js import TENSORFLOW_JS
from seatrial.read.artifacts.formats.tflite import TFLITE
from seatrial.read.artifacts.formats.torchscript import TORCHSCRIPT
from seatrial.read.artifacts.formats.unfollowed import UNFOLLOWED
from seatrial.read.artifacts.formats.yaml_documents import YAML_DOCUMENT
from seatrial.read.artifacts.pickles.reader import PICKLE

#: Asked in this order; the first that claims a part gives it the name of its format.
READERS: tuple[FormatReader, ...] = (
    SEALED, COMPRESSED, ZIP, TAR, NUMPY, PICKLE, HDF5, GGUF, SAFETENSORS, TFLITE, TENSORFLOW_JS, XGBOOST, LIGHTGBM,
    CATBOOST, TENSORRT, LIBRARY, PARQUET, ARROW, MATLAB, R_OBJECT, ONNX, SAVED_MODEL, TEXT_GRAPH, CORE_ML,
    TORCHSCRIPT, REMOTE_CODE, JSON_DOCUMENT, MARKUP, CHAT_TEMPLATE, YAML_DOCUMENT, UNFOLLOWED,
)  # fmt: skip
