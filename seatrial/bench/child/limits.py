"""What may a process under test use, and when does it end by itself?"""

import gc
import os
import threading
import time

#: A profile of a large model is some ten megabytes; a runtime that floods its error stream stops here.
_LARGEST_FILE = 1 << 30


def confine(memory_bytes: int, parent: int) -> None:
    """Limit memory and files, write no core, be the first that a system out of memory ends, and outlive no parent.

    The limit is on what a process may write to (``RLIMIT_DATA``): the address space is much larger than what is used,
    since each thread reserves some. 0 sets none. Systems other than Linux do not keep to it for mapped memory.
    """
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    try:
        import resource
    except ImportError:  # Windows
        return
    wanted = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, _LARGEST_FILE)]
    wanted += [(resource.RLIMIT_DATA, memory_bytes)] if memory_bytes else []
    for which, limit in wanted:
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    except OSError:
        pass  # no Linux, or a container that forbids it


def settle() -> None:
    """Collect garbage now, and none from now on, so that no collection falls into a measurement."""
    gc.collect()
    gc.freeze()
    gc.disable()


def resident() -> int:
    """Return the bytes of memory that are in use now; the peak so far where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return peak()


def peak() -> int:
    """Return the most bytes of memory that were ever in use, -1 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return -1
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if os.uname().sysname == "Darwin" else used * 1024


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
