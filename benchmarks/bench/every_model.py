"""Does every model of others run to a verdict? That the verdict is sharp takes a longer budget and a quiet machine."""

from collections.abc import Iterator

from benchmarks.bench._zoo import EXPECTED, zoo
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from seatrial.bench.bench import bench
from seatrial.bench.depth import QUICK
from seatrial.bench.discover import FoundModel
from seatrial.bench.observed import Unmeasured
from seatrial.bench.prepare import prepare
from seatrial.bench.request import Request

NUMBERS = (17,)  #: not in the table of the specification, which asks for it in words
_TARGET = "p99=1s@1qps"
_QUICKLY_S = 4.0


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield one outcome; each model has the budget of ``--quick``, or less."""
    found = zoo()
    check, threshold = "models of others that run to a verdict", f"{EXPECTED} of {EXPECTED}"
    if len(found) < EXPECTED:
        yield not_measurable(17, check, threshold, f"{len(found)} models are here: run make bench-models")
        return
    without = [model.name for model in found if not _judged(model, quick)]
    told = f"{len(found) - len(without)} of {len(found)}"
    yield judged(17, f"{check}{': not ' if without else ''}{', '.join(without)}", told, threshold, not without)


def _judged(model: FoundModel, quick: bool) -> bool:
    system = prepare(model)
    if isinstance(system, Unmeasured):
        return False
    shapes = {one.name: one.shape for one in system.feeds.recipes}
    depth = QUICK.within(_QUICKLY_S) if quick else QUICK
    record = bench(Request(str(model.file), depth=depth, slo=(_TARGET,), shapes=shapes))
    return bool(record.slo) and not record.failures
