"""How are devices compared: what does each bear, what does it cost, and which is the cheapest within the target?"""

from collections.abc import Iterator, Sequence

from seatrial.model.benchmark import Capacity, Cost, Record, Scenario
from seatrial.model.charts import Axis, Chart, Point, Series, Shape

CHEAPEST = "the cheapest that holds the target"
_HOLDS = {True: "yes", False: "no", None: "not known"}


def devices_chart(record: Record, subject: str) -> Iterator[Chart]:
    """Yield a chart where two devices or more were measured: by cost with prices, else by the rate that each bears."""
    costs = {one.device: one for one in record.cost if one.subject == subject}
    rates = {one.configuration.device: one for one in record.capacity if one.subject == subject}
    if len(costs) > 1:
        yield _by_cost(record, subject, list(costs.values()))
    elif len(rates) > 1:
        yield _by_rate(record, subject, list(rates.values()))


def _by_cost(record: Record, subject: str, costs: Sequence[Cost]) -> Chart:
    currency = next((one.currency for one in costs if one.currency), "")
    points = tuple(
        Point(at, one.per_million_safe, note=CHEAPEST if one.cheapest else "")
        for at, one in enumerate(costs)
        if one.per_million_safe is not None
    )
    missing = [one.device for one in costs if one.per_million_safe is None]
    note = f"No rate of {', '.join(missing)} holds the target, so that there is no safe price" if missing else ""
    names = tuple(one.device for one in costs)
    return Chart(
        "devices",
        subject,
        "Devices compared",
        Axis("device", names=names),
        Axis("a million predictions at the safe rate", currency),
        (Series("at the safe rate", points, Shape.BARS),),
        note="; ".join(filter(None, (note, _unmarked(costs)))),
        hint="Shorter is cheaper",
        more=(
            ("safe rate", tuple(f"{one.rate:,.4g}/s" if one.rate else "-" for one in costs)),
            *_latencies(record, subject, names),
            ("an hour", tuple(f"{one.price_per_hour:g}" for one in costs)),
            ("at 30 % use", tuple(f"{one.per_million_30:.3g}" for one in costs)),
            ("at full use", tuple(f"{one.per_million_full:.3g}" for one in costs)),
            ("holds the target", tuple(_HOLDS[one.meets_slo] for one in costs)),
        ),
    )


def _unmarked(costs: Sequence[Cost]) -> str:
    marked = any(one.cheapest for one in costs)
    return "" if marked else "None is called the cheapest, since no device was seen to hold the target in real runs"


def _by_rate(record: Record, subject: str, rates: Sequence[Capacity]) -> Chart:
    names = tuple(one.configuration.device for one in rates)
    points = tuple(Point(at, one.rate, one.low, one.high) for at, one in enumerate(rates))
    return Chart(
        "devices",
        subject,
        "Devices compared",
        Axis("device", names=names),
        Axis("highest rate within the target", "/s"),
        (Series("highest rate", points, Shape.BARS),),
        note="Prices (--price) would tell which is the cheapest",
        hint="Longer is more",
        more=_latencies(record, subject, names),
    )


def _latencies(record: Record, subject: str, devices: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return columns of the percentiles of single requests."""
    found = {
        (one.configuration.device, one.metric): one.value
        for one in reversed(record.estimates)
        if one.subject == subject and one.scenario is Scenario.SINGLE and one.value is not None
    }
    return tuple(
        (name, tuple(_ms(found.get((device, metric))) for device in devices))
        for name, metric in (("p50", "p50_ms"), ("p99", "p99_ms"))
    )


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g} ms"
