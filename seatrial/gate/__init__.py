"""Does a result, or the change from one to the next, pass the policy of whoever asks?"""

from seatrial.gate.policy import Condition, Gate, Outcome, Policy, Verdict, gate, verdict

__all__ = ["Condition", "Gate", "Outcome", "Policy", "Verdict", "gate", "verdict"]
