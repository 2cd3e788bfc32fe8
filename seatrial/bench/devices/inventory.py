"""Which onnxruntime does a Python have, which providers are built into it, and which devices does it see?"""

from seatrial.bench.child.wire import Message
from seatrial.bench.observed import Unmeasured
from seatrial.bench.process import child_start
from seatrial.bench.process.answers import understood
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Runtime:
    """A Python with onnxruntime."""

    version: str
    python: str
    providers: tuple[str, ...]  #: built in, which does not tell that they work on this machine
    devices: tuple[str, ...] = ()  #: "CPUExecutionProvider: CPU (Intel)", from onnxruntime 1.23 on


def runtime(interpreter: str | None = None) -> Runtime | Unmeasured:
    """Ask a Python, ours when None is named, for its onnxruntime."""
    child = child_start.start(interpreter, 0)
    if isinstance(child, Unmeasured):
        return child
    try:
        answer = child.ask("inventory", {})
    finally:
        child.close()
    return answer if isinstance(answer, Unmeasured) else understood(lambda: _runtime(answer))


def _runtime(answer: Message) -> Runtime:
    return Runtime(
        str(answer.head["version"]),
        str(answer.head["python"]),
        tuple(map(str, answer.head["providers"])),
        tuple(map(str, answer.head["devices"])),
    )
