"""Does a result, or the change from one to the next, pass the policy of whoever asks?"""

from seatrial.gate.policy import gate, verdict
from seatrial.gate.terms import Change, Condition, Gate, Judged, Loosened, Outcome, Policy, Verdict

__all__ = ["Change", "Condition", "Gate", "Judged", "Loosened", "Outcome", "Policy", "Verdict", "gate", "verdict"]
