"""Which latency and which rate must be held? As an option says it (p99=20ms@50qps), or ``slo:`` in seatrial.yaml."""

from collections.abc import Iterable

from seatrial.bench.records.metric_names import called, share
from seatrial.model import Slo
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_GOAL = regex(
    r"p(?P<rank>50|90|95|99|99[._]9)\s*(?:=|<=?)\s*(?P<bound>\d{1,9}(?:\.\d{1,9})?)\s*(?P<unit>us|ms|s)"
    r"(?:\s*@\s*(?P<rate>\d{1,9}(?:\.\d{1,9})?)\s*(?:qps|rps|/s))?"
)
_SCALES = {"us": 1e-3, "ms": 1.0, "s": 1e3}


class NoGoal(ValueError):
    """The words name no goal."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A percentile of the latency, its bound, and the rate at which it must hold."""

    metric: str  #: "p99_ms"
    bound: float  #: milliseconds
    rate: float | None = None  #: requests a second; None is one at a time

    @property
    def share(self) -> float:
        """Return the percentile as a share: 0.99."""
        return share(self.metric)

    @property
    def name(self) -> str:
        """Return it as an option says it."""
        return f"{called(self.metric)} <= {self.bound:g} ms" + (f" at {self.rate:g} requests/s" if self.rate else "")


def goal(text: str) -> Goal:
    """Return the goal of a text such as ``p99=20ms@50qps``. Raises ``NoGoal`` with an example."""
    match = _GOAL.fullmatch(text.strip())
    if match is None:
        raise NoGoal(f"{text!r} is no target: write it as p99=20ms or p99=20ms@50qps")
    bound = float(match["bound"]) * _SCALES[match["unit"]]
    rate = float(match["rate"]) if match["rate"] else None
    if not bound or rate == 0:
        raise NoGoal(f"{text!r}: a bound and a rate are above 0")
    return Goal(f"p{match['rank'].replace('.', '_')}_ms", bound, rate)


def goals(texts: Iterable[str], declared: Slo | None) -> tuple[Goal, ...]:
    """Return the goals of options; those that a configuration declares where there is no option."""
    given = tuple(goal(text) for text in texts)
    if given or declared is None:
        return given
    stated = (("p95_ms", declared.p95_ms), ("p99_ms", declared.p99_ms))
    return tuple(Goal(metric, bound, declared.throughput_rps or None) for metric, bound in stated if bound)
