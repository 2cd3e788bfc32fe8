"""How is a process under test asked with a limit of time, and ended, whatever it does?"""

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from time import perf_counter_ns
from typing import IO, Any

from seatrial.bench.child import wire
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.process.reasons import death, refusal

#: Until a fresh interpreter answers: a cold disk and a busy machine included.
_HELLO_S = 60.0
_TAIL = 4000
_END_S = 5.0
#: A process that does not even read what it is asked: it was stopped.
_READ_S = 60.0
#: When a process ended, by what it was asked for.
_DOING = {
    "start": "as it was started",
    "load": "as it loaded the model",
    "feed": "in its first runs",
    "try": "as inputs were tried",
    "block": "in a closed loop",
    "open loop": "in an open loop",
    "outputs": "as it was asked for its outputs",
    "profile": "as it was profiled",
    "inventory": "as it was asked for its runtime",
}


class ChildProcess:
    """One process under test. Once it has ended it answers every question by why it did."""

    def __init__(self, process: "subprocess.Popen[bytes]", errors: IO[bytes], started_ns: int) -> None:
        self._process = process
        self._errors = errors
        self._dead: Unmeasured | None = None
        self._doing = _DOING["start"]
        hello = self.answer(_HELLO_S)
        self.process_ns = perf_counter_ns() - started_ns  #: until the interpreter answered
        self.failure = hello if isinstance(hello, Unmeasured) else None

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def ask(self, do: str, said: dict[str, Any], blobs: Sequence[bytes] = (), limit_s: float = 60.0) -> "Answer":
        """Send a command and wait for its answer."""
        self.send(do, said, blobs)
        return self.answer(limit_s)

    def send(self, do: str, said: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
        """Send a command; ``answer`` tells how it went."""
        self._doing = _DOING.get(do, f"in answer to '{do}'")
        if self._dead is None and self._process.stdin is not None:
            with self._limited(_READ_S) as late, suppress(OSError):  # it has ended, and the answer says why
                wire.send(self._process.stdin, {"do": do, **said}, blobs)  # type: ignore[arg-type]
            if late.is_set():
                self._dead = self._too_late(_READ_S)

    def answer(self, limit_s: float) -> "Answer":
        """Wait for the answer; a process that gives none in time, or nonsense, is ended."""
        if self._dead is not None or self._process.stdout is None:
            return self._dead or Unmeasured(Cause.CRASHED, "it was closed")
        message = None
        with self._limited(limit_s) as late:
            try:
                message = wire.receive(self._process.stdout)  # type: ignore[arg-type]
            except ValueError:
                self._process.kill()
                self._dead = Unmeasured(Cause.CRASHED, f"no answer that can be read {self._doing}")
            except (EOFError, OSError):
                self._dead = None if late.is_set() else self._why()
        if late.is_set():
            self._dead = self._too_late(limit_s)
        if message is None or self._dead is not None:
            return self._dead or self._too_late(limit_s)
        refused = message.head.get("refused")
        return message if refused is None else refusal(str(message.head.get("kind")), str(refused))

    def close(self) -> None:
        """End the process and wait for it."""
        self._dead = self._dead or Unmeasured(Cause.CRASHED, "it was closed")
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with suppress(OSError):  # what was still to be written to it
                    stream.close()

    @contextmanager
    def _limited(self, limit_s: float) -> Iterator[threading.Event]:
        """End the process when what is done takes longer; the event tells whether it did."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(limit_s, end)
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()
            timer.join()  # so that it cannot fire afterwards

    def _too_late(self, limit_s: float) -> Unmeasured:
        return Unmeasured(Cause.TIMED_OUT, f"no answer within {limit_s:g} s {self._doing}")

    def _why(self) -> Unmeasured:
        try:
            code: int | None = self._process.wait(_END_S)
        except subprocess.TimeoutExpired:  # it closed the pipe, and went on
            self._process.kill()
            code = None
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - _TAIL))
        return death(code, self._errors.read().decode("utf-8", "replace"), self._doing)


Answer = wire.Message | Unmeasured
