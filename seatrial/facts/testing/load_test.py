"""What is a load or latency test: the nouns that Python, scripts and other languages are read into?"""

from enum import StrEnum

from seatrial.facts.code.programs import InCode, Site
from seatrial.model.record import dataclass


class Measured(StrEnum):
    """What is measured."""

    LOAD = "drives load"
    TIME = "measures time"


@dataclass(frozen=True, slots=True)
class LoadTest(InCode):
    """One script, function or command that measures load, latency or throughput."""

    site: Site
    tool: str
    measures: Measured
    targets: tuple[str, ...] = ()  #: paths or addresses that are driven
    thresholded: bool = False  #: it fails by itself when a figure is too bad

    @property
    def what(self) -> str:
        # the address before a path is in a variable, and tells a reader nothing
        targets = [target.removeprefix("{}") for target in self.targets[:3]]
        against = f" on {', '.join(targets)}" if targets else ""
        return f"{self.measures} with {self.tool}{against}"
