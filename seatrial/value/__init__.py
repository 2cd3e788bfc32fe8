"""What does a model cost to run, what does it bring, and from when does it pay?"""

from seatrial.value.case import Case, Figure, Growth, case_of
from seatrial.value.ranges import Range

__all__ = ["Case", "Figure", "Growth", "Range", "case_of"]
