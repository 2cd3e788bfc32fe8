"""What can be put under test, and what can be asked of it while it runs?

Engine, scenarios and load know these protocols only. A model file (``OnnxSystem``), a service over HTTP and a Python
function fulfil them. No method raises for what the system under test does: an ``Unmeasured`` comes in the place of the
measurement, and the parent goes on.

What a ``Configuration`` sets and a system has no such setting for (threads of a service over HTTP) is left aside. Its
``options`` are session settings by onnxruntime's names (``session.intra_op.allow_spinning``), and besides:

- ``callers``: threads of one process that share its session, 1 unless said
- ``enable_mem_pattern``: ``0`` plans the memory of each run anew
- ``io_binding``: ``1`` binds inputs and outputs to buffers of the device; transfers then are not in the latency
"""

from abc import abstractmethod
from array import array
from typing import Protocol

from seatrial.bench.observed import Block, Started, Tensor, Unmeasured
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may use; reaching it is an ``Unmeasured``."""

    memory_bytes: int = 8 << 30
    start_s: float = 120.0  #: until the first answer is there


class Session(Protocol):
    """A system that runs. One call at a time; each call returns when all instances are idle again."""

    @property
    @abstractmethod
    def started(self) -> Started:
        """The cold start."""

    @property
    @abstractmethod
    def pids(self) -> tuple[int, ...]:
        """The processes under test, so that their use is not taken for a neighbour's; empty for a remote service."""

    @abstractmethod
    def block(
        self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0
    ) -> Block | Unmeasured:
        """Run a closed loop until both ``seconds`` and ``minimum_runs`` (of each caller) are reached.

        Between two runs a caller sleeps ``gap_s``. After ``limit_s`` the system counts as hanging.
        """

    @abstractmethod
    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        """Start a run at each time of a schedule (rising, nanoseconds from its beginning), as soon as one is free.

        Nobody waits for an answer before the next arrival is due. Arrivals that were not taken ``limit_s`` after the
        beginning are left (-1); a run that hangs is a failure.
        """

    @abstractmethod
    def outputs(self) -> tuple[Tensor, ...] | Unmeasured:
        """Return the answer to the first of the inputs."""

    @abstractmethod
    def profile(self) -> Work | Unmeasured:
        """Return the operations node by node at the real shapes; never to be called between blocks that are timed."""

    @abstractmethod
    def close(self) -> None:
        """End the processes; never raises, and may be called twice."""


class System(Protocol):
    """Something that can be started under a configuration, as often as wanted."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What a report calls it: a path within the repository, an address, ``module:function``."""

    @abstractmethod
    def start(self, configuration: Configuration, limits: Limits) -> Session | Unmeasured:
        """Start it in fresh processes, run it once and warm it up."""
