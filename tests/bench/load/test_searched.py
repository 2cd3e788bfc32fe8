"""The rate of a service is searched by real runs alone, and is what they held."""

import pytest

from seatrial.bench.load.capacity import Bears
from seatrial.bench.load.searched import RUNS, Between, searched
from seatrial.bench.observed import Unmeasured
from seatrial.bench.queueing.limit import Target
from seatrial.model.bench_setup import Configuration

from .test_capacity import Gone, Shedding

TARGET = Target(0.1)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the machine that runs the tests for quiet: nothing here takes time on it."""
    monkeypatch.setattr("seatrial.bench.load.serve.objection", lambda *_: "")


def found(above: float, guess: float) -> Bears:
    told = searched(
        Shedding(above), "http://x", TARGET, guess=guess, seconds=30, configuration=Configuration("service")
    )
    assert isinstance(told, Bears)
    return told


@pytest.mark.parametrize("guess", [10.0, 40.0, 120.0])
def test_the_rate_is_found_from_below_and_from_above(guess: float) -> None:
    told = found(50, guess).capacity

    assert told.rate == told.low <= 50 * 1.05
    assert told.high >= 50 * 0.9
    assert told.high <= 1.25 * told.rate
    assert len(told.confirmed) <= RUNS
    assert all((one.over <= 0.01) == (one.rate <= 50) for one in told.confirmed if abs(one.rate - 50) > 5)


def test_a_service_that_always_misses_bears_nothing() -> None:
    told = found(0, 100)

    assert told.capacity.rate == 0
    assert "too few requests" in told.capacity.note  # at the lowest rates


def test_a_disturbed_machine_ends_the_search_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.bench.load.serve.objection", lambda *_: "other processes")
    told = found(50, 100)

    assert len(told.runs) == 1
    assert "the machine was disturbed" in told.capacity.note


def test_a_service_that_ends_is_a_failure() -> None:
    told = searched(Gone([1]), "http://x", TARGET, guess=1, seconds=1, configuration=Configuration())

    assert isinstance(told, Unmeasured)


def test_two_rates_that_are_near_enough_are_known() -> None:
    assert Between(50, 54).known
    assert not Between(50, 60).known
    assert not Between().known
    assert Between(0, 40).next == 20
    assert Between(50, 60).next == 55
