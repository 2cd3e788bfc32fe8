"""Which model is at hand where somebody wants to try the bench itself? One product of two matrices, made here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from seatrial.bench.devices.probes import Probe
from seatrial.bench.onnx_system import OnnxSystem

_SIDE = 192  #: of the matrices: a run takes about a tenth of a millisecond


@contextmanager
def small_model() -> Iterator[OnnxSystem]:
    """Give it as a system under test, as long as it is needed."""
    import numpy as np
    from onnx import helper, numpy_helper

    right = np.full((_SIDE, _SIDE), 0.5, dtype=np.float32)
    node = helper.make_node("MatMul", ["left", "right"], ["out"])
    probe = Probe(node, (_SIDE, _SIDE), ("left",), (numpy_helper.from_array(right, "right"),))
    with TemporaryDirectory(prefix="seatrial-bench-") as folder:
        file = Path(folder, "small.onnx")
        file.write_bytes(probe.model())
        yield OnnxSystem("small.onnx", file, probe.feeds())
