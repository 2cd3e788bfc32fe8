"""How is a process under test started?"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter_ns
from types import MappingProxyType

from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.process.child_process import ChildProcess

NOTHING: Mapping[str, str] = MappingProxyType({})
_CHILD = Path(__file__).parent.with_name("child") / "__main__.py"
#: A model may name libraries and settings for its session by this; only what is asked for counts.
_DROPPED = ("ORT_LOAD_CONFIG_FROM_MODEL",)
#: onnxruntime reports what it runs to its maker, and keeps a number of the machine on disk for it, unless told not to
#: before it is imported; the second name is that of some releases.
SILENT = {"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"}


#: A device works on while its driver returns, so that a node's time would be that of handing it over. With this the
#: driver waits for the end of each piece of work.
WAITING: Mapping[str, str] = MappingProxyType({"CUDA_LAUNCH_BLOCKING": "1"})


def start(
    interpreter: str | None, memory_bytes: int, schedule: int | None = None, variables: Mapping[str, str] = NOTHING
) -> ChildProcess | Unmeasured:
    """Start a process under test and wait until it answers.

    ``interpreter`` is ours when None. ``schedule`` is an open file that all instances of a session share. ``told`` is
    added to the environment.
    """
    if not _CHILD.is_file():
        return Unmeasured(Cause.UNAVAILABLE, "seatrial runs from an archive: install it in a folder to measure")
    errors = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the process lives
    shared = () if schedule is None else (schedule,)
    command = [interpreter or sys.executable, "-I", str(_CHILD), str(os.getpid()), str(memory_bytes), *map(str, shared)]
    started = perf_counter_ns()
    try:
        process = subprocess.Popen(  # noqa: S603 -- the interpreter that the user names
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, pass_fds=shared,
            start_new_session=True, cwd=tempfile.gettempdir(), env={**_environment(), **variables},
        )  # fmt: skip
    except OSError as error:
        errors.close()
        return Unmeasured(Cause.UNAVAILABLE, f"{command[0]} cannot be started: {error.strerror}")
    child = ChildProcess(process, errors, started)
    if child.failure is not None:
        child.close()
        return child.failure
    return child


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _DROPPED} | SILENT
