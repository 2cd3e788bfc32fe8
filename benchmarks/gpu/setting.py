"""What do all parts of the benchmark know: the runtime, the device, the models, and how a session is asked?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from seatrial.bench.devices.providers import device
from seatrial.bench.discover import FoundModel, model_file
from seatrial.bench.observed import Started, Tensor, Unmeasured
from seatrial.bench.onnx_system import OnnxSession, OnnxSystem
from seatrial.bench.prepare import prepare
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

Row = tuple[str, dict[str, Any]]  #: what was looked at, and what was measured
LIMITS = Limits(memory_bytes=64 << 30)
#: How a call of a session is made, by the options that say so.
WAYS = {
    "run": (),
    "bound": (("io_binding", "1"),),
    "graph": (("io_binding", "1"), ("provider.enable_cuda_graph", "1")),
}
_BLOCKS, _SECONDS = 7, 0.2


class NotMeasured(Exception):
    """A session that was meant to run did not; the text is what the bench says."""


@dataclass(frozen=True)
class Setting:
    """Where it is measured, and with which models."""

    runtime: str | None  #: the Python that has onnxruntime for the device
    device: str
    models: Path

    def configuration(
        self, way: str = "run", *, batch: int = 1, more: tuple[tuple[str, str], ...] = ()
    ) -> Configuration:
        """Return a configuration of the device."""
        provider = device(self.device).provider
        return Configuration(self.device, provider, batch=batch, options=(*WAYS[way], *more))

    def system(self, name: str) -> OnnxSystem:
        """Return a model of our own ready to be started."""
        return self.prepared(model_file(self.models / f"{name}.onnx"))

    def prepared(self, model: FoundModel) -> OnnxSystem:
        """Return a model ready to be started. Raises ``NotMeasured`` with what the bench says."""
        made = prepare(model, interpreter=self.runtime, limits=LIMITS)
        if isinstance(made, Unmeasured):
            raise NotMeasured(str(made))
        return made


@contextmanager
def started(system: OnnxSystem, configuration: Configuration) -> Iterator[OnnxSession]:
    """Start a session for a while. Raises ``NotMeasured`` with what the bench says."""
    session = system.start(configuration, LIMITS)
    if isinstance(session, Unmeasured):
        raise NotMeasured(str(session))
    try:
        yield session
    finally:
        session.close()


def milliseconds(session: OnnxSession) -> tuple[float, float, float]:
    """Return the median of the medians of a few blocks, and the least and largest of them."""
    found = []
    for _ in range(_BLOCKS):
        block = session.block(_SECONDS, minimum_runs=5)
        if isinstance(block, Unmeasured):
            raise NotMeasured(str(block))
        found.append(median(block.latencies_ns) / 1e6)
    return median(found), min(found), max(found)


def answers(session: OnnxSession) -> tuple[Tensor, ...]:
    """Return the answer to the first inputs."""
    told = session.outputs()
    if isinstance(told, Unmeasured):
        raise NotMeasured(str(told))
    return told


def cold(one: Started) -> dict[str, float]:
    """Return the parts of a cold start in seconds."""
    parts = {
        "process": one.process_ns,
        "import": one.import_ns,
        "session": one.session_ns,
        "first run": one.first_run_ns,
    }
    return {name: round(took / 1e9, 3) for name, took in parts.items()}
