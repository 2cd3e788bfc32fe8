"""Which quantiles do Student's t and the beta distribution have? Written out, since scipy takes 0.8 s to import."""

import math
from functools import cache

_TINY = 1e-300
_STEPS = 300
_HALVINGS = 100


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), for a, b > 0.

    By the continued fraction of DLMF 8.17.22, evaluated with Lentz's method on the side where it converges fast.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) / a * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _kept(1 + term * d)
            c = _kept(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _kept(value: float) -> float:
    """Keep a divisor away from zero, as Lentz's method asks."""
    return value if abs(value) > _TINY else _TINY


@cache
def beta_quantile(share: float, a: float, b: float) -> float:
    """Return x with I_x(a, b) = share, for 0 < share < 1; found by halving, to the last bit but a few."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if beta_cdf(middle, a, b) < share else (low, middle)
    return (low + high) / 2


@cache
def t_quantile(share: float, df: float) -> float:
    """Return the quantile of Student's t with ``df`` > 0 degrees of freedom, whole or not, for 0 < share < 1.

    From the beta distribution: when T has df degrees of freedom, df / (df + T²) is Beta(df / 2, 1 / 2).
    """
    tail = 2 * min(share, 1 - share)
    if tail >= 1:
        return 0.0
    x = beta_quantile(tail, df / 2, 0.5)
    value = math.sqrt(df * (1 - x) / x)
    return value if share > 0.5 else -value
