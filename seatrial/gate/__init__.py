"""Does a result, or the change from one to the next, pass the policy of whoever asks?"""

from seatrial.gate.policy import Change, Condition, Gate, Loosened, Outcome, Policy, Verdict, gate, verdict

__all__ = ["Change", "Condition", "Gate", "Loosened", "Outcome", "Policy", "Verdict", "gate", "verdict"]
