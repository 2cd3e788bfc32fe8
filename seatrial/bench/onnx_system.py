"""How is a model file put under test: loaded by onnxruntime in processes of its own, fed, and measured?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seatrial.bench.child.wire import Message
from seatrial.bench.devices.providers import load_request
from seatrial.bench.inputs.feeding import Feeds
from seatrial.bench.observed import Cause, Started, Tensor, Unmeasured
from seatrial.bench.process import child_start
from seatrial.bench.process.answers import fed, loaded, tensors, understood
from seatrial.bench.process.child_session import ChildSession
from seatrial.bench.profile.events import node_work
from seatrial.bench.profile.weights import packed_shapes
from seatrial.bench.system import Limits
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

_WARM_S = 0.2
#: The least time of so many runs is taken for a node: a neighbour that interrupts one shall not look like a slow node.
_PROFILED, _PROFILED_S = 20, 2.0
_PROFILE_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class OnnxSystem:
    """A model file and what it is fed with."""

    name: str
    model: Path
    feeds: Feeds
    interpreter: str | None = None  #: that has another build of onnxruntime; ours when None
    libraries: tuple[str, ...] = ()  #: of custom operators, loaded because the user said so

    def start(
        self, configuration: Configuration, limits: Limits, variables: Mapping[str, str] = child_start.NOTHING
    ) -> "OnnxSession | Unmeasured":
        """Start as many processes as there are instances; load, run once and warm up in each.

        What is ``told`` is added to their environment.
        """
        if configuration.batch > 1 and not self.feeds.batchable:
            return Unmeasured(Cause.REFUSED, "the model takes one row in a call")
        asked = load_request(configuration, self.model, self.libraries)
        memory = limits.memory_bytes if asked["on_cpu"] else 0  # drivers map far more than they use
        session = OnnxSession(self.model, "" if asked["on_cpu"] else configuration.device)
        failed = session.begin(self.interpreter, configuration.instances, memory, variables)
        failed = failed or session.load(asked, limits.start_s)
        fed = self.feeds.asked(configuration.batch) | {"warm_s": _WARM_S}
        failed = failed or session.feed(fed, self.feeds.blobs, limits.start_s)
        if failed is not None:
            session.close()
            return failed
        return session


class OnnxSession(ChildSession):
    """Processes that hold a model, ready to be asked; ``device`` is "" for the processor."""

    def __init__(self, model: Path, device: str) -> None:
        super().__init__()
        self._model, self._device = model, device

    def load(self, asked: Mapping[str, Any], limit_s: float) -> Unmeasured | None:
        """Load the model in all of them at once."""
        answers = self._all("load", asked, limit_s)
        if isinstance(answers, Unmeasured):
            return answers
        process_ns = max(child.process_ns for child in self._children)
        return self._begun(understood(lambda: loaded(answers, process_ns)))

    def feed(self, asked: Mapping[str, Any], blobs: tuple[bytes, ...], limit_s: float) -> Unmeasured | None:
        """Make the inputs, run once and warm up, in all of them at once."""
        answers = self._all("feed", asked, limit_s, blobs)
        if isinstance(answers, Unmeasured):
            return answers
        return self._begun(understood(lambda: fed(self.started, answers)))

    def outputs(self) -> tuple[Tensor, ...] | Unmeasured:
        """Return the answer of the first instance to the first of the inputs."""
        answer = self._children[0].ask("outputs", {})
        return answer if isinstance(answer, Unmeasured) else understood(lambda: tensors(answer))

    def profile(self) -> Work | Unmeasured:
        """Profile in sessions of their own: as the graph is written, then as the configuration runs it."""
        events: list[bytes] = []
        for changed, runs in (({"optimisation": "disable"}, 2), ({}, _PROFILED)):
            asked = {"changed": changed, "runs": runs, "seconds": _PROFILED_S}
            answer = self._children[0].ask("profile", asked, (), _PROFILE_LIMIT_S)
            if isinstance(answer, Unmeasured):
                return answer
            events.extend(answer.blobs)
        return understood(lambda: Work(*(node_work(one, packed_shapes(self._model)) for one in events)))

    def _all(
        self, do: str, asked: Mapping[str, Any], limit_s: float, blobs: tuple[bytes, ...] = ()
    ) -> list[Message] | Unmeasured:
        """Ask all processes; a lack of memory is that of the device, since no other limit was set for it."""
        answers = super()._all(do, asked, limit_s, blobs)
        if self._device and isinstance(answers, Unmeasured) and answers.cause is Cause.OUT_OF_MEMORY:
            return Unmeasured(answers.cause, f"the memory of {self._device} is not enough")
        return answers

    def _begun(self, started: Started | Unmeasured) -> Unmeasured | None:
        if isinstance(started, Unmeasured):
            return started
        self.started = started
        return None
