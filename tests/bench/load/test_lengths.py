"""A target that asks for a low rate gets the seconds that settle it, where the budget has them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.goals import Goal
from seatrial.bench.load.lengths import at_rate, budget, for_schedules, settling

RATES = st.lists(st.one_of(st.none(), st.floats(0.1, 10_000)), max_size=3)


def goals(*rates: float | None) -> list[Goal]:
    return [Goal("p99_ms", 50.0, rate) for rate in rates]


def test_twenty_a_second_are_settled_within_the_usual_budget() -> None:
    asked = goals(20.0)

    served = for_schedules(asked, 60.0)

    assert 60 / 4 < served <= 60 / 2
    assert at_rate(asked[0], asked, served) == pytest.approx(1.3 * 299 / 20)


@pytest.mark.parametrize(("rate", "why"), [(2000.0, "a moment is enough"), (1.0, "no part of the budget is enough")])
def test_what_needs_no_more_or_more_than_there_is_gets_the_usual_share(rate: float, why: str) -> None:
    asked = goals(rate)

    assert for_schedules(asked, 60.0) == pytest.approx(15.0), why
    assert at_rate(asked[0], asked, 15.0) == pytest.approx(6.0), why


def test_without_a_target_nothing_is_kept() -> None:
    assert for_schedules([], 60.0) == 0.0


@given(RATES, st.floats(1, 1000))
def test_no_plan_takes_more_than_half_of_the_budget(rates: list[float | None], seconds: float) -> None:
    asked = goals(*rates)

    assert for_schedules(asked, seconds) <= seconds / 2 + 1e-9


@given(st.floats(0.1, 10_000))
def test_the_budget_that_is_told_does_settle_it(rate: float) -> None:
    asked = goals(rate)

    told = math.floor(budget(settling(asked))) + 1  # whole seconds are shown

    assert at_rate(asked[0], asked, for_schedules(asked, told)) >= settling(asked) * (1 - 1e-9)
