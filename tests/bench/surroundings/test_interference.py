"""Work of others is noticed, work of the system under test is not taken for theirs."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.bench.surroundings.interference import LEAST, Reading, between, objection, reading, settle, tolerated
from seatrial.model.benchmark import Disturbance


@pytest.fixture
def busy() -> Iterator[int]:
    """A process that uses a core."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        yield process.pid
        process.kill()


def test_a_neighbour_is_seen_unless_it_is_under_test(busy: int) -> None:
    alone, known = reading(), reading([busy])
    time.sleep(0.4)

    seen, ours = between(alone, reading()), between(known, reading([busy]))

    if seen.other is None or ours.other is None:
        pytest.skip("this system does not tell what its cores do")
    assert seen.other > ours.other
    assert (ours.own or 0) > (seen.own or 0)


def test_what_happened_is_told_in_cores() -> None:
    seen = between(Reading(0, 10, 1, 0, 0, None), Reading(2, 13, 2, 0.5, 0.2, None))

    assert seen == Disturbance(other=1.0, own=0.5, steal=0.25, pressure=0.1, throttled_ms=None)


def test_counters_that_are_not_there_stay_unknown() -> None:
    seen = between(Reading(0, None, 0, None, None, None), Reading(1, None, 0, None, None, 0.0))

    assert (seen.other, seen.steal, seen.throttled_ms) == (None, None, None)
    assert objection(seen, LEAST) == ""


def test_a_process_that_is_gone_used_nothing() -> None:
    assert reading([2**22 + 1]).own >= 0


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (Disturbance(other=0.05), ""),
        (Disturbance(other=0.5), "other processes"),
        (Disturbance(other=0.0, steal=0.3), "the hypervisor"),
    ],
)
def test_a_block_is_refused_for_what_disturbed_it(seen: Disturbance, why: str) -> None:
    assert objection(seen, LEAST) == why


def test_cores_that_nobody_needs_may_be_used_a_little() -> None:
    assert tolerated(2, 1) == LEAST
    assert tolerated(32, 1) == pytest.approx(LEAST + 1.5)


def test_waiting_for_a_quiet_machine_ends(busy: int) -> None:
    waited, quiet = settle([], -1.0, 0.3)

    assert not quiet or reading().busy is None
    assert waited < 5


def test_throttling_of_a_container_is_read(tmp_path: Path) -> None:
    for name, text in {
        "proc/self/cgroup": "0::/\n",
        "sys/fs/cgroup/cpu.stat": "usage_usec 5\nthrottled_usec 2000\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    assert reading(root=tmp_path).throttled == 0.002
