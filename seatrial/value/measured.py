"""Which numbers of a business case were measured, where nobody states them?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.testing.bench_records import Benched, bench_records
from seatrial.model import Assumption, Economics
from seatrial.repo import Repo

_MEASURED = "measured"


def with_records(stated: Economics, repo: Repo) -> Economics:
    """Return what is stated; the rate that one machine bears, and its price, from records where they are left out.

    Of several models the one that bears the least decides, since the others wait for it. Only records of the models
    that are here count, and a price only in the same currency.
    """
    slowest = min(_usable(repo), key=lambda one: one.model.rate or 0.0, default=None)
    if slowest is None or slowest.model.rate is None:
        return stated
    low, high = slowest.model.rates or (slowest.model.rate, slowest.model.rate)
    source = f"{slowest.model.name} in {slowest.path}"
    rate = Assumption(
        slowest.model.rate, _MEASURED, min(low, slowest.model.rate), max(high, slowest.model.rate), source
    )
    price = stated.price_per_machine_hour
    if price is None and slowest.model.price is not None and slowest.currency in {"", stated.currency}:
        price = Assumption(slowest.model.price, _MEASURED, source=source)
    return replace(stated, predictions_per_second=stated.predictions_per_second or rate, price_per_machine_hour=price)


def _usable(repo: Repo) -> Iterator[Benched]:
    return (one for one in bench_records(repo) if one.fresh(repo.as_of) and one.model.rate)
