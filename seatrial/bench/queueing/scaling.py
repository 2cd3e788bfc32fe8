"""How does throughput grow with instances, and where does more of them stop to help?

Gunther's universal scalability law, X(N) = a N / (1 + sigma (N - 1) + kappa N (N - 1)), is fitted only where it says
something: up to the number of cores, from six points, when it explains 98 % of the variance and misses no point by
more than 5 %. Elsewhere only the asymptotic bounds are told: no more than N/S and no more than c/S.
"""

import math
from collections.abc import Sequence

from seatrial.model.benchmark import Scaling
from seatrial.model.record import dataclass

POINTS = 6
EXPLAINED = 0.98
RESIDUAL = 0.05


@dataclass(frozen=True, slots=True)
class Fit:
    """The three numbers of the law, and how well they fit."""

    alone: float  #: predictions a second of one instance
    contention: float  #: sigma
    coherency: float  #: kappa
    explained: float  #: share of the variance
    residual: float  #: largest, relative to what was measured

    def at(self, instances: int) -> float:
        """Return the throughput of so many instances by the law."""
        return law(instances, self.alone, self.contention, self.coherency)


def scaling(points: Sequence[tuple[int, float]], cores: int, service: float | None = None) -> Scaling:
    """Judge measured points (instances, predictions a second). ``service`` is one run alone, in seconds.

    ``cores`` is 0 for instances that share one device: a law of cores says nothing about them.
    """
    if not cores:
        return Scaling(tuple(points), note="instances share one device")
    usable = sorted({instances: rate for instances, rate in points if 0 < instances <= cores and rate > 0}.items())
    if len(usable) < POINTS:
        why = f"{len(usable)} of {POINTS} points up to {cores} cores: too few for a fit"
        return Scaling(tuple(points), note=f"{why}{_bounds(cores, service)}")
    found = fitted(usable)
    if found.explained < EXPLAINED or found.residual > RESIDUAL:
        why = f"the law explains {found.explained:.0%} and misses a point by {found.residual:.0%}"
        return Scaling(tuple(points), note=f"{why}: no fit{_bounds(cores, service)}")
    peak = math.sqrt((1 - found.contention) / found.coherency) if found.coherency > 0 else None
    return Scaling(
        tuple(points),
        valid=True,
        contention=found.contention,
        coherency=found.coherency,
        peak_at=peak,
        note="universal scalability law",
        alone=found.alone,
    )


def fitted(points: Sequence[tuple[int, float]]) -> Fit:
    """Fit the law by least squares of N / X, which is linear: (1 + sigma (N - 1) + kappa N (N - 1)) / a.

    No coefficient becomes negative: what would is left out, and the rest fitted again.
    """
    import numpy as np

    sizes, rates = (np.asarray(column, dtype=np.float64) for column in zip(*points, strict=True))
    columns = (np.ones_like(sizes), sizes - 1, sizes * (sizes - 1))
    kept = [0, 1, 2]
    while True:
        # weighted by the rate, so that the relative error of the rate is what is small
        table = np.stack([columns[index] for index in kept], axis=1) * (rates / sizes)[:, None]
        solved = np.linalg.lstsq(table, np.ones_like(rates), rcond=None)[0]
        worst = min(range(len(kept)), key=lambda index: solved[index])
        if kept[worst] == 0 or solved[worst] >= 0:
            break
        kept.pop(worst)
    weights = dict(zip(kept, solved.tolist(), strict=True))
    alone = 1 / weights[0]
    return _judged(points, alone, weights.get(1, 0.0) * alone, weights.get(2, 0.0) * alone)


def _judged(points: Sequence[tuple[int, float]], alone: float, contention: float, coherency: float) -> Fit:
    rates = [rate for _, rate in points]
    wrong = [rate - law(instances, alone, contention, coherency) for instances, rate in points]
    mean = math.fsum(rates) / len(rates)
    spread = math.fsum((rate - mean) ** 2 for rate in rates)
    explained = 1 - math.fsum(one**2 for one in wrong) / spread if spread else 0.0
    residual = max(abs(one) / rate for one, rate in zip(wrong, rates, strict=True))
    return Fit(alone, contention, coherency, explained, residual)


def law(instances: int, alone: float, contention: float, coherency: float) -> float:
    """Return the predictions a second of so many instances, by the three numbers of the law."""
    return alone * instances / (1 + contention * (instances - 1) + coherency * instances * (instances - 1))


def _bounds(cores: int, service: float | None) -> str:
    if not service:
        return ""
    return f"; at most {1 / service:,.0f}/s for each instance, {cores / service:,.0f}/s for {cores} cores"
