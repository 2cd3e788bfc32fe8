"""How much of the budget is left, who is told, and who may end it?"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, float, float], None]  #: what is done, seconds that passed, seconds of the budget


def nobody(_what: str, _passed: float, _budget: float) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Watch:
    """A budget of time that runs from its making."""

    budget: float  #: seconds
    progress: Progress = nobody
    started: float = field(default_factory=time.perf_counter)
    reserve: float = 0.0  #: seconds of the budget that are kept for what comes later
    waited: float = 0.0  #: seconds that were spent on waiting for a quiet machine
    order: int = 0  #: blocks that were taken so far

    @property
    def passed(self) -> float:
        """Return how many seconds passed."""
        return time.perf_counter() - self.started

    @property
    def left(self) -> float:
        """Return how many seconds are left besides the reserve; negative when it is over."""
        return self.budget - self.reserve - self.passed

    @property
    def patience(self) -> float:
        """Return how long may be waited for a quiet machine now: a tenth of the budget in all, a second at a time."""
        return max(min(self.budget / 10 - self.waited, 1.0, self.left), 0.0)

    def tell(self, what: str) -> None:
        """Say what is done next."""
        self.progress(what, self.passed, self.budget)

    def next(self) -> int:
        """Return the number of the next block."""
        self.order += 1
        return self.order - 1
