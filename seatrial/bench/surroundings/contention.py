"""What does work on another core do to the latency? Synthetic work, since a quiet machine is not what production is."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Walks over more than the caches of a core hold, so that it competes for memory as well as for time.
_WORK = "a = bytearray(1 << 24)\nwhile True: a[:] = a[::-1]"


@contextmanager
def beside_work() -> Iterator[int]:
    """Keep one core busy; give the number of the process that does."""
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and our own words
        [sys.executable, "-I", "-c", _WORK],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process.pid
        finally:
            process.kill()
