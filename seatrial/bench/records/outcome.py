"""In one word, what came of a benchmark?"""

from enum import StrEnum

from seatrial.bench.observed import Cause
from seatrial.model.benchmark import Record, Verdict

_OF_THE_MACHINE = (Cause.REFUSED, Cause.UNAVAILABLE)


class Outcome(StrEnum):
    """What decides the exit code; the worst one counts."""

    PASSED = "pass"
    FAILED = "fail"  #: a target is missed, or it became slower
    REFUSED = "refused"  #: nothing could be measured: a model that is none, a device that is not there
    NOTHING = "nothing"  #: there is nothing to measure
    INCONCLUSIVE = "inconclusive"  #: something is not known yet, or ended by itself
    INTERRUPTED = "interrupted"


def outcome(record: Record) -> Outcome:
    """Return what came of it: what is known to be missed before what is not known."""
    if not record.subjects:
        return Outcome.NOTHING
    if _missed(record):
        return Outcome.FAILED
    if not any(run.blocks for run in record.runs) and not record.comparisons:
        causes = {one.kind for one in record.failures}
        return Outcome.REFUSED if causes and causes <= set(_OF_THE_MACHINE) else Outcome.INCONCLUSIVE
    return Outcome.INCONCLUSIVE if _unsettled(record) else Outcome.PASSED


def _missed(record: Record) -> bool:
    slower = any(one.verdict == "slower" for one in record.comparisons)
    return slower or any(one.verdict is Verdict.FAIL for one in record.slo)


def _unsettled(record: Record) -> bool:
    """Tell whether something is not known yet; of a comparison the median alone has to be clear."""
    unclear = any(one.verdict == "unclear" and one.metric == "p50_ms" for one in record.comparisons)
    return unclear or bool(record.failures) or any(one.verdict is Verdict.INCONCLUSIVE for one in record.slo)
