"""What does one measurement of a system under test give: raw times, what the process saw, or why there is nothing?

Times are nanoseconds of ``time.perf_counter_ns``, which on Linux and macOS is one clock for all processes. Series are
``array("q")``: nothing heavy is imported here, and ``numpy.asarray(series)`` is a view that costs nothing.
"""

from array import array
from collections.abc import Iterable
from enum import StrEnum

from seatrial.model.record import dataclass


class Cause(StrEnum):
    """Why there is no measurement."""

    CRASHED = "crashed"  #: the process ended by itself: a fault in a model or in the runtime
    TIMED_OUT = "timed out"  #: no answer within the limit; the process was killed
    OUT_OF_MEMORY = "out of memory"
    REFUSED = "refused"  #: the system is there and says no: a corrupt model, an input that does not fit
    UNAVAILABLE = "not available"  #: what was asked for is not on this machine: a provider, a device, an interpreter


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A measurement that did not happen; the session that gave it gives no other from then on, unless it refused."""

    cause: Cause
    reason: str  #: one sentence, lower case, no full stop

    def __str__(self) -> str:
        """Return cause and reason as a report shows them."""
        return f"{self.cause}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one process saw of itself while it measured; -1 where the system cannot be looked into."""

    started_ns: int
    ended_ns: int
    processor_ns: int = -1  #: time on a processor, all its threads together
    voluntary: int = -1  #: switches while it waited, for a lock for example
    involuntary: int = -1  #: switches because somebody else got the processor
    resident_bytes: int = -1  #: at the end
    pace_ns: int = -1  #: of a small computation that always is the same; the mean of all within and around


@dataclass(frozen=True, slots=True)
class Lane:
    """One instance's part of a block."""

    latencies_ns: "array[int]"  #: of each run that succeeded, in the order of each caller
    seen: Seen
    errors: int = 0  #: runs that were answered by an error


@dataclass(frozen=True, slots=True)
class Block:
    """A closed loop for a while: each caller asks again as soon as it is answered, all instances at the same time."""

    lanes: tuple[Lane, ...]

    @property
    def latencies_ns(self) -> "array[int]":
        """The latencies of all instances."""
        return joined(lane.latencies_ns for lane in self.lanes)

    @property
    def runs(self) -> int:
        """How many runs succeeded."""
        return sum(len(lane.latencies_ns) for lane in self.lanes)

    @property
    def errors(self) -> int:
        """How many runs were answered by an error."""
        return sum(lane.errors for lane in self.lanes)

    @property
    def pace_ns(self) -> int:
        """How long the small computation took in the slowest instance; -1 where one cannot tell."""
        paces = [lane.seen.pace_ns for lane in self.lanes]
        return max(paces) if min(paces, default=-1) > 0 else -1

    @property
    def seconds(self) -> float:
        """From the first start to the last end."""
        started, ended = (lane.seen.started_ns for lane in self.lanes), (lane.seen.ended_ns for lane in self.lanes)
        return (max(ended) - min(started)) / 1e9


@dataclass(frozen=True, slots=True)
class Placement:
    """What one execution provider was given to do."""

    provider: str
    nodes: int
    operators: tuple[tuple[str, int], ...] = ()  #: kind of operator and how many, the most frequent first


@dataclass(frozen=True, slots=True)
class Started:
    """The cold start of a session, of its slowest instance; -1 where it cannot be seen."""

    process_ns: int = -1  #: until the interpreter answered
    import_ns: int = -1  #: of the runtime
    session_ns: int = -1  #: model read, optimised, placed; building of an engine included
    first_run_ns: int = -1
    warm_up_ns: tuple[int, ...] = ()  #: the first runs after the first, 32 at most
    resident_bytes: tuple[int, int, int] = (-1, -1, -1)  #: before the session, with it, after the first run
    runtime: str = ""  #: "onnxruntime 1.32.0, Python 3.11.7"
    transfer_ns: tuple[int, int] = (-1, -1)  #: inputs to the device, outputs back; -1 where nothing moves
    distinct: int = 0  #: sets of inputs that take turns
    placement: tuple[Placement, ...] = ()  #: proof of where the nodes run; empty when the runtime cannot tell


@dataclass(frozen=True, slots=True)
class Tensor:
    """One output, byte by byte, to tell whether a change of configuration changed the answers."""

    name: str
    type: str  #: numpy's name of the type
    shape: tuple[int, ...]
    data: bytes


def joined(series: "Iterable[array[int]]") -> "array[int]":
    """Return series one behind the other."""
    whole = array("q")
    for part in series:
        whole.extend(part)
    return whole
