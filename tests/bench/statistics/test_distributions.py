"""Quantiles are those of the printed tables, and undo their own distribution."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.statistics.distributions import beta_cdf, beta_quantile, t_quantile


@pytest.mark.parametrize(
    ("share", "df", "value"),
    [
        (0.975, 1, 12.7062),
        (0.975, 2, 4.30265),
        (0.975, 9, 2.26216),
        (0.95, 30, 1.69726),
        (0.995, 120, 2.61742),
        (0.9995, 5, 6.86883),
    ],
)
def test_quantiles_of_t_are_those_of_the_tables(share: float, df: float, value: float) -> None:
    assert t_quantile(share, df) == pytest.approx(value, abs=1e-5 * value)


def test_t_of_many_degrees_of_freedom_is_nearly_normal() -> None:
    assert t_quantile(0.975, 1e6) == pytest.approx(1.959966, abs=1e-5)


@given(st.floats(0.001, 0.999), st.floats(0.7, 400))
def test_t_is_symmetric(share: float, df: float) -> None:
    assert t_quantile(share, df) == pytest.approx(-t_quantile(1 - share, df), rel=1e-6, abs=1e-9)


@given(st.floats(0.001, 0.999), st.floats(0.5, 300), st.floats(0.5, 300))
def test_a_quantile_of_beta_undoes_its_distribution(share: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-9)


@given(st.floats(0, 1))
def test_beta_of_one_and_one_is_uniform(x: float) -> None:
    assert beta_cdf(x, 1, 1) == pytest.approx(x, abs=1e-12)


def test_beta_of_whole_numbers_is_the_binomial_sum() -> None:
    summed = sum(math.comb(20, k) * 0.3**k * 0.7 ** (20 - k) for k in range(4, 21))

    assert beta_cdf(0.3, 4, 17) == pytest.approx(summed, abs=1e-13)
