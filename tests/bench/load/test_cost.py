"""Costs come from the user's prices; beside them stands what more instances and a batcher would bear."""

from dataclasses import replace

import numpy as np
import pytest

from seatrial.bench.load.context import with_batching, with_scaling
from seatrial.bench.load.cost import BadPrice, Priced, cost, declared_price, per_million, price_of, priced, prices
from seatrial.bench.load.predicted import predicted
from seatrial.bench.queueing.limit import Target
from seatrial.model import Assumption, Economics
from seatrial.model.bench_conclusions import Capacity, Confirmed
from seatrial.model.bench_setup import Configuration


def capacity(rate: float, servers: int = 1) -> Capacity:
    confirmed = (Confirmed(0.9, 0.9 * rate, 0.001, requests=1000), Confirmed(1.1, 1.1 * rate, 0.2))
    return Capacity("model.onnx", "p99_ms", 20, rate, rate, rate, servers, confirmed=confirmed)


def test_a_million_predictions_cost_what_the_study_of_the_method_says() -> None:
    # 0.085 an hour: ocr_cls at its highest throughput (1,180/s) and at the rate that is safe (622/s)
    assert per_million(0.085, 1180) == pytest.approx(0.020, abs=0.0005)
    assert per_million(0.085, 622) == pytest.approx(0.038, abs=0.0005)


def test_cost_is_told_at_the_safe_rate_at_a_third_of_use_and_at_full_use() -> None:
    device = priced(capacity(50), "cpu:1", 0.01, {"*": 0.36})
    assert device is not None
    (one,) = cost([device], "EUR")

    assert one.per_million_safe == pytest.approx(2)
    assert one.per_million_full == pytest.approx(1)
    assert one.per_million_30 == pytest.approx(1 / 0.3)
    assert one.currency == "EUR"
    assert one.meets_slo


def test_the_cheapest_device_that_holds_the_target_is_told() -> None:
    small = Priced("m", "cpu:1", 0, 100, 0.04, False)  # the cheapest, but it misses the target
    middle = Priced("m", "cpu:2", 120, 200, 0.08, True)
    large = Priced("m", "cuda:0", 900, 2000, 0.90, True)
    found = cost([small, middle, large])

    assert [one.device for one in found if one.cheapest] == ["cpu:2"]
    assert found[0].per_million_safe is None
    assert "no safe price" in found[0].note


@pytest.mark.parametrize(("over", "held"), [((0.0, 0.3), True), ((0.3, 0.0), None)])
def test_where_all_real_runs_lie_above_the_rate_the_lowest_of_them_tells(
    over: tuple[float, float], held: bool | None
) -> None:
    ran = tuple(Confirmed(at, 50 * at, one, requests=1000) for at, one in zip((1.07, 1.2), over, strict=True))

    one = priced(replace(capacity(50), confirmed=ran), "cpu:1", 0.01, {"*": 1})

    assert one is not None
    assert one.meets_slo is held


def test_what_no_real_run_confirmed_is_not_called_the_cheapest() -> None:
    unconfirmed = replace(capacity(50), confirmed=(Confirmed(0.9, 45, 0.3, requests=1000),))
    devices = [priced(one, name, 0.01, {"*": 1}) for one, name in ((unconfirmed, "cpu:1"), (capacity(40), "cpu:2"))]
    found = cost([one for one in devices if one])

    assert [one.meets_slo for one in found] == [None, True]
    assert [one.cheapest for one in found] == [False, True]


def test_one_device_is_compared_with_nothing() -> None:
    assert not cost([Priced("m", "cpu", 10, 20, 1, True)])[0].cheapest


def test_without_a_price_nothing_is_told() -> None:
    assert priced(capacity(50), "cuda:0", 0.01, {"cpu:1": 0.1}) is None
    assert declared_price(None) == {}
    assert declared_price(Economics("EUR")) == {}


def test_prices_are_read_for_all_or_for_each_device() -> None:
    each = prices("cpu:1=0.04, cuda:0=0.53/h,0.2/hour")

    assert price_of("cuda:0", each) == 0.53
    assert price_of("cpu:1", each) == 0.04
    assert price_of("cpu:8", each) == 0.2
    assert price_of("cpu", declared_price(Economics("EUR", price_per_machine_hour=Assumption(0.1, "ops")))) == 0.1


@pytest.mark.parametrize("text", ["", " , ", "cheap", "-1", "nan", "inf", "0.1/day", "cpu=", "cpu=1/min"])
def test_what_is_no_price_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadPrice, match=r"0\.085/h"):
        prices(text)


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
