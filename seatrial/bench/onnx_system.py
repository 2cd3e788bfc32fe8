"""How is a model file put under test: loaded by onnxruntime in processes of its own, fed, and measured?"""

import os
import tempfile
from array import array
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from seatrial.bench import child_process
from seatrial.bench.answers import arrivals, fed, lane, loaded, tensors, understood
from seatrial.bench.child.loops import ARRIVAL
from seatrial.bench.child.wire import Message
from seatrial.bench.child_process import ChildProcess
from seatrial.bench.devices.providers import load_request
from seatrial.bench.inputs.feeding import Feeds
from seatrial.bench.observed import Arrivals, Block, Cause, Failure, Started, Tensor
from seatrial.bench.profile.events import node_work
from seatrial.bench.reasons import refusal
from seatrial.bench.system import Limits
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

_WARM_S = 0.2
#: Between the order to begin and the beginning, so that all instances have read it.
_LEAD_NS = 50_000_000
#: A run that began in time may end so much later.
_LAST_RUN_S = 30.0
_PROFILED = 3
_PROFILE_S = 300.0


@dataclass(frozen=True, slots=True)
class OnnxSystem:
    """A model file and what it is fed with."""

    name: str
    model: Path
    feeds: Feeds
    interpreter: str | None = None  #: that has another build of onnxruntime; ours when None
    libraries: tuple[str, ...] = ()  #: of custom operators, loaded because the user said so

    def start(self, configuration: Configuration, limits: Limits) -> "OnnxSession | Failure":
        """Start as many processes as there are instances; load, run once and warm up in each."""
        if configuration.batch > 1 and not self.feeds.batchable:
            return Failure(Cause.REFUSED, "the model takes one row in a call")
        asked = load_request(configuration, self.model, self.libraries)
        memory = limits.memory_bytes if asked["on_cpu"] else 0  # drivers map far more than they use
        session = OnnxSession()
        failed = session.begin(self.interpreter, configuration.instances, memory)
        failed = failed or session.load(asked, limits.start_s)
        fed = self.feeds.asked(configuration.batch) | {"warm_s": _WARM_S}
        failed = failed or session.feed(fed, self.feeds.blobs, limits.start_s)
        if failed is not None:
            session.close()
            return failed
        return session


class OnnxSession:
    """Processes that hold a model, ready to be asked."""

    def __init__(self) -> None:
        self.started = Started()
        self._children: list[ChildProcess] = []
        # Not removed by name: nobody but the processes that inherit it can open it.
        self._schedule = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the session

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes under test."""
        return tuple(child.pid for child in self._children)

    def begin(self, interpreter: str | None, instances: int, memory_bytes: int) -> Failure | None:
        """Start the processes."""
        for _ in range(instances):
            child = child_process.start(interpreter, memory_bytes, self._schedule.fileno())
            if isinstance(child, Failure):
                return child
            self._children.append(child)
        return None

    def load(self, asked: Mapping[str, Any], limit_s: float) -> Failure | None:
        """Load the model in all of them at once."""
        told = self._all("load", asked, limit_s)
        if isinstance(told, Failure):
            return told
        process_ns = max(child.process_ns for child in self._children)
        return self._begun(understood(lambda: loaded(told, process_ns)))

    def feed(self, asked: Mapping[str, Any], blobs: tuple[bytes, ...], limit_s: float) -> Failure | None:
        """Make the inputs, run once and warm up, in all of them at once."""
        told = self._all("feed", asked, limit_s, blobs)
        if isinstance(told, Failure):
            return told
        return self._begun(understood(lambda: fed(self.started, told)))

    def block(
        self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0
    ) -> Block | Failure:
        """Run a closed loop; see ``Session.block``."""
        told = self._all("block", {"seconds": seconds, "minimum": minimum_runs, "gap_s": gap_s}, limit_s)
        if isinstance(told, Failure):
            return told
        block = understood(lambda: Block(tuple(map(lane, told))))
        if isinstance(block, Failure) or block.runs:
            return block
        return refusal("refused", next((str(one.head["error"]) for one in told if one.head["error"]), ""))

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Failure:
        """Serve a schedule; see ``Session.open_loop``."""
        self._schedule.seek(0)
        self._schedule.truncate()
        self._schedule.write(b"".join(ARRIVAL.pack(at, due) for at, due in enumerate(schedule_ns)))
        self._schedule.flush()
        os.lseek(self._schedule.fileno(), 0, os.SEEK_SET)  # the offset is shared: whoever reads moves it for all
        asked = {"beginning": perf_counter_ns() + _LEAD_NS, "stop_ns": int(limit_s * 1e9)}
        told = self._all("open loop", asked, limit_s + _LAST_RUN_S)
        return told if isinstance(told, Failure) else understood(lambda: arrivals(schedule_ns, told))

    def outputs(self) -> tuple[Tensor, ...] | Failure:
        """Return the answer of the first instance to the first of the inputs."""
        told = self._children[0].ask("outputs", {})
        return told if isinstance(told, Failure) else understood(lambda: tensors(told))

    def profile(self) -> Work | Failure:
        """Profile in sessions of their own: as the graph is written, then as the configuration runs it."""
        events: list[bytes] = []
        for changed in ({"optimisation": "disable"}, {}):
            told = self._children[0].ask("profile", {"changed": changed, "runs": _PROFILED}, (), _PROFILE_S)
            if isinstance(told, Failure):
                return told
            events.extend(told.blobs)
        return understood(lambda: Work(*map(node_work, events)))

    def close(self) -> None:
        """End the processes."""
        for child in self._children:
            child.close()
        self._schedule.close()

    def _all(
        self, do: str, asked: Mapping[str, Any], limit_s: float, blobs: tuple[bytes, ...] = ()
    ) -> list[Message] | Failure:
        """Ask all processes at once; what the first of them fails by is the answer of all."""
        for child in self._children:
            child.send(do, dict(asked), blobs)
        answers = [child.answer(limit_s) for child in self._children]
        failed = next((one for one in answers if isinstance(one, Failure)), None)
        return failed or [one for one in answers if isinstance(one, Message)]

    def _begun(self, started: Started | Failure) -> Failure | None:
        if isinstance(started, Failure):
            return started
        self.started = started
        return None
