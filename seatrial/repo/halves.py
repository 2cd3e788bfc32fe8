"""How are many questions about one large repository answered by two processes?"""

import copyreg
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pickle import PicklingError
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from seatrial.repo.batch import processors
from seatrial.repo.repo import Repo

Answer = TypeVar("Answer")
Question: TypeAlias = Callable[[], Answer]

_MOST = 10_000  #: questions whose tickets fit into a pipe at once
_PATIENCE = 5.0  #: seconds in which the other process may clear up


class _Busy:
    """Whether two processes are at work already: more would only do again what these do."""

    both = False


def _frozen(held: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(held)


copyreg.pickle(MappingProxyType, lambda frozen: (_frozen, (dict(frozen),)))  # so that frozen mappings travel


def answered(repo: Repo | None, questions: Sequence[Question[Answer]]) -> list[Answer]:
    """Return the answers to all questions, in their order.

    A second process answers some of them, from the last one on, until it meets this one, which begins
    with the first: so questions that ask for the same facts should stand together. It is a fork, and knows everything
    that was found out before; what it finds out itself is lost but for its answers, which must travel, and for what
    it could not read of the one repository that all are about, if they are. Questions that ask for two processes
    themselves are answered by one. Where forking is not safe, and where the other process fails, all are answered here.
    """
    if not _safe() or not 2 <= len(questions) <= _MOST:
        return [question() for question in questions]
    try:
        return _by_two(repo, questions)
    except (OSError, MemoryError):  # no processes, no pipes, or nothing to copy this one into
        return [question() for question in questions]


def _safe() -> bool:
    """Tell whether forking is safe, since no other thread may hold a lock, and of any use."""
    return not _Busy.both and processors() > 1 and sys.platform == "linux" and threading.active_count() == 1


def _by_two(repo: Repo | None, questions: Sequence[Question[Answer]]) -> list[Answer]:
    with ExitStack() as left:
        tickets = _printed(len(questions))
        left.callback(os.close, tickets)
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe(duplex=False)
        left.callback(here.close)
        left.callback(setattr, _Busy, "both", _Busy.both)
        _Busy.both = True
        with there:
            other = context.Process(target=_other_half, args=(repo, questions, tickets, there))
            other.start()
            left.callback(_ended, other)
        answers = [questions[place]() for place in _places(tickets)]
        rest: list[Answer] = _received(repo, here.recv)
    if len(answers) + len(rest) < len(questions):
        rest = [question() for question in questions[len(answers) :]]
    return [*answers, *rest]


def _printed(number: int) -> int:
    """Return the end of a pipe from which as many bytes can be read: whoever gets one may answer one more."""
    tickets, printer = os.pipe()
    with open(printer, "wb") as printing:
        printing.write(bytes(number))
    return tickets


def _ended(other: ForkProcess) -> None:
    """End the other process: gently, so that it removes what it holds outside of it, then in any case."""
    other.terminate()
    other.join(_PATIENCE)
    other.kill()
    other.join()


def _places(tickets: int) -> Iterator[int]:
    """Yield 0, 1, 2 and so on, as long as there are tickets."""
    place = 0
    while os.read(tickets, 1):
        yield place
        place += 1


def _other_half(repo: Repo | None, questions: Sequence[Question[Answer]], tickets: int, there: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is the first process, which stops this one
    with suppress(PicklingError, TypeError, AttributeError, KeyboardInterrupt):  # what does not travel is asked again
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what it holds outside of it is removed
        answers = [questions[-1 - place]() for place in _places(tickets)]
        there.send((answers[::-1], repo.troubles if repo else None))
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is at its end: a stop would only print a traceback
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the same where it was stopped before


def _received(repo: Repo | None, receive: Callable[[], Any]) -> list[Answer]:
    """Return what the other process answered; nothing when it died, or an answer does not travel."""
    try:
        answers, troubles = receive()
    except (EOFError, ConnectionError):
        return []
    if repo is not None:
        repo.learn(troubles)
    return list(answers)
