"""Did a model become slower, fatter, or slower to start than its base?"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from seatrial.bench.base import Base
from seatrial.bench.discover import FoundModel
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.order import Order
from seatrial.bench.prepare import prepare
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.intervals import Interval, nested_ratio
from seatrial.bench.statistics.paired import Paired, compare
from seatrial.bench.task import Task
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import ColdStart, Comparison, Configuration, Failure, Run
from seatrial.model.record import dataclass

BAND = 0.01  #: of the latency: a difference that nobody minds
_ASIDE: tuple[tuple[str, float, Callable[[ColdStart], float | None]], ...] = (
    ("session_ms", 0.10, lambda cold: cold.session_s),
    ("rss_bytes", 0.05, lambda cold: cold.rss_first_run),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What pairs of one model and its base came to."""

    comparisons: tuple[Comparison, ...] = ()
    runs: tuple[Run, ...] = ()
    failure: Failure | None = None
    runtime: str = ""


def compared(
    model: FoundModel, system: OnnxSystem, against: Base, configuration: Configuration, order: Order, watch: Watch
) -> Compared:
    """Measure a model beside its base. One that did not exist then is compared with nothing."""
    with against.of(model) as old:
        if old is None:
            return Compared()
        if old.sha256 and old.sha256 == model.sha256:
            same = Comparison(model.name, against.name, "p50_ms", 1.0, 1.0, 1.0, 0, "same", configuration=configuration)
            return Compared((same,))
        made = _fed_alike(old, system, configuration, order)
        if isinstance(made, Unmeasured):
            return Compared(failure=Failure(made.cause, f"its base: {made.reason}", model.name))
        task = Task(replace(made, name=f"{model.name} at {against.name}"), configuration)
        paired = Paired(Samples(task), Samples(replace(task, system=system)))
        compare(paired, watch, Random(order.seed), order.limits)  # noqa: S311 -- an order of blocks
        failed = paired.old.failure or paired.new.failure
        found = tuple(judged(paired, model.name, against.name))
        return Compared(found, (paired.old.run, paired.new.run), failed, paired.new.runtime)


def _fed_alike(
    old: FoundModel, system: OnnxSystem, configuration: Configuration, order: Order
) -> OnnxSystem | Unmeasured:
    """Return the base with the inputs of the model; where it wants others, with its own."""
    alike = replace(system, model=old.file)
    if old.problem:
        return Unmeasured(Cause.REFUSED, old.problem)
    session = alike.start(configuration, order.limits)
    if not isinstance(session, Unmeasured):
        session.close()
        return alike
    return prepare(
        old, interpreter=system.interpreter, libraries=system.libraries, limits=order.limits, seed=order.seed
    )


def judged(paired: Paired, subject: str, name: str) -> Iterator[Comparison]:
    """Yield what the pairs say of the latency, and their starts of loading and memory."""
    if not any(paired.pairs):
        return
    head = (subject, name)
    count = sum(map(len, paired.pairs))
    ratio = paired.ratio()
    word = _word(ratio, BAND, least=1.0) if paired.quiet else "unclear"
    where = paired.new.task.configuration
    yield Comparison(*head, "p50_ms", ratio.value, ratio.low, ratio.high, count, word, configuration=where, band=BAND)
    for metric, band, take in _ASIDE:
        starts = [
            [(old, new)]
            for before, after in zip(paired.old.colds, paired.new.colds, strict=False)
            if (old := take(before)) and (new := take(after))
        ]
        if len(starts) > 1:
            known = nested_ratio(starts)
            word = _word(known, band, least=1 + band)
            yield Comparison(
                *head, metric, known.value, known.low, known.high, len(starts), word, configuration=where, band=band
            )


def _word(ratio: Interval, band: float, least: float) -> str:
    """Return what an interval of new / old says. What lies in the band whole is the same, however sure it is."""
    if not ratio.df:
        return "unclear"
    if 1 - band < ratio.low and ratio.high < 1 + band:
        return "same"
    if ratio.low > least:
        return "slower"
    if ratio.high < 2 - least:
        return "faster"
    return "unclear"
