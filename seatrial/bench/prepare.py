"""How does a model file become a system under test: loaded once, fed, and known to run?"""

from collections.abc import Mapping, Sequence

from seatrial.bench.devices.providers import load_request
from seatrial.bench.discover import FoundModel
from seatrial.bench.inputs.feeding import Feeds
from seatrial.bench.inputs.prepare import feeds
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.process import child_start
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

#: Nothing is timed here, and a graph that is left as it is loads sooner.
_AS_WRITTEN = Configuration(optimisation="disable")
_LIMITS = Limits()


def prepare(
    model: FoundModel,
    *,
    shapes: Mapping[str, Sequence[int]] | None = None,
    interpreter: str | None = None,
    libraries: tuple[str, ...] = (),
    limits: Limits = _LIMITS,
    seed: int = 0,
) -> OnnxSystem | Unmeasured:
    """Return a model as a system under test, with inputs that it accepts, or why it cannot be measured.

    ``shapes`` are the user's, by the name of an input. ``interpreter`` is a Python with another build of onnxruntime,
    ``libraries`` are custom operators that the user allows. What was assumed stands in the system's ``feeds``.
    """
    if model.problem:
        return Unmeasured(Cause.REFUSED, model.problem)
    fed = _fed(model, shapes or {}, interpreter, libraries, limits, seed)
    return fed if isinstance(fed, Unmeasured) else OnnxSystem(model.name, model.file, fed, interpreter, libraries)


def _fed(
    model: FoundModel, shapes: Mapping[str, Sequence[int]], interpreter: str | None, libraries: tuple[str, ...],
    limits: Limits, seed: int,
) -> Feeds | Unmeasured:  # fmt: skip
    """Load the model once, and return inputs that it was seen to accept."""
    child = child_start.start(interpreter, limits.memory_bytes)
    if isinstance(child, Unmeasured):
        return child
    try:
        loaded = child.ask("load", load_request(_AS_WRITTEN, model.file, libraries), (), limits.start_s)
        if isinstance(loaded, Unmeasured):
            return loaded
        return feeds(child, loaded.head["inputs"], model.file, model.root, shapes, seed)
    finally:
        child.close()
