"""How fast does a tiny model of our own run, by the same runtime and in the same way as a model under test?"""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from seatrial.bench.inputs.feeding import Feeds, Recipe
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

_BLOCKS, _SECONDS = 3, 0.2
_OPSET, _FORMAT = 13, 8  #: old enough for every runtime


@dataclass(frozen=True, slots=True)
class Probe:
    """A model of one node with the output ``out``, and its inputs, which are all of one shape."""

    node: Any
    shape: tuple[int, ...]
    inputs: tuple[str, ...]
    stored: tuple[Any, ...] = ()
    kind: str = "float32"  #: numpy's name of the type of all its numbers

    def model(self) -> bytes:
        """Return it as a file."""
        import numpy as np
        from onnx import helper

        kind = helper.np_dtype_to_tensor_dtype(np.dtype(self.kind))
        values = [helper.make_tensor_value_info(name, kind, self.shape) for name in (*self.inputs, "out")]
        graph = helper.make_graph([self.node], "probe", values[:-1], values[-1:], self.stored)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_FORMAT)
        return made.SerializeToString()

    def feeds(self) -> Feeds:
        """Return one set of inputs, none of its numbers near zero."""
        return Feeds(tuple(Recipe(name, self.kind, self.shape, "uniform", 0.5, 1.5) for name in self.inputs), count=1)


def times_ns(
    probe: Probe, configuration: Configuration, limits: Limits, interpreter: str | None = None
) -> list[int] | Unmeasured:
    """Run a probe alone with the device and threads of a configuration; return the times of all its runs, sorted."""
    alone = replace(configuration, instances=1, batch=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "probe.onnx"
        path.write_bytes(probe.model())
        session = OnnxSystem("probe", path, probe.feeds(), interpreter).start(alone, limits)
        if isinstance(session, Unmeasured):
            return session
        times: list[int] = []
        try:
            for _ in range(_BLOCKS):
                block = session.block(_SECONDS, minimum_runs=3)
                if isinstance(block, Unmeasured):
                    return block
                times.extend(block.latencies_ns)
        finally:
            session.close()
    return sorted(times)
