"""What is known about one comparison of current data with a reference?"""

from seatrial.facts.code.programs import InCode, Site
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Drift(InCode):
    """One comparison of current data with a reference."""

    site: Site
    tool: str
    thresholded: bool  #: something in the same file is compared with a threshold
    hosted: bool = False  #: a cloud runs it on a schedule, on what its endpoint was asked, as infrastructure declares

    @property
    def what(self) -> str:
        judged = "" if self.thresholded else ", without a threshold"
        return f"compares current data with a reference by {self.tool}{judged}"
