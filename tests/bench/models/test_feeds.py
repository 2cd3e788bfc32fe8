"""Recipes become arrays of the right type, shape and range, the same for the same seed."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.child.feeds import feeds
from seatrial.bench.inputs.feeding import Recipe
from seatrial.bench.process.child_start import SILENT


def one(recipe: Recipe, batch: int = 1, blobs: tuple[bytes, ...] = (), count: int = 1, seed: int = 0) -> list[Any]:
    return [made[recipe.name] for made in feeds([recipe.at_batch(batch)], blobs, count, seed)]


@pytest.mark.parametrize("kind", ["float32", "float64", "float16"])
def test_real_numbers_come_in_their_type(kind: str) -> None:
    (array,) = one(Recipe("x", kind, (2, 3), "normal"))

    assert (array.dtype.name, array.shape) == (kind, (2, 3))


def test_numbers_that_numpy_does_not_know_are_handed_over_by_their_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SILENT.items():  # onnxruntime is imported here
        monkeypatch.setenv(name, value)
    (made,) = one(Recipe("x", "bfloat16", (1, 3), "value", value=1.5))

    assert (made.element_type(), made.shape()) == (16, [1, 3])


@settings(max_examples=40)
@given(
    st.sampled_from(["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]),
    st.lists(st.integers(0, 4), max_size=3),
    st.integers(0, 127),
)
def test_whole_numbers_stay_inside_their_bounds(kind: str, shape: list[int], high: int) -> None:
    (array,) = one(Recipe("ids", kind, tuple(shape), "whole", 0, high))

    assert array.dtype.name == kind
    assert array.shape == tuple(shape)
    assert not array.size or (array.min() >= 0 and array.max() <= high)


def test_texts_and_truths_can_be_made() -> None:
    assert set(one(Recipe("t", "string", (2, 4), "text", words=("a", "b")))[0].reshape(-1)) <= {"a", "b"}
    assert one(Recipe("b", "bool", (9,), "whole", high=1))[0].dtype.name == "bool"


def test_positions_rise_and_stay_below_their_bound() -> None:
    (array,) = one(Recipe("position_ids", "int64", (2, 6), "rising", high=3))

    assert array.tolist() == [[0, 1, 2, 3, 0, 1]] * 2


def test_a_scalar_is_a_scalar() -> None:
    (array,) = one(Recipe("sr", "int64", (), "value", value=16_000))

    assert (array.shape, int(array)) == ((), 16_000)


def test_sets_differ_and_come_again_for_the_same_seed() -> None:
    recipe = Recipe("x", "float32", (4,), "normal")
    first, again, other = one(recipe, count=8), one(recipe, count=8), one(recipe, count=8, seed=1)

    assert len({array.tobytes() for array in first}) == 8
    assert [array.tobytes() for array in first] == [array.tobytes() for array in again]
    assert first[0].tobytes() != other[0].tobytes()


def test_a_batch_grows_along_the_axis_of_rows_only() -> None:
    assert one(Recipe("state", "float32", (2, 1, 128), "value", batched=(1,)), batch=4)[0].shape == (2, 4, 128)


def test_stored_values_are_used_as_they_are_then_shifted() -> None:
    values = np.arange(4, dtype="float32")
    recipe = Recipe("x", "float32", (4,), "stored", blobs=(0,), shapes=((4,),))

    first, second = one(recipe, blobs=(values.tobytes(),), count=2)

    assert first.tolist() == [0, 1, 2, 3]
    assert sorted(second.tolist()) == [0, 1, 2, 3]
    assert second.tolist() != first.tolist()


def test_stored_indices_keep_their_places() -> None:
    values = np.arange(4, dtype="int64")
    recipe = Recipe("ids", "int64", (4,), "stored", blobs=(0,), shapes=((4,),))

    assert [array.tolist() for array in one(recipe, blobs=(values.tobytes(),), count=3)] == [[0, 1, 2, 3]] * 3


def test_large_inputs_are_fewer_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.bench.child.feeds.LARGEST_SETS", 3_000)

    assert len(one(Recipe("x", "float32", (250,), "normal"), count=8)) == 3
