"""How do two processes share the questions that are asked of a repository?"""

import copyreg
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, cast

from seatrial.repo.batch import processors
from seatrial.repo.repo import Repo
from seatrial.repo.troubles import Troubles

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


def by_two_processes(repo: Repo | None, questions: Sequence[Question[Answer]]) -> list[Answer]:
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
        return _shared(repo, questions)
    except OSError:  # no processes, no pipes
        return [question() for question in questions]


def _safe() -> bool:
    """Tell whether forking is safe, since no other thread may hold a lock, and of any use."""
    return not _Busy.both and processors() > 1 and sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def in_background(question: Question[Answer]) -> Iterator[Question[Answer]]:
    """Let a second process, a fork, work on a question while this one goes on; lends what to ask for its answer, once.

    It is worked out here when it is asked for where forking is not safe, and where the other process fails. Until
    then, questions that ask for two processes are answered by one.
    """
    with ExitStack() as at_work:
        said: Callable[[], Any] = tuple  # nothing
        if _safe():
            with suppress(OSError):  # no processes, no pipes
                said = at_work.enter_context(_second(lambda: (question(),)))

        def answer() -> Answer:
            found = _received(said)
            at_work.close()
            return cast(Answer, found[0]) if found else question()

        yield answer


def _shared(repo: Repo | None, questions: Sequence[Question[Answer]]) -> list[Answer]:
    tickets = _printed(len(questions))
    try:
        with _second(partial(_from_the_end, repo, questions, tickets)) as said:
            answers = [questions[place]() for place in _places(tickets)]
            rest, troubles = _received(said) or ([], None)
    finally:
        os.close(tickets)
    if repo is not None and troubles is not None:
        repo.learn(troubles)
    if len(answers) + len(rest) < len(questions):
        rest = [question() for question in questions[len(answers) :]]
    return [*answers, *rest]


def _printed(number: int) -> int:
    """Return the end of a pipe from which as many bytes can be read: whoever gets one may answer one more."""
    tickets, printer = os.pipe()
    with open(printer, "wb") as printing:
        printing.write(bytes(number))
    return tickets


def _places(tickets: int) -> Iterator[int]:
    """Yield 0, 1, 2 and so on, as long as there are tickets."""
    place = 0
    while os.read(tickets, 1):
        yield place
        place += 1


def _from_the_end(
    repo: Repo | None, questions: Sequence[Question[Answer]], tickets: int
) -> tuple[list[Answer], Troubles | None]:
    answers = [questions[-1 - place]() for place in _places(tickets)]
    return answers[::-1], repo.troubles if repo else None


@contextmanager
def _second(work: Callable[[], object]) -> Iterator[Callable[[], Any]]:
    """Start a second process, and end it behind the block; lends what waits for what it sends. Raises ``OSError``."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    other = context.Process(target=_other_half, args=(work, here, there))
    with here:
        with there:
            other.start()
        _Busy.both = True
        try:
            yield here.recv
        finally:
            _Busy.both = False
            _end(other)


def _end(other: ForkProcess) -> None:
    """End the other process: gently, so that it removes what it holds outside of it, then in any case."""
    other.terminate()
    other.join(_PATIENCE)
    other.kill()
    other.join()


def _other_half(work: Callable[[], object], here: Connection, there: Connection) -> None:
    _Busy.both = True
    here.close()  # held open, it would let this process wait for ever for a first one that was killed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is the first process, which stops this one
    with suppress(Exception, KeyboardInterrupt):  # what fails, or does not travel, is asked again
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what it holds outside of it is removed
        there.send(work())
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is at its end: a stop would only print a traceback
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the same where it was stopped before


def _received(said: Callable[[], Any]) -> Any:
    """Return what the other process sent; nothing when it died, or what it found out does not travel."""
    try:
        return said()
    except (EOFError, ConnectionError):
        return ()
