"""A system whose latencies are drawn from a seed, so that what is measured is known beforehand."""

from array import array
from dataclasses import dataclass, field
from random import Random

from seatrial.bench.observed import Block, Cause, Lane, Seen, Started, Tensor, Unmeasured
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.system import Limits
from seatrial.bench.work import Work
from seatrial.model.benchmark import Configuration


@dataclass
class Simulated:
    """Latencies are exponential above a floor; each process has a speed of its own. No time passes."""

    name: str = "model.onnx"
    floor_ns: float = 1e6
    between: float = 0.0  #: relative difference of processes
    runs: int = 50  #: of one block
    fails_at: int | None = None  #: the start that fails
    batch_gain: float = 1.0  #: 1: a batch takes as long as its samples one by one; 0: as long as one
    random: Random = field(default_factory=lambda: Random(3))
    starts: list[Configuration] = field(default_factory=list)

    def start(self, configuration: Configuration, limits: Limits) -> "SimulatedSession | Unmeasured":
        """Start, or fail when it was told to."""
        self.starts.append(configuration)
        if self.fails_at is not None and len(self.starts) > self.fails_at:
            return Unmeasured(Cause.CRASHED, "it ended by itself")
        scale = 1 + (configuration.batch - 1) * self.batch_gain
        return SimulatedSession(self, configuration, self.floor_ns * scale * (1 + self.random.gauss(0, self.between)))


@dataclass
class SimulatedSession:
    """One process of it."""

    system: Simulated
    configuration: Configuration
    speed_ns: float
    closed: bool = False
    clock: int = 0
    pids: tuple[int, ...] = ()

    @property
    def started(self) -> Started:
        """A cold start that takes a tenth of a second for each part."""
        return Started(10**8, 10**8, 10**8, 10**7, (), (1 << 20, 2 << 20, 3 << 20), "simulated 1.0")

    def block(
        self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0
    ) -> Block | Unmeasured:
        """Draw the latencies of a block of each instance; instances run at the same time."""
        runs = max(minimum_runs, self.system.runs)
        lanes = tuple(self._lane(runs) for _ in range(self.configuration.instances))
        self.clock = max(lane.seen.ended_ns for lane in lanes)
        return Block(lanes)

    def _lane(self, runs: int) -> Lane:
        drawn = self.system.random
        latencies = array("q", (int(self.speed_ns * (1 + drawn.expovariate(20))) for _ in range(runs)))
        return Lane(latencies, Seen(self.clock, self.clock + sum(latencies), sum(latencies), 1, 0, 3 << 20))

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        """Serve one after the other."""
        free, started, finished = 0, array("q"), array("q")
        ready = array("q")
        for due in schedule_ns:
            ready.append(free)
            started.append(max(free, due))
            free = started[-1] + int(self.speed_ns)
            finished.append(free)
        return Arrivals(schedule_ns, ready, started, finished, ())

    def outputs(self) -> tuple[Tensor, ...] | Unmeasured:
        """Answer nothing."""
        return ()

    def profile(self) -> Work | Unmeasured:
        """Know of no nodes."""
        return Work(())

    def close(self) -> None:
        """End."""
        self.closed = True
