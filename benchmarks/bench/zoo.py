"""Are models of others fed without help, and is their work counted right? Nothing here is a time."""

from collections.abc import Iterator

from benchmarks.bench._zoo import EXPECTED, PACKAGES, zoo
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from seatrial.bench.discover import FoundModel
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.prepare import prepare
from seatrial.bench.system import Limits
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration, Provenance

NUMBERS = (12, 14)
_FED = 24
#: Multiply-accumulate operations as the literature has them, in 10 ** 9, by a part of the name.
_KNOWN = {"resnet50": 4.089, "vgg19": 19.63}
_TOLERATED = 0.001


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield the outcomes of work and of inputs; with ``quick`` only the two models whose work is known are profiled."""
    found = zoo()
    if len(found) < EXPECTED:
        why = f"{len(found)} of {EXPECTED} models are here, none below {PACKAGES.name}: run make bench-models"
        yield not_measurable(14, "models that are fed", f">= {_FED} of {EXPECTED}", why)
    systems = [(model, prepare(model)) for model in found]
    works = [(model, _work(system)) for model, system in systems if not quick or _known(model)]
    yield from _counted(works)
    if len(found) >= EXPECTED:
        yield _fed(systems)


def _counted(works: list[tuple[FoundModel, Work | Unmeasured]]) -> Iterator[Outcome]:
    for model, work in works:
        if (known := _known(model)) and isinstance(work, Work):
            off = work.macs / 1e9 / known - 1
            told = f"{work.macs / 1e9:.3f} G ({off:+.2%})"
            yield judged(12, f"operations of {model.name}", told, f"{known:g} G", abs(off) <= _TOLERATED)
    whole = [model for model, work in works if isinstance(work, Work) and not work.uncounted]
    yield judged(12, "models whose work is counted", f"{len(whole)} of {len(works)}", "all", len(whole) == len(works))


def _fed(systems: list[tuple[FoundModel, OnnxSystem | Unmeasured]]) -> Outcome:
    ready = [system for _, system in systems if isinstance(system, OnnxSystem)]
    silent = [one.name for one in ready if not _tells_all(one)]
    told = f"{len(ready)} of {len(systems)}, {len(silent)} silent"
    held = len(ready) >= _FED and not silent
    return judged(14, "models that are fed, every guess told", told, f">= {_FED} of {EXPECTED}", held)


def _tells_all(system: OnnxSystem) -> bool:
    """Tell whether each size that the graph does not fix, and the values of each input, stand among the assumptions."""
    guessed = sum(dim.provenance is not Provenance.GRAPH for one in system.feeds.inputs for dim in one.dims)
    return len(system.feeds.assumptions) == guessed + len(system.feeds.inputs)


def _work(system: OnnxSystem | Unmeasured) -> Work | Unmeasured:
    if isinstance(system, Unmeasured):
        return system
    session = system.start(Configuration(), Limits())
    if isinstance(session, Unmeasured):
        return session
    try:
        return session.profile()
    finally:
        session.close()


def _known(model: FoundModel) -> float | None:
    return next((known for name, known in _KNOWN.items() if name in model.name), None)
