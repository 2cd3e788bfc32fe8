"""What does a model cost, and from when does it pay? The worked example of docs/value.md, and what holds for any."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model import Assumption, Economics
from seatrial.value import Case, case_of


def assumed(value: float, low: float | None = None, high: float | None = None) -> Assumption:
    return Assumption(value, "ana@example.org", low, high)


WORKED = Economics(
    "EUR",
    predictions_per_month=assumed(20_000_000),
    worth_per_prediction=assumed(0.0004),
    price_per_machine_hour=assumed(0.09),
    predictions_per_second=assumed(40),
    peak_to_average=assumed(6),
    machines_at_least=assumed(2),
    fixed_per_month=assumed(1500),
    build_cost=assumed(40_000),
)


def likely(case: Case, key: str) -> float:
    (figure,) = [one for one in case.figures if one.key == key]
    assert figure.value is not None

    return figure.value.likely


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("cost_per_month", 2 * 730 * 0.09 + 1500),
        ("cost_per_thousand", (2 * 730 * 0.09 + 1500) / 20_000),
        ("net_per_month", 20_000_000 * 0.0004 - 1631.4),
        ("payback", 40_000 / 6368.6),
        ("break_even", 1631.4 / 0.0004),
    ],
)
def test_the_worked_example_can_be_redone_by_hand(key: str, expected: float) -> None:
    assert likely(case_of(WORKED), key) == pytest.approx(expected)


def test_ten_times_the_volume_needs_twelve_machines_and_costs_less_than_ten_times() -> None:
    ten = case_of(WORKED).growth[-1]

    assert ten.machines.likely == 12
    assert ten.cost.likely == pytest.approx(12 * 730 * 0.09 + 1500)
    assert ten.share.likely == pytest.approx(2288.4 / 16314)


def test_what_is_paid_for_each_prediction_grows_linearly() -> None:
    bought = Economics("USD", predictions_per_month=assumed(1000), price_per_prediction=assumed(0.02))

    assert [one.share.likely for one in case_of(bought).growth] == [1, 1, 1]


def test_a_missing_number_leaves_open_what_needs_it_and_says_which() -> None:
    case = case_of(Economics("EUR", price_per_prediction=assumed(0.02)))

    assert case.missing == ("predictions_per_month", "worth_per_prediction", "build_cost")
    assert all(figure.value is None for figure in case.figures)


def test_machines_are_asked_about_where_only_something_of_them_is_known() -> None:
    """A price for each answer stands for the machines, unless one of their numbers says that there are some."""
    case = case_of(Economics(
        "EUR", predictions_per_month=assumed(1000), price_per_prediction=assumed(0.02),
        price_per_machine_hour=assumed(0.5),
    ))  # fmt: skip

    assert {"predictions_per_second", "peak_to_average"} <= set(case.missing)
    assert case.growth == ()


def test_a_model_whose_answers_cost_more_than_they_are_worth_never_pays() -> None:
    case = case_of(Economics(
        "EUR", predictions_per_month=assumed(1000), worth_per_prediction=assumed(0.01),
        price_per_prediction=assumed(0.02), build_cost=assumed(1),
    ))  # fmt: skip

    assert likely(case, "payback") == math.inf
    assert likely(case, "break_even") == math.inf


def test_a_bound_is_reached_by_a_combination_of_the_ends() -> None:
    """Volume stands in a formula twice, and is the same volume twice."""
    case = case_of(Economics(
        "EUR", predictions_per_month=assumed(2000, 1000, 4000), price_per_prediction=assumed(0.01),
        fixed_per_month=assumed(100),
    ))  # fmt: skip
    (unit,) = [one.value for one in case.figures if one.key == "cost_per_thousand"]
    assert unit is not None

    assert [unit.low, unit.high] == pytest.approx([35, 110])


positive = st.floats(min_value=0.001, max_value=1e6)


@given(volume=positive, worth=positive, price=positive, rate=positive, peak=st.floats(min_value=1, max_value=50))
def test_at_the_break_even_volume_worth_covers_cost(
    volume: float, worth: float, price: float, rate: float, peak: float
) -> None:
    numbers = Economics(
        "EUR", predictions_per_month=assumed(volume), worth_per_prediction=assumed(worth),
        price_per_machine_hour=assumed(price), predictions_per_second=assumed(rate), peak_to_average=assumed(peak),
    )  # fmt: skip
    least = likely(case_of(numbers), "break_even")
    if math.isfinite(least):
        there = case_of(Economics(
            "EUR", predictions_per_month=assumed(least), worth_per_prediction=assumed(worth),
            price_per_machine_hour=assumed(price), predictions_per_second=assumed(rate), peak_to_average=assumed(peak),
        ))  # fmt: skip

        assert likely(there, "net_per_month") == pytest.approx(0, abs=1e-6 * max(1, least * worth))


@given(low=positive, middle=positive, high=positive)
def test_the_likely_result_lies_between_its_bounds(low: float, middle: float, high: float) -> None:
    low, middle, high = sorted((low, middle, high))
    case = case_of(Economics(
        "EUR", predictions_per_month=assumed(middle, low, high), worth_per_prediction=assumed(middle, low, high),
        price_per_prediction=assumed(middle, low, high), build_cost=assumed(middle, low, high),
    ))  # fmt: skip

    assert all(one.value.low <= one.value.likely <= one.value.high for one in case.figures if one.value)
