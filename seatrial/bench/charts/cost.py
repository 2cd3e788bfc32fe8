"""How is it drawn what a million predictions cost, the less a device is used the more?"""

from collections.abc import Iterator

from seatrial.bench.load.cost import LOW_USE, per_million
from seatrial.model.benchmark import Cost, Record
from seatrial.model.charts import Axis, Chart, Point, Series, Shape

SAFE, LOW, FULL = "safe rate", "30 % use", "full use"
_FROM, _STEP = 10, 5  #: per cent of use: below, any price is high


def cost_chart(record: Record, subject: str) -> Iterator[Chart]:
    """Yield the curve of each device with a price, its safe rate, 30 % and full use marked."""
    priced = [one for one in record.cost if one.subject == subject and one.per_million_full > 0]
    if not priced:
        return
    currency = next((one.currency for one in priced if one.currency), "")
    yield Chart(
        "cost",
        subject,
        "What a million predictions cost",
        Axis("use of the device", "%"),
        Axis("a million predictions", currency),
        tuple(_curve(one) for one in priced),
        note="Price of an hour / 3,600 / predictions a second x 1,000,000, by the prices that were given",
    )


def full_rate(one: Cost) -> float:
    """Return the predictions a second at full use that the record's price stands for."""
    return one.price_per_hour / 3600 / one.per_million_full * 1e6


def _curve(one: Cost) -> Series:
    full = full_rate(one)
    marks = {100.0: FULL, 100 * LOW_USE: LOW}
    if one.rate > 0:
        marks[round(min(100 * one.rate / full, 100.0), 2)] = SAFE
    start = min(_FROM, *marks)
    uses = sorted({start, *marks, *(float(use) for use in range(_FROM, 101, _STEP))})
    points = [Point(use, per_million(one.price_per_hour, use / 100 * full), note=marks.get(use, "")) for use in uses]
    return Series(f"{one.device}, {one.price_per_hour:g} an hour", tuple(points), Shape.CURVE)
