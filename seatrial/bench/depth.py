"""How much is measured in which time?"""

from dataclasses import replace

from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Depth:
    """What one model is put through, and the budget for it in seconds."""

    name: str
    budget_s: float
    gaps_s: tuple[float, ...]  #: pauses of sparse traffic
    visits: int  #: of single requests at least
    most: int  #: and at most, while they are not precise
    besides: int  #: visits of everything else at least
    batches: bool  #: batch sizes are tried
    splits: bool  #: splits of the cores over instances and threads are tried
    contention: bool  #: beside work on another core
    profile: bool  #: work, weights and the machine's peaks, which take seconds

    def within(self, budget_s: float | None) -> "Depth":
        """Return it with another budget."""
        return self if budget_s is None else replace(self, budget_s=budget_s)


QUICK = Depth("quick", 14.0, (0.010,), 5, 8, 3, batches=False, splits=True, contention=False, profile=False)
STANDARD = Depth(
    "standard", 60.0, (0.001, 0.010, 0.100), 5, 20, 3, batches=True, splits=True, contention=False, profile=True
)
THOROUGH = Depth(
    "thorough", 300.0, (0.001, 0.010, 0.100), 10, 40, 5, batches=True, splits=True, contention=True, profile=True
)
