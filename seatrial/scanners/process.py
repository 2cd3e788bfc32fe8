"""How is a scanner run? With fixed arguments, an environment of its own, and limits of time and output."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seatrial.model.record import dataclass
from seatrial.scanners.program import NotAssessed

SECONDS = 60.0  #: of wall time, after which a scanner is stopped
OUTPUT = 100_000_000  #: bytes that a scanner may write into one file
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")  #: without which Windows starts no program
_CRASHED = 128  #: from this exit code on, a shell tells of a signal


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which a program runs that is not one of those that come with us."""

    seconds: float = 0.0  #: of wall time; 0 for the usual
    memory: int = 0  #: bytes that it may write to; 0 for no bound. Told to Linux alone, as the other bounds are
    environment: tuple[tuple[str, str], ...] = ()  #: what it learns besides
    alone: bool = False  #: it may start others, which end with it


@dataclass(frozen=True, slots=True)
class Output:
    """What a scanner left when it ended by itself."""

    code: int
    told: bytes
    complained: str  #: its standard error; for parsing only, since it may quote what it read


_USUAL = Conditions()


class Running:
    """A scanner at work, in a folder of ours. Its output goes into files, so that nobody has to read along."""

    def __init__(self, command: tuple[str, ...], folder: Path, conditions: Conditions = _USUAL) -> None:
        self._out, self._err, self._alone = folder / "told", folder / "complained", conditions.alone
        self._seconds = conditions.seconds or SECONDS
        self._until = time.monotonic() + self._seconds
        environment = {**_environment(folder), **dict(conditions.environment)}
        try:
            with self._out.open("wb") as out, self._err.open("wb") as err, _inherited_bound():
                self._process = subprocess.Popen(  # noqa: S603 -- no shell; paths of the repository are no options
                    command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                    start_new_session=conditions.alone,
                )  # fmt: skip
        except OSError as error:
            raise NotAssessed(f"it cannot be started: {error.strerror or 'no reason given'}") from None
        _bound(self._process.pid, self._seconds, conditions.memory)

    def output(self) -> Output:
        """Wait until it ends; raise ``NotAssessed`` when it takes too long, crashes, or writes too much."""
        try:
            code = self._process.wait(max(self._until - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            self.stop()
            raise NotAssessed(f"it did not end within {self._seconds:g} seconds") from None
        if code < 0 or _CRASHED < code < _CRASHED + 32:
            raise NotAssessed(f"it crashed (exit {code})")
        if max(self._out.stat().st_size, self._err.stat().st_size) >= OUTPUT:
            raise NotAssessed("it wrote more than can be read")
        return Output(code, self._out.read_bytes(), self._err.read_text(encoding="utf-8", errors="replace"))

    def stop(self) -> None:
        """End it, whatever it does, and whatever it started."""
        if self._process.poll() is None and self._alone and hasattr(os, "killpg"):
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(OSError):
            self._process.kill()
        self._process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Return what a scanner learns of its surroundings: nothing of the caller's, whose variables may hold keys."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    here = str(folder)
    return {**kept, "PATH": os.defpath, "HOME": here, "TMPDIR": here, "TEMP": here, "TMP": here, "LC_ALL": "C.UTF-8"}


@contextmanager
def _inherited_bound() -> Iterator[None]:
    """Bound what is written into one file for whatever is started meanwhile.

    A shell may have started others before a bound on itself is set: these would fill the disk.
    """
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    known = [limit for limit in (soft, OUTPUT) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(known), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _bound(pid: int, seconds: float, memory: int) -> None:
    """Let the system stop a scanner that writes or works without end, should we not be there any more."""
    if sys.platform != "linux":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
        resource.prlimit(pid, resource.RLIMIT_CPU, (int(4 * seconds), int(4 * seconds)))
        if memory:  # not the address space: some programs reserve much more than they ever touch
            resource.prlimit(pid, resource.RLIMIT_DATA, (memory, memory))
