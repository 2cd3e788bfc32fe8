"""By which formulas do cost and return of a model follow from what is assumed?

No number is built in but the hours of a month (8,760 / 12 = 730) and its seconds. With V predictions a month, machines
that bear r predictions per second each, and p the busiest second as a multiple of the average one:

    machines(V) = max(least, ceil(V / seconds of a month * p / r))
    cost(V)     = machines(V) * 730 * price of a machine's hour + V * price of a prediction + fixed cost
    net(V)      = V * worth - cost(V)
    payback     = build cost / net(V), in months
    break-even  = the least V with V * worth >= cost(V)
"""

import math
from collections.abc import Mapping
from typing import TypeAlias

HOURS = 730.0  #: of a month: 8,760 / 12

SECONDS = HOURS * 3600

_MOST_MACHINES = 100_000  #: at which the search for the break-even volume ends

Numbers: TypeAlias = Mapping[str, float]  #: assumptions by key, each at one point of its range


def machines(number: Numbers, times: float = 1) -> float:
    """Return how many machines a month's volume asks for, times a factor."""
    if "predictions_per_second" not in number:
        return 0
    busiest = number["predictions_per_month"] * times / SECONDS * number["peak_to_average"]
    # what misses a whole number by a rounding error only is one; the smallest volume needs a machine
    asked = max(math.ceil(round(busiest / number["predictions_per_second"], 9)), busiest > 0)
    return max(asked, number.get("machines_at_least", 0))


def cost(number: Numbers, times: float = 1) -> float:
    """Return what a month costs at a multiple of the volume, in money."""
    hour, each = number.get("price_per_machine_hour", 0), number.get("price_per_prediction", 0)
    volume = number["predictions_per_month"] * times
    return machines(number, times) * HOURS * hour + volume * each + number.get("fixed_per_month", 0)


def net(number: Numbers) -> float:
    """Return what a month brings when its cost is paid, in money."""
    return number["predictions_per_month"] * number["worth_per_prediction"] - cost(number)


def cost_per_thousand(number: Numbers) -> float:
    """Return what 1,000 predictions cost, in money; without any volume it has no bound."""
    volume = number["predictions_per_month"]
    return cost(number) / volume * 1000 if volume else math.inf


def payback(number: Numbers) -> float:
    """Return after how many months what is built has paid back; infinite when it never does."""
    monthly = net(number)
    return number["build_cost"] / monthly if monthly > 0 else math.inf


def break_even(number: Numbers) -> float:
    """Return the least volume of a month at which worth covers cost, machine by machine; infinite when none does."""
    margin = number["worth_per_prediction"] - number.get("price_per_prediction", 0)
    fixed, hour = number.get("fixed_per_month", 0), number.get("price_per_machine_hour", 0) * HOURS
    if margin <= 0:
        return math.inf
    if "predictions_per_second" not in number:
        return fixed / margin
    bears = number["predictions_per_second"] * SECONDS / number["peak_to_average"]
    first = max(int(number.get("machines_at_least", 0)), 1)
    # where a machine costs more than all it can answer is worth, another one covers nothing
    last = first + 1 if hour >= bears * margin else _MOST_MACHINES
    volumes = ((count, (fixed + count * hour) / margin) for count in range(first, last))
    return next((volume for count, volume in volumes if volume <= count * bears), math.inf)
