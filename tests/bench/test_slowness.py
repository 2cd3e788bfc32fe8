"""Blocks that met a slower processor do not count, whenever that shows; one that stays slower is the usual one."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.observed import Block, Lane, Seen
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.paired import Paired
from seatrial.bench.statistics.slowness import SLOWER, slow
from seatrial.bench.task import Task
from seatrial.model.benchmark import Configuration, Disturbance

from .simulated import Simulated

FAST, SLOW = 200_000, 300_000


def block(*paces: int) -> Block:
    return Block(tuple(Lane(array("q", [10**6] * 30), Seen(0, 10**8, pace_ns=pace)) for pace in paces))


def samples(*paces: int, rejected: str = "") -> Samples:
    made = Samples(Task(Simulated(), Configuration()))
    for at, pace in enumerate(paces):
        made.add(block(pace), Disturbance(), at, rejected)
    return made


def test_the_few_blocks_of_a_slower_processor_do_not_count() -> None:
    made = samples(FAST, SLOW, FAST, FAST)

    assert [one.rejected for one in made.blocks] == ["", SLOWER, "", ""]
    assert len(made.services) == 3


def test_a_processor_that_was_slow_at_the_beginning_is_found_later() -> None:
    assert [one.rejected for one in samples(SLOW, SLOW).blocks] == ["", ""]
    assert [one.rejected for one in samples(SLOW, SLOW, FAST, FAST, FAST).blocks] == [SLOWER, SLOWER, "", "", ""]


def test_a_processor_that_stays_slower_is_the_usual_one() -> None:
    assert not any(one.rejected for one in samples(FAST, FAST, SLOW, SLOW, SLOW).blocks)


def test_where_the_pace_is_not_known_nothing_is_rejected() -> None:
    assert slow([-1, -1]) == [False, False]
    assert slow([]) == []
    assert block(FAST, -1).pace_ns == -1
    assert block(FAST, SLOW).pace_ns == SLOW


def test_another_reason_stays() -> None:
    assert {one.rejected for one in samples(FAST, FAST, SLOW, rejected="the hypervisor").blocks} == {"the hypervisor"}


def test_a_pair_with_a_slow_block_is_no_clean_one() -> None:
    paired = Paired(samples(SLOW, FAST, FAST), samples(FAST, FAST, FAST), [[(0, 0), (1, 1), (2, 2)]])

    assert [len(cluster) for cluster in paired.clean] == [2]
    assert [len(cluster) for cluster in paired.disturbed] == [1]


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=40), st.integers(2, 1000))
def test_less_than_half_is_slow_whatever_the_unit(paces: list[int], factor: int) -> None:
    found = slow(paces)

    assert sum(found) <= len(paces) / 2
    assert slow([factor * pace for pace in paces]) == pytest.approx(found)
