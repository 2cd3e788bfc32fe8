"""What other tools say, under their own names: reports that somebody brings, and second opinions that are asked for."""

from seatrial.foreign.problem import ForeignError
from seatrial.foreign.sarif import read_sarif

__all__ = ["ForeignError", "read_sarif"]
