"""Which findings does a team know of already, so that only what comes on top of them counts?"""

from seatrial.gate.baseline.file import NAME, Baseline, BaselineError, Listed, from_json, to_json
from seatrial.gate.baseline.held import added, gone, held
from seatrial.gate.baseline.made import baseline_of, pruned, updated

__all__ = [
    "NAME", "Baseline", "BaselineError", "Listed", "added", "baseline_of", "from_json", "gone", "held", "pruned",
    "to_json", "updated",
]  # fmt: skip
