"""The business case of a model: cost of a thousand predictions, growth of cost, break-even, payback, cost of waiting.

Every number comes from the assumptions of ``value:`` in seatrial.yaml; ``formulas`` says what follows from them.
"""

from collections.abc import Callable, Mapping

from seatrial.model import Assumption, Economics
from seatrial.model.record import dataclass
from seatrial.value.formulas import Numbers, break_even, cost, cost_per_thousand, machines, net, payback
from seatrial.value.ranges import Range, over

_TIMES = (1, 5, 10)
_KEYS = (
    "predictions_per_month", "worth_per_prediction", "price_per_prediction", "price_per_machine_hour",
    "predictions_per_second", "peak_to_average", "machines_at_least", "fixed_per_month", "build_cost",
)  # fmt: skip
_OF_MACHINES = ("price_per_machine_hour", "predictions_per_second", "peak_to_average")


@dataclass(frozen=True, slots=True)
class Figure:
    """One result: its range, or what is missing to work it out."""

    key: str
    name: str
    unit: str  #: "" for money
    value: Range | None
    formula: str
    needs: tuple[str, ...] = ()  #: keys of ``value:`` that are not given


@dataclass(frozen=True, slots=True)
class Growth:
    """What a month costs at a multiple of the volume."""

    times: int
    cost: Range
    machines: Range
    share: Range  #: of the same multiple of today's cost: below 1 it grows less than linearly


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the assumptions allow to say."""

    currency: str
    assumptions: tuple[tuple[str, Assumption], ...]  #: by key
    figures: tuple[Figure, ...]
    growth: tuple[Growth, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the keys that would let more be said, each once."""
        return tuple(dict.fromkeys(key for figure in self.figures for key in figure.needs))


def case_of(economics: Economics) -> Case:
    """Work out the case. What an assumption is missing for is left open, and says which."""
    stated = tuple((key, one) for key in _KEYS if (one := getattr(economics, key)) is not None)
    given = {key: Range.of(one) for key, one in stated}
    figures = tuple(_figure(given, *row) for row in _ROWS)
    return Case(economics.currency, stated, figures, _growth(given))


_COSTS = ("predictions_per_month",)
_ROWS: tuple[tuple[str, str, str, Callable[[Numbers], float], str, tuple[str, ...]], ...] = (
    ("cost_per_thousand", "1,000 predictions cost", "", cost_per_thousand,
     "cost of a month / predictions of a month x 1,000", _COSTS),
    ("cost_per_month", "a month costs", "", cost,
     "machines x 730 h x price of an hour + predictions x price of one + fixed cost", _COSTS),
    ("net_per_month", "a month brings, net", "", net,
     "predictions x worth of one - cost of a month", (*_COSTS, "worth_per_prediction")),
    ("break_even", "it covers its cost from", "predictions a month", break_even,
     "the least volume of a month whose worth covers its cost", ("worth_per_prediction",)),
    ("payback", "what is built pays back in", "months", payback,
     "build cost / net of a month", (*_COSTS, "worth_per_prediction", "build_cost")),
    ("waiting", "each month of waiting costs", "", net,
     "net of a month, which is not earned while it waits", (*_COSTS, "worth_per_prediction")),
)  # fmt: skip


def _figure(
    given: Mapping[str, Range],
    key: str,
    name: str,
    unit: str,
    result: Callable[[Numbers], float],
    formula: str,
    asks: tuple[str, ...],
) -> Figure:
    needs = tuple(one for one in (*asks, *_machines_asked(given)) if one not in given)
    return Figure(key, name, unit, None if needs else over(given, result), formula, needs)


def _machines_asked(given: Mapping[str, Range]) -> tuple[str, ...]:
    """Machines are asked about, unless every prediction is paid for by itself."""
    bought = "price_per_prediction" in given and not set(_OF_MACHINES) & set(given)
    return () if bought else _OF_MACHINES


def _growth(given: Mapping[str, Range]) -> tuple[Growth, ...]:
    if any(key not in given for key in (*_COSTS, *_machines_asked(given))):
        return ()
    return tuple(_at(given, times) for times in _TIMES)


def _at(given: Mapping[str, Range], times: int) -> Growth:
    return Growth(
        times,
        over(given, lambda number: cost(number, times)),
        over(given, lambda number: machines(number, times)),
        over(given, lambda number: _share(number, times)),
    )


def _share(number: Numbers, times: int) -> float:
    today = cost(number)
    return cost(number, times) / (times * today) if today else 1.0
