"""How are many files read at once? In as many processes as there are processors."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import TypeAlias

from seatrial.read.reader import Reader, Record, Unread, attempt

_CHUNK = 400_000  #: bytes that are sent at once
_MOST = 8  #: processes

File: TypeAlias = tuple[str, bytes]
Packed: TypeAlias = list[tuple[str, bytes | Unread]]


def read_ahead(
    reader: Reader[Record], files: Iterable[File], processes: int = 0
) -> Iterator[tuple[str, Record | Unread]]:
    """Yield each path with what the reader makes of it, in whatever order they are done.

    This process is one of those that read: half of the records need not travel where there are two. It may stop early,
    and yields nothing when the reader's records do not travel, or when this process must not, or cannot, start others:
    what is missing is to be read one by one.
    """
    context = _context()
    processes = processes or min(processors(), _MOST)
    if context is None or reader.pack is None or processes < 2:
        return
    try:
        with _undisturbed(), ProcessPoolExecutor(processes - 1, context, _begin) as pool:
            yield from _through(pool, reader, files, 2 * (processes - 1))
    except (BrokenProcessPool, OSError, RuntimeError, MemoryError, ImportError):
        return  # no semaphores, no processes, no threads, no memory, or a worker that was killed


def _through(
    pool: ProcessPoolExecutor, reader: Reader[Record], files: Iterable[File], ahead: int
) -> Iterator[tuple[str, Record | Unread]]:
    """Keep every worker busy, read here what they have no time for, and hold no more in memory than that needs."""
    waiting: deque[Future[Packed]] = deque()
    for chunk in _chunks(files):
        while waiting and waiting[0].done():
            yield from _unpacked(reader, waiting.popleft().result())
        if len(waiting) < ahead:
            waiting.append(pool.submit(_read, reader, chunk))
        else:
            for path, data in chunk:
                answer: Record | Unread = attempt(reader, path, data)
                yield path, answer
    while waiting:
        yield from _unpacked(reader, waiting.popleft().result())


def _chunks(files: Iterable[File]) -> Iterator[list[File]]:
    chunk: list[File] = []
    size = 0
    for path, data in files:
        chunk.append((path, data))
        size += len(data)
        if size > _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _begin() -> None:
    """Make a worker ready."""
    gc.disable()  # trees have no cycles, and the worker ends with the batch
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is the first process, which stops the others


def _read(reader: Reader[Record], files: list[File]) -> Packed:
    """Read a chunk in the worker."""
    return [(path, _packed(reader, path, data)) for path, data in files]


def _packed(reader: Reader[Record], path: str, data: bytes) -> bytes | Unread:
    answer: Record | Unread = attempt(reader, path, data)
    if isinstance(answer, Unread):
        return answer
    return reader.pack(answer) if reader.pack else Unread(path, "its record does not travel")


def _unpacked(reader: Reader[Record], packed: Packed) -> Iterator[tuple[str, Record | Unread]]:
    for path, answer in packed:
        if isinstance(answer, Unread):
            yield path, answer
        elif reader.unpack is not None:
            yield path, reader.unpack(answer)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector from walking, again and again, records that all stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _context() -> BaseContext | None:
    """Return how to start processes here; None when it is not safe.

    Forking is, while no other thread may hold a lock. A fresh process imports the main module of the host again, which
    only our own command is known to bear.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn") if _is_our_command() else None


def _is_our_command() -> bool:
    """Tell whether the main module is ours: ``seatrial`` or ``python -m seatrial``."""
    module = getattr(sys.modules.get("__main__"), "__spec__", None)
    name = module.name if module is not None else os.path.basename(sys.argv[0] if sys.argv else "")
    return name.removesuffix(".exe").partition(".")[0] == "seatrial"


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
