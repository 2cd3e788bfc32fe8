"""Reports of other tools, brought in to be shown under their own names."""

from seatrial.foreign.sarif import ForeignError, read_sarif

__all__ = ["ForeignError", "read_sarif"]
