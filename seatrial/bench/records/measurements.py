"""Which numbers of a benchmark stand in the result of an audit? Beside the score, and never in it."""

from collections.abc import Iterator

from seatrial.model import Measurement
from seatrial.model.benchmark import Record, Scenario

_SINGLE = (("p50_ms", "p50"), ("p95_ms", "p95"), ("p99_ms", "p99"))
_COLD = (("session_ms", "time to load"), ("first_run_ms", "first answer"), ("rss_bytes", "memory of a process"))


def measurements(record: Record) -> Iterator[Measurement]:
    """Yield what was measured of each model: latency of single requests, start, memory, and the rate at a target."""
    for subject in record.subjects:
        name = subject.name
        for scenario, metrics in ((Scenario.SINGLE, _SINGLE), (Scenario.COLD, _COLD)):
            for metric, words in metrics:
                known = record.estimate(name, metric, scenario)
                if known is not None and known.value is not None:
                    yield Measurement(f"{name}: {words}", known.value, known.unit)
        for capacity in record.capacity[:1]:
            if capacity.subject == name:
                yield Measurement(f"{name}: requests a second within the target", capacity.rate, "/s")
