"""How did a repository get where it stands?"""

from seatrial.history.chosen import MOST, Every, NoHistory
from seatrial.history.judge import LeftOut
from seatrial.history.judged import Story, history
from seatrial.history.steps import Step, steps

__all__ = ["MOST", "Every", "LeftOut", "NoHistory", "Step", "Story", "history", "steps"]
