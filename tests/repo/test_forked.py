"""Two processes answer what one process answers, in the same order, whatever happens to the second."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from types import MappingProxyType
from typing import cast

import pytest

from seatrial.read.code.python import PYTHON
from seatrial.read.reader import Reader, Unread, Unreadable
from seatrial.repo import forked
from seatrial.repo.batch import read_ahead
from seatrial.repo.forked import by_two_processes, in_background
from tests.repositories import repo_of

FILES = {"a.txt": "a", "b.txt": "b"}


def refuse(path: str, data: bytes) -> str:
    raise Unreadable(f"not {path}")


NOTHING = Reader("nothing", 1, refuse)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "processors", lambda: 2)


def numbers(count: int) -> list[Callable[[], int]]:
    return [partial(int, number) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 100])
def test_answers_come_in_the_order_of_the_questions(count: int) -> None:
    assert by_two_processes(repo_of(FILES), numbers(count)) == list(range(count))


def test_both_processes_answer() -> None:
    meeting = os.getpid()
    second = threading.Event()

    def who() -> int:
        second.wait(0.2)  # long enough for the other one to take its share
        return os.getpid()

    found = by_two_processes(repo_of(FILES), [who] * 6)

    assert len(found) == 6
    assert found[0] == meeting
    assert found[-1] != meeting


def test_what_the_other_process_could_not_read_is_known_here() -> None:
    repo = repo_of(FILES)

    def slow() -> None:
        threading.Event().wait(0.5)

    by_two_processes(repo, [slow, lambda: repo.record(NOTHING, "b.txt") and None])

    assert repo.unreadable == (Unread("b.txt", "not b.txt"),)


def test_a_second_process_that_dies_leaves_its_questions_to_the_first() -> None:
    first = os.getpid()

    def die_elsewhere() -> str:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return "answered"

    assert by_two_processes(repo_of(FILES), [die_elsewhere] * 5) == ["answered"] * 5


def test_what_does_not_travel_is_answered_here() -> None:
    answers = by_two_processes(repo_of(FILES), [threading.Lock] * 4)

    assert len(answers) == 4


def test_frozen_mappings_travel() -> None:
    frozen = MappingProxyType({"app": "serve.py"})

    def slow() -> tuple[int, MappingProxyType[str, str]]:
        threading.Event().wait(0.2)
        return os.getpid(), frozen

    found = by_two_processes(repo_of(FILES), [slow] * 6)

    assert [mapping for _, mapping in found] == [frozen] * 6
    assert len({process for process, _ in found}) == 2


def test_nothing_is_forked_while_other_threads_may_hold_locks() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    found = by_two_processes(repo_of(FILES), [os.getpid] * 4)
    stop.set()
    other.join()

    assert found == [os.getpid()] * 4


def test_the_other_process_ends_without_a_word_when_it_is_stopped_at_its_end(capfd: pytest.CaptureFixture[str]) -> None:
    """The first process stops it once the answers are here, which may be before it has put its things away."""
    here = os.getpid()

    def stopped_late() -> int:
        if os.getpid() != here:
            Finalize(None, partial(os.kill, os.getpid(), signal.SIGTERM), exitpriority=0)
        threading.Event().wait(0.1)
        return 1

    assert by_two_processes(repo_of(FILES), [stopped_late] * 3) == [1, 1, 1]
    assert capfd.readouterr() == ("", "")


def test_another_process_works_while_this_one_goes_on() -> None:
    here = os.getpid()
    with in_background(os.getpid) as answer:
        found_here = by_two_processes(None, [os.getpid] * 4)
        there = answer()
        met = threading.Event()
        shared = by_two_processes(None, [lambda: met.wait(0.2) or os.getpid()] * 4)

    assert found_here == [here] * 4
    assert there != here
    assert set(shared) > {here}  # two processes again, since the other one is done


@pytest.mark.parametrize("how", [partial(os.kill, 0, signal.SIGKILL), threading.Lock, partial(int, "no number")])
def test_what_the_other_process_cannot_tell_is_worked_out_here(how: Callable[[], object]) -> None:
    here = os.getpid()

    def fails_elsewhere() -> str:
        if os.getpid() != here:
            os.setpgid(0, 0)  # so that what kills it kills nobody else
            return cast(str, how())
        return "here"

    with in_background(fails_elsewhere) as answer:
        assert answer() == "here"


def test_what_fails_here_too_is_told_here() -> None:
    with in_background(partial(int, "no number")) as answer, pytest.raises(ValueError, match="no number"):
        answer()


def test_an_answer_that_nobody_waits_for_is_given_up() -> None:
    with in_background(partial(threading.Event().wait, 600)):
        pass


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="needs to become a user without rights")
def test_where_the_system_starts_no_more_processes_all_is_answered_here() -> None:
    child = os.fork()
    if not child:  # a user of whom there may be no process at all
        try:
            os.setgroups([])
            os.setgid(65534)
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
            os.setuid(65534)
            found = by_two_processes(None, numbers(9))
            read = {path for path, _ in read_ahead(PYTHON, [("a.py", b"x = 1\n" * 90_000)] * 3, processes=3)}
            os._exit(found != list(range(9)) or not read <= {"a.py"})
        finally:
            os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


KILLED = """
import os, time
from seatrial.repo import forked
forked.processors = lambda: 2
seen, begun = os.pipe()
def endless():
    os.write(begun, b"!")
    time.sleep(60)
def much():
    os.read(seen, 1)  # else it might go on to the other question, before the first process is there to do so
    os.write(1, b"%d\\n" % os.getpid())
    return bytes(10_000_000)
forked.by_two_processes(None, [endless, much])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_the_second_process_ends_though_the_first_was_killed_and_will_never_take_what_it_found() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        second = int(first.stdout.readline())
        first.kill()

    until = time.monotonic() + 20
    while not (ended := _has_ended(second)) and time.monotonic() < until:
        time.sleep(0.05)
    if not ended:
        os.kill(second, signal.SIGKILL)
    assert ended, "it waits for ever"


def _has_ended(process: int) -> bool:
    """Tell whether a process is gone, or has only nobody who asks how it ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"
