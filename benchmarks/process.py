"""What one run of a command costs: wall time, processor time and peak memory, children included."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """The cost of one run. Ordered by wall time."""

    wall: float  #: seconds
    cpu: float  #: seconds of user and system time, children included
    peak: float  #: megabytes: the largest process


def cost(command: Sequence[str], cwd: Path) -> Cost:
    """Run a command to its end, whatever its exit code, and return what it cost.

    It may keep bytecode, as at its users: else a checkout whose files have changed is compiled anew in each run.
    """
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = 0  # reaped by wait4: nothing is left for Popen to wait for
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(command: Sequence[str], cwd: Path, runs: int) -> Cost:
    """Return the cheapest of several runs: the one that other work on the machine disturbed least."""
    return min(cost(command, cwd) for _ in range(runs))
