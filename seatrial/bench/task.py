"""What is to be measured: one system in one configuration under one scenario, how often and how long?"""

from seatrial.bench.system import System
from seatrial.model.benchmark import Configuration, Scenario
from seatrial.model.record import dataclass

BLOCK_SECONDS = 0.2
BLOCK_RUNS = 30
LEAST_BLOCKS = 10  #: of fewer than three processes, before an interval is told at all
MOST_BLOCKS = 40
LEAST_PROCESSES = 3
P50_WIDTH = 0.02  #: half of the interval as a share of the value, at which the median is known well enough
P99_WIDTH = 0.10


@dataclass(frozen=True, slots=True)
class Task:
    """A visit starts fresh processes, takes a few blocks and ends them; visits of all tasks take turns at random."""

    system: System
    configuration: Configuration
    scenario: Scenario = Scenario.SINGLE
    gap_s: float = 0.0
    block_s: float = BLOCK_SECONDS
    runs: int = BLOCK_RUNS  #: that a block has at least
    blocks: int = 2  #: of one visit
    least: int = 5  #: visits, whatever comes out
    most: int = 20  #: visits, however wide the intervals stay
    tail: bool = False  #: the 99th percentile matters as well as the median, and this task comes first
    beside: tuple[int, ...] = ()  #: processes that belong to the scenario, and disturb nobody

    @property
    def name(self) -> str:
        """Return what a line of progress calls it."""
        gap = f" every {self.gap_s * 1000:g} ms" if self.gap_s else ""
        return f"{self.scenario}{gap}, {self.configuration.name}"
