"""How is a process of ours that holds a system under test asked for blocks and schedules, all instances at once?"""

import os
import tempfile
from array import array
from collections.abc import Mapping
from time import perf_counter_ns
from typing import Any

from seatrial.bench.child.loops import ARRIVAL
from seatrial.bench.child.wire import Message
from seatrial.bench.observed import Block, Started, Unmeasured
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.process import child_start
from seatrial.bench.process.answers import arrivals, lane, understood
from seatrial.bench.process.child_process import ChildProcess
from seatrial.bench.process.reasons import refusal

#: Between the order to begin and the beginning, so that all instances have read it.
_LEAD_NS = 50_000_000
#: A run that began in time may end so much later.
_LAST_RUN_S = 30.0


class ChildSession:
    """Processes that hold a system under test, or drive one, ready to be asked. See ``Session``."""

    def __init__(self) -> None:
        self.started = Started()
        self._children: list[ChildProcess] = []
        # Not removed by name: nobody but the processes that inherit it can open it.
        self._schedule = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the session

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes under test."""
        return tuple(child.pid for child in self._children)

    def begin(
        self,
        interpreter: str | None,
        instances: int,
        memory_bytes: int,
        variables: Mapping[str, str] = child_start.NOTHING,
    ) -> Unmeasured | None:
        """Start the processes, with what is ``told`` in their environment."""
        for _ in range(instances):
            child = child_start.start(interpreter, memory_bytes, self._schedule.fileno(), variables)
            if isinstance(child, Unmeasured):
                return child
            self._children.append(child)
        return None

    def block(
        self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0
    ) -> Block | Unmeasured:
        """Run a closed loop; see ``Session.block``."""
        answers = self._all("block", {"seconds": seconds, "minimum": minimum_runs, "gap_s": gap_s}, limit_s)
        if isinstance(answers, Unmeasured):
            return answers
        block = understood(lambda: Block(tuple(map(lane, answers))))
        if isinstance(block, Unmeasured) or block.runs:
            return block
        return refusal("refused", next((str(one.head["error"]) for one in answers if one.head["error"]), ""))

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        """Serve a schedule; see ``Session.open_loop``."""
        self._schedule.seek(0)
        self._schedule.truncate()
        self._schedule.write(b"".join(ARRIVAL.pack(at, due) for at, due in enumerate(schedule_ns)))
        self._schedule.flush()
        os.lseek(self._schedule.fileno(), 0, os.SEEK_SET)  # the offset is shared: whoever reads moves it for all
        asked = {"beginning": perf_counter_ns() + _LEAD_NS, "stop_ns": int(limit_s * 1e9)}
        answers = self._all("open loop", asked, limit_s + _LAST_RUN_S)
        return answers if isinstance(answers, Unmeasured) else understood(lambda: arrivals(schedule_ns, answers))

    def close(self) -> None:
        """End the processes."""
        for child in self._children:
            child.close()
        self._schedule.close()

    def _all(
        self, do: str, asked: Mapping[str, Any], limit_s: float, blobs: tuple[bytes, ...] = ()
    ) -> list[Message] | Unmeasured:
        """Ask all processes at once; what the first of them fails by is the answer of all."""
        for child in self._children:
            child.send(do, dict(asked), blobs)
        answers = [child.answer(limit_s) for child in self._children]
        failed = next((one for one in answers if isinstance(one, Unmeasured)), None)
        return failed or [one for one in answers if isinstance(one, Message)]
