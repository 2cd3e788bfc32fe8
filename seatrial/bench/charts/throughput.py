"""How is it drawn how many predictions more instances make, and the law that they follow, if they follow one?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from seatrial.bench.queueing.scaling import law, scaling
from seatrial.model.benchmark import Configuration, Estimate, Record, Scaling, Scenario
from seatrial.model.charts import Axis, Chart, Point, Series, Shape

_METRIC = "throughput_rps"
_FAST = (Scenario.OFFLINE, Scenario.SINGLE)
_STEPS = 24  #: of a curve at most


def throughput_charts(record: Record, subject: str) -> Iterator[Chart]:
    """Yield a chart for each configuration that was measured with one and with more instances."""
    known = [one for one in record.estimates if one.subject == subject and one.metric == _METRIC and one.value]
    fast = [one for one in known if one.scenario in _FAST]
    for base in dict.fromkeys(replace(one.configuration, instances=1) for one in fast):
        best = _best([one for one in fast if replace(one.configuration, instances=1) == base])
        if len(best) > 1 and 1 in best:
            yield _chart(subject, base, best, 0 if base.on_device else record.machine.cores)


def _best(mine: Sequence[Estimate]) -> Mapping[int, Estimate]:
    """Return the best known estimate for each number of instances: that of the most runs."""
    ordered = sorted(mine, key=lambda one: (one.configuration.instances, one.n))
    return {one.configuration.instances: one for one in ordered}


def _chart(subject: str, base: Configuration, best: Mapping[int, Estimate], cores: int) -> Chart:
    points = [(instances, one.value) for instances, one in best.items() if one.value]
    found = scaling(points, cores, 1 / points[0][1])
    measured = tuple(
        Point(instances, one.value, one.low, one.high) for instances, one in best.items() if one.value is not None
    )
    drawn = Series("measured", measured, Shape.DOTS)
    return Chart(
        "throughput",
        subject,
        f"Throughput by instances, {base.name}",
        Axis("instances side by side"),
        Axis("predictions a second", "/s"),
        (drawn, *_curves(found, points)),
        note=_note(found),
    )


def _curves(found: Scaling, points: Sequence[tuple[int, float]]) -> Iterator[Series]:
    """Yield the law where it is valid, and what so many times one instance would be."""
    most = max(instances for instances, _ in points)
    steps = sorted({1, most, *(round(1 + (most - 1) * step / _STEPS) for step in range(_STEPS))})
    if found.valid and found.alone and found.contention is not None and found.coherency is not None:
        yield Series(
            "law of scaling, fitted",
            tuple(Point(n, law(n, found.alone, found.contention, found.coherency)) for n in steps),
            Shape.CURVE,
        )
    alone = points[0][1]
    yield Series("as many times one instance", tuple(Point(n, n * alone) for n in (1, most)), Shape.CURVE)


def _note(found: Scaling) -> str:
    if not found.valid or found.contention is None or found.coherency is None:
        return f"No law of scaling is fitted: {found.note}"
    peak = f"; it would be highest at {found.peak_at:.3g} instances" if found.peak_at else ""
    numbers = f"{100 * found.contention:.2g} % of the work waits for others, coherency {found.coherency:.2g}"
    return f"Fitted: the universal scalability law, {numbers}{peak}"
