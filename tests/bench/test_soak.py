"""Growth is found where there is some, and noise is none."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.order import Candidate
from seatrial.bench.samples import Samples
from seatrial.bench.soak import growth, judged, soak
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Block, Configuration, Scenario, Subject

from .simulated import Simulated


def run(leak: float = 0.0, slower: float = 0.0) -> Samples:
    """Ten minutes of blocks of a second; ``leak`` bytes a second, ``slower`` as a share over the whole time."""
    random = Random(2)
    task = Task(Simulated(), Configuration(), Scenario.SOAK)
    blocks = [
        Block(
            0, at, 100, 1.0, 1e6 * (1 + slower * at / 600) * (1 + random.gauss(0, 0.01)),
            resident_bytes=int(1e8 + leak * at + random.randrange(4096)),
        )
        for at in range(600)
    ]  # fmt: skip
    return Samples(task, 1, blocks=blocks)


def test_a_steady_run_has_no_findings() -> None:
    assert judged(run()) == ()


def test_a_leak_is_told_by_the_hour() -> None:
    (found,) = judged(run(leak=10_000))

    assert found.id == "leak"
    assert found.message == "its memory grows by 36 MB an hour"
    assert found.low is not None
    assert found.low > 35e6


def test_what_becomes_slower_is_told_as_a_share() -> None:
    (found,) = judged(run(slower=0.1))

    assert found.id == "drift"
    assert "slower while it ran" in found.message


def test_a_short_run_claims_nothing() -> None:
    few = run(leak=1e6)
    few.blocks = few.blocks[:15]

    assert judged(few) == ()
    assert judged(Samples(few.task)) == ()


@given(st.floats(-100, 100), st.floats(0.1, 100))
def test_the_slope_of_a_line_is_its_slope(slope: float, start: float) -> None:
    found = growth([(at, start + slope * at / 3600) for at in range(100)])

    assert found is not None
    assert found.value == pytest.approx(slope, abs=1e-6)


def test_values_at_one_moment_have_no_slope() -> None:
    assert growth([(1.0, 2.0)] * 50) is None


@pytest.mark.usefixtures("quiet")
def test_one_process_runs_until_the_time_is_over() -> None:
    system = Simulated()
    found = soak(Candidate(system, Subject("m")), Configuration(), 0.2, Limits(), Watch(0.2))

    assert (len(system.starts), found.visits) == (1, 1)
    assert len(found.blocks) > 1
    assert {block.process for block in found.blocks} == {0}


def test_a_system_that_does_not_start_is_a_failure() -> None:
    found = soak(Candidate(Simulated(fails_at=0), Subject("m")), Configuration(), 0.2, Limits(), Watch(0.2))

    assert found.failure is not None
