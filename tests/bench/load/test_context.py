"""Beside a capacity stands what more instances and a dynamic batcher would bear, from what was measured."""

import numpy as np
import pytest

from seatrial.bench.load.context import with_batching, with_scaling
from seatrial.bench.load.predicted import predicted
from seatrial.bench.queueing.limit import Target
from seatrial.model.bench_setup import Configuration

TARGET = Target(0.02)
ALONE = predicted("model.onnx", TARGET, [np.full(100, 0.004)] * 10, Configuration())


def test_a_batcher_of_what_batches_well_bears_more() -> None:
    name, rate = with_batching(ALONE, TARGET, [(8, 0.008), (1, 0.004), (4, 0.005)]).cross_check[-1]

    assert name.startswith("dynamic batches of up to 8, waiting")
    assert rate > 2 * ALONE.rate


def test_a_batcher_of_what_gains_nothing_bears_no_more() -> None:
    (_, rate) = with_batching(ALONE, TARGET, [(1, 0.004), (2, 0.009)]).cross_check[-1]

    assert rate <= ALONE.rate


def test_one_size_tells_nothing_of_batches() -> None:
    assert with_batching(ALONE, TARGET, [(1, 0.004)]) == ALONE


def test_few_instances_give_bounds_and_no_law() -> None:
    found = with_scaling(ALONE, [(1, 240.0), (2, 430.0)], 2, 0.004)

    assert found.scaling is not None
    assert not found.scaling.valid
    assert "at most 250/s for each instance, 500/s for 2 cores" in found.scaling.note
    assert with_scaling(ALONE, [], 2, 0.004) == ALONE
    assert found.rate == pytest.approx(ALONE.rate)
