"""How is a Python function put under test, for a model that is no ONNX file yet?

It is code of the repository, so that somebody must have allowed it. It runs in processes of its own, like a model.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seatrial.bench.child.wire import Message
from seatrial.bench.observed import Cause, Started, Tensor, Unmeasured
from seatrial.bench.process.answers import understood
from seatrial.bench.process.child_session import ChildSession
from seatrial.bench.services import payload_file
from seatrial.bench.system import Limits
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_NAMED = regex(r"(?P<module>[^\W\d]\w*(?:\.[^\W\d]\w*)*):(?P<function>[^\W\d]\w*(?:\.[^\W\d]\w*)*)")
_LONGEST = 500
_WARM_S = 0.2


class NotAllowed(ValueError):
    """A function that is not run; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class FunctionSystem:
    """A function, the folder that it is imported from, and the arguments that take turns."""

    name: str  #: ``module:function``
    root: Path
    arguments: tuple[bytes, ...] = ()  #: one JSON value each
    interpreter: str | None = None  #: ours when None

    def start(self, configuration: Configuration, limits: Limits) -> "FunctionSession | Unmeasured":
        """Import it, call it once and warm up, in as many processes as there are instances."""
        module, _, function = self.name.partition(":")
        callers = int(dict(configuration.options).get("callers", "1"))
        asked = {"root": str(self.root), "module": module, "function": function, "callers": callers, "warm_s": _WARM_S}
        session = FunctionSession()
        failed = session.begin(self.interpreter, configuration.instances, limits.memory_bytes)
        failed = failed or session.load(asked, self.arguments, limits.start_s)
        if failed is not None:
            session.close()
            return failed
        return session


class FunctionSession(ChildSession):
    """Processes that hold a function."""

    def load(self, asked: Mapping[str, Any], arguments: tuple[bytes, ...], limit_s: float) -> Unmeasured | None:
        """Import and warm up in all of them."""
        answers = self._all("import", asked, limit_s, arguments)
        process_ns = max(child.process_ns for child in self._children)
        started = (
            answers if isinstance(answers, Unmeasured) else understood(lambda: _slowest_start(answers, process_ns))
        )
        if isinstance(started, Unmeasured):
            return started
        self.started = started
        return None

    def outputs(self) -> tuple[Tensor, ...] | Unmeasured:
        """Refuse: answers of a function are no tensors."""
        return Unmeasured(Cause.REFUSED, "answers of a function are not compared")

    def profile(self) -> Work | Unmeasured:
        """Refuse: nobody sees the operators of a function."""
        return Unmeasured(Cause.REFUSED, "a function cannot be profiled from outside")


def is_function(text: str) -> bool:
    """Tell whether somebody means ``module:function``, rather than a path."""
    return len(text) <= _LONGEST and _NAMED.fullmatch(text) is not None


def function(
    named: str, root: Path, *, allowed: bool, payload: Path | None = None, interpreter: str | None = None
) -> FunctionSystem:
    """Return a function as a system under test. Raises NotAllowed, and NoRequest for a payload that is none."""
    if not is_function(named):
        raise NotAllowed(f"{named[:80]!r} is no function: write module:function")
    if not allowed:
        raise NotAllowed(f"{named} is code of the repository, which is not run: allow it by --allow-exec")
    arguments = payload_file.bodies(payload) if payload else ()
    return FunctionSystem(named, root.resolve(), arguments, interpreter or sys.executable)


def _slowest_start(answers: list[Message], process_ns: int) -> Started:
    slowest = max(answers, key=lambda one: int(one.head["session_ns"])).head
    before, after, first = (int(one) for one in slowest["resident"])
    return Started(
        process_ns=process_ns,
        session_ns=int(slowest["session_ns"]),
        first_run_ns=int(slowest["first_run_ns"]),
        resident_bytes=(before, after, first),
        runtime=str(slowest["runtime"])[:80],
        distinct=int(slowest["sets"]),
    )
