"""A block is taken in slices, and only what lies in them counts: its time, its runs, and the errors among them."""

import time
from functools import partial
from itertools import pairwise

from seatrial.bench.child.loops import Call
from seatrial.bench.child.slices import in_slices


def calls(asked: list[int], count: int = 3, lasts: float = 0.0005) -> list[Call]:
    """Calls that write down who was asked."""

    def one(at: int) -> None:
        asked.append(at)
        time.sleep(lasts)

    return [partial(one, at) for at in range(count)]


def test_both_time_and_number_are_reached() -> None:
    (short,), _ = in_slices(calls([], lasts=0.002), 0.0, 25)
    (long,), seen = in_slices(calls([]), 0.05, 1)

    assert len(short.times) == 25
    assert seen["ended_ns"] - seen["started_ns"] >= 0.05e9
    assert sum(long.times) <= seen["ended_ns"] - seen["started_ns"]


def test_the_first_run_of_each_slice_does_not_count() -> None:
    asked: list[int] = []

    (found,), seen = in_slices(calls(asked), 0.1, 1)

    slices = len(asked) - len(found.times)
    assert 1 < slices <= 10  # a busy machine makes them longer, and fewer
    assert seen["ended_ns"] - seen["started_ns"] < sum(found.times) * 1.1


def test_the_inputs_take_turns_within_a_slice() -> None:
    asked: list[int] = []

    in_slices(calls(asked), 0.0, 9)

    assert all((new - old) % 3 == 1 for old, new in pairwise(asked))


def test_errors_count_as_runs_and_are_told() -> None:
    def broken() -> None:
        raise ValueError("no such input")

    (found,), _ = in_slices([broken], 0.0, 12)

    assert not found.times
    assert (found.errors, found.error) == (12, "ValueError: no such input")


def test_the_speed_of_the_processor_is_taken_where_numpy_is() -> None:
    _, seen = in_slices(calls([]), 0.02, 1)

    assert seen["pace_ns"] > 0 or seen["pace_ns"] == -1
