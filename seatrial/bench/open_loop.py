"""What does an open loop give: when was each request due, taken, started and answered?"""

from array import array

from seatrial.bench.observed import Seen
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Arrivals:
    """An open loop: one entry for each arrival, in the order of the schedule; nanoseconds after its beginning.

    ``ready`` is when a worker was free to take the arrival, ``started`` when it began, ``finished`` when it had the
    answer. They are -1 for an arrival that nobody took before the limit.
    """

    scheduled_ns: "array[int]"
    ready_ns: "array[int]"
    started_ns: "array[int]"
    finished_ns: "array[int]"
    seen: tuple[Seen, ...]  #: one for each instance
    failed: tuple[int, ...] = ()  #: indices of the arrivals that were answered by an error

    @property
    def served(self) -> tuple[int, ...]:
        """Indices of the arrivals that were answered, and not by an error."""
        failed = set(self.failed)
        return tuple(at for at, end in enumerate(self.finished_ns) if end >= 0 and at not in failed)

    @property
    def latencies_ns(self) -> "array[int]":
        """From the schedule to the answer: who waits in a queue waits, too (no coordinated omission)."""
        return array("q", (self.finished_ns[at] - self.scheduled_ns[at] for at in self.served))

    @property
    def service_ns(self) -> "array[int]":
        """From the real start to the answer: what a generator would report that is blind to the queue."""
        return array("q", (self.finished_ns[at] - self.started_ns[at] for at in self.served))

    @property
    def lateness_ns(self) -> "array[int]":
        """How late the generator itself was: the start after both the schedule and a free worker allowed it."""
        return array("q", (self.started_ns[at] - max(self.scheduled_ns[at], self.ready_ns[at]) for at in self.served))
