"""``seatrial value`` as a user starts it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Ran(Protocol):
    code: int
    out: str
    err: str


Seatrial = Callable[..., Ran]
CASE = """schema: 1
value:
  currency: EUR
  predictions_per_month: {value: 20000000, owner: product@example.org}
  worth_per_prediction: {value: 0.0004, low: 0.0002, high: 0.0005, owner: product@example.org}
  price_per_machine_hour: {value: 0.09, owner: platform@example.org, source: contract of April}
  predictions_per_second: {value: 40, owner: ml@example.org}
  peak_to_average: {value: 6, owner: product@example.org}
  machines_at_least: {value: 2, owner: platform@example.org}
  fixed_per_month: {value: 1500, owner: finance@example.org}
"""
EXPECTED = """assumed  all money in EUR
  predictions_per_month           20,000,000, product@example.org
  worth_per_prediction            0.0004 (0.0002 to 0.0005), product@example.org
  price_per_machine_hour          0.09, platform@example.org (contract of April)
  predictions_per_second          40, ml@example.org
  peak_to_average                 6, product@example.org
  machines_at_least               2, platform@example.org
  fixed_per_month                 1,500, finance@example.org

what follows  likely (least to most over all combinations of the ends)
  1,000 predictions cost          0.0816 EUR
                                  cost of a month / predictions of a month x 1,000
  a month costs                   1,631 EUR
                                  machines x 730 h x price of an hour + predictions x price of one + fixed cost
  a month brings, net             6,369 (2,369 to 8,369) EUR
                                  predictions x worth of one - cost of a month
  it covers its cost from         4,078,500 (3,262,800 to 8,157,000) predictions a month
                                  the least volume of a month whose worth covers its cost
  what is built pays back in      unknown: it needs value.build_cost
  each month of waiting costs     6,369 (2,369 to 8,369) EUR
                                  net of a month, which is not earned while it waits

when it grows
  today's volume                  1,631 EUR, 2 machines
  5 times the volume              1,894 EUR, 6 machines, less than linear: 0.232 of what 5 times would cost
  10 times the volume             2,288 EUR, 12 machines, less than linear: 0.14 of what 10 times would cost
"""


def test_the_case_is_told_with_its_assumptions_and_what_is_missing(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "seatrial.yaml").write_text(CASE, encoding="utf-8")

    ran = seatrial("value", str(tmp_path))

    assert (ran.code, ran.out) == (0, EXPECTED)


def test_the_same_case_can_be_read_by_programs(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "seatrial.yaml").write_text(CASE, encoding="utf-8")

    told = json.loads(seatrial("value", str(tmp_path), "-f", "json").out)

    assert told["missing"] == ["build_cost"]
    assert told["growth"][2]["machines"]["likely"] == 12


def test_without_assumptions_nothing_is_made_up(seatrial: Seatrial, tmp_path: Path) -> None:
    ran = seatrial("value", str(tmp_path))

    assert ran.code == 4
    assert "has no value:" in ran.err
