"""How is a scanner run? With fixed arguments, an environment of its own, and limits of time and output."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from seatrial.model.record import dataclass
from seatrial.scanners.program import NotAssessed

SECONDS = 60.0  #: of wall time, after which a scanner is stopped
OUTPUT = 100_000_000  #: bytes that a scanner may write into one file
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")  #: without which Windows starts no program
_CRASHED = 128  #: from this exit code on, a shell tells of a signal


@dataclass(frozen=True, slots=True)
class Output:
    """What a scanner left when it ended by itself."""

    code: int
    told: bytes
    complained: str  #: its standard error; for parsing only, since it may quote what it read


class Running:
    """A scanner at work, in a folder of ours. Its output goes into files, so that nobody has to read along."""

    def __init__(self, command: tuple[str, ...], folder: Path) -> None:
        self._out, self._err = folder / "told", folder / "complained"
        self._until = time.monotonic() + SECONDS
        try:
            with self._out.open("wb") as out, self._err.open("wb") as err:
                self._process = subprocess.Popen(  # noqa: S603 -- no shell; paths of the repository are no options
                    command, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=out, stderr=err
                )
        except OSError as error:
            raise NotAssessed(f"it cannot be started: {error.strerror or 'no reason given'}") from None
        _bound(self._process.pid)

    def output(self) -> Output:
        """Wait until it ends; raise ``NotAssessed`` when it takes too long, crashes, or writes too much."""
        try:
            code = self._process.wait(max(self._until - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            self.stop()
            raise NotAssessed(f"it did not end within {SECONDS:g} seconds") from None
        if code < 0 or _CRASHED < code < _CRASHED + 32:
            raise NotAssessed(f"it crashed (exit {code})")
        if max(self._out.stat().st_size, self._err.stat().st_size) >= OUTPUT:
            raise NotAssessed("it wrote more than can be read")
        return Output(code, self._out.read_bytes(), self._err.read_text(encoding="utf-8", errors="replace"))

    def stop(self) -> None:
        """End it, whatever it does."""
        with suppress(OSError):
            self._process.kill()
        self._process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Return what a scanner learns of its surroundings: nothing of the caller's, whose variables may hold keys."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    here = str(folder)
    return {**kept, "PATH": os.defpath, "HOME": here, "TMPDIR": here, "TEMP": here, "TMP": here, "LC_ALL": "C.UTF-8"}


def _bound(pid: int) -> None:
    """Let the system stop a scanner that writes or works without end, should we not be there any more."""
    if sys.platform != "linux":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
        resource.prlimit(pid, resource.RLIMIT_CPU, (int(4 * SECONDS), int(4 * SECONDS)))
