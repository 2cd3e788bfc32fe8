"""What does a million predictions cost on each device, and which is the cheapest that meets the target?

Prices are the user's: none is built in, and energy is not guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from seatrial.bench.records.metric_names import share
from seatrial.model import Economics
from seatrial.model.bench_conclusions import Capacity, Cost
from seatrial.model.record import dataclass

LOW_USE = 0.3  #: of what the device could do at most: what services without autoscaling often reach
ANY = "*"
_MOST = 1e6  #: an hour of a device; more is a slip of the pen


class BadPrice(ValueError):
    """A price that cannot be read; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Priced:
    """One device: what it bears within the target, what it does at most, and what its hour costs."""

    subject: str
    device: str
    safe: float  #: predictions a second within the target; 0 when it misses it at any rate
    full: float  #: predictions a second when nobody minds the latency
    price: float  #: of an hour
    meets_slo: bool | None = None  #: None without a target


def prices(text: str) -> Mapping[str, float]:
    """Read prices of an hour: ``0.085``, ``0.085/h``, or one for each device: ``cpu:1=0.04,cuda:0=0.53/h``.

    Raises BadPrice. The price of every other device stands under ``*``.
    """
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        device, given, price = part.rpartition("=")
        found[device.strip() if given else ANY] = _price(price.strip(), part)
    if not found:
        raise BadPrice("no price is given: write 0.085/h, or cpu:1=0.04/h,cuda:0=0.53/h")
    return found


def declared_price(economics: Economics | None) -> Mapping[str, float]:
    """Return the price of ``value:`` in seatrial.yaml, for any device; nothing when it is not declared."""
    assumed = economics.price_per_machine_hour if economics else None
    return {ANY: assumed.value} if assumed else {}


def price_of(device: str, given: Mapping[str, float]) -> float | None:
    """Return the price of an hour of a device; None when the user gave none for it."""
    return given.get(device, given.get(ANY))


def priced(capacity: Capacity, device: str, mean_s: float, given: Mapping[str, float]) -> Priced | None:
    """Return a device with its price; None without one. ``mean_s`` is the mean service time of a prediction."""
    price = price_of(device, given)
    if price is None or mean_s <= 0:
        return None
    full = max(capacity.servers / mean_s, capacity.rate)  # a service may have more servers than is known
    return Priced(capacity.subject, device, capacity.rate, full, price, _meets(capacity))


def cost(devices: Sequence[Priced], currency: str = "") -> tuple[Cost, ...]:
    """Return what a million predictions cost on each device, the cheapest that meets the target marked."""
    costs = [_cost(one, currency) for one in devices]
    cheapest = _cheapest(costs) if len(costs) > 1 else None
    return tuple(replace(one, cheapest=one is cheapest) for one in costs)


def per_million(price_per_hour: float, rate: float) -> float:
    """Return what a million predictions cost at so many a second."""
    return price_per_hour / 3600 / rate * 1e6


def _meets(capacity: Capacity) -> bool | None:
    """Tell whether a real run held the target up to the rate, or next above it; None when they confirm nothing."""
    if capacity.rate <= 0:
        return False
    allowed = 1 - share(capacity.target)
    ran = sorted(
        (one for one in capacity.confirmed if one.requests * allowed >= 1 - 1e-6), key=lambda one: one.multiple
    )
    near = [one for one in ran if one.multiple <= 1] or ran[:1]
    return True if any(one.over <= allowed for one in near) else None


def _cost(one: Priced, currency: str) -> Cost:
    return Cost(
        subject=one.subject,
        device=one.device,
        price_per_hour=one.price,
        currency=currency,
        rate=one.safe,
        per_million_safe=per_million(one.price, one.safe) if one.safe > 0 else None,
        per_million_30=per_million(one.price, LOW_USE * one.full),
        per_million_full=per_million(one.price, one.full),
        meets_slo=one.meets_slo,
        note="" if one.safe else "no rate meets the target, so that there is no safe price",
    )


def _cheapest(costs: Iterable[Cost]) -> Cost | None:
    held = (one for one in costs if one.meets_slo)
    able = [(one.per_million_safe, at, one) for at, one in enumerate(held) if one.per_million_safe is not None]
    return min(able)[2] if able else None


def _price(text: str, part: str) -> float:
    number, _, unit = text.partition("/")
    try:
        price = float(number)
    except ValueError:
        price = -1.0
    if unit.strip() not in {"", "h", "hour"} or not 0 <= price <= _MOST:
        raise BadPrice(f"no price of an hour: {part[:60]!r}; write 0.085/h, or cpu:1=0.04/h,cuda:0=0.53/h")
    return price
