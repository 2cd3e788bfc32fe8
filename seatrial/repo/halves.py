"""How are many questions about one large repository answered by two processes?"""

import copyreg
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pickle import PicklingError
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from seatrial.repo.batch import processors
from seatrial.repo.repo import Repo

Answer = TypeVar("Answer")
Question: TypeAlias = Callable[[], Answer]

_MOST = 10_000  #: questions whose tickets fit into a pipe at once


def _frozen(held: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(held)


copyreg.pickle(MappingProxyType, lambda frozen: (_frozen, (dict(frozen),)))  # so that frozen mappings travel


def answered(repo: Repo, questions: Sequence[Question[Answer]]) -> list[Answer]:
    """Return the answers to all questions, in their order.

    A second process answers some of them, from the last one on, until it meets this one, which begins
    with the first: so questions that ask for the same facts should stand together. It is a fork, and knows everything
    that was found out before; what it finds out itself is lost but for its answers, which must travel, and for what
    it could not read. Where forking is not safe, and where the other process fails, all are answered here.
    """
    if not _safe() or not 2 <= len(questions) <= _MOST:
        return [question() for question in questions]
    try:
        return _by_two(repo, questions)
    except OSError:  # no processes, no pipes
        return [question() for question in questions]


def _safe() -> bool:
    """Tell whether forking is safe, since no other thread may hold a lock, and of any use."""
    return processors() > 1 and sys.platform == "linux" and threading.active_count() == 1


def _by_two(repo: Repo, questions: Sequence[Question[Answer]]) -> list[Answer]:
    tickets, printer = os.pipe()
    os.write(printer, bytes(len(questions)))  # whoever gets a byte may answer one more
    os.close(printer)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    other = context.Process(target=_other_half, args=(repo, questions, tickets, there))
    other.start()
    there.close()
    try:
        answers = [questions[place]() for place in _places(tickets)]
        rest: list[Answer] = _received(repo, here.recv)
    finally:
        os.close(tickets)
        here.close()
        other.kill()
        other.join()
    if len(answers) + len(rest) < len(questions):
        rest = [question() for question in questions[len(answers) :]]
    return [*answers, *rest]


def _places(tickets: int) -> Iterator[int]:
    """Yield 0, 1, 2 and so on, as long as there are tickets."""
    place = 0
    while os.read(tickets, 1):
        yield place
        place += 1


def _other_half(repo: Repo, questions: Sequence[Question[Answer]], tickets: int, there: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is the first process, which stops this one
    answers = [questions[-1 - place]() for place in _places(tickets)]
    with suppress(PicklingError, TypeError, AttributeError):  # what does not travel is answered again by the other
        there.send((answers[::-1], repo.troubles))


def _received(repo: Repo, receive: Callable[[], Any]) -> list[Answer]:
    """Return what the other process answered; nothing when it died, or an answer does not travel."""
    try:
        answers, troubles = receive()
    except (EOFError, ConnectionError):
        return []
    repo.learn(troubles)
    return list(answers)
