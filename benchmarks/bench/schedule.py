"""How late does the generator start what is due, when nothing else delays it?"""

from array import array
from collections.abc import Iterator
from statistics import median

from benchmarks.bench._models import model
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import quiet
from seatrial.bench.onnx_system import OnnxSession
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.queueing.arrivals import Pattern, Traffic
from seatrial.bench.statistics.percentiles import percentile
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

NUMBERS = (4,)
_RATES = (1_000, 5_000, 20_000)
_RUNS, _TRIES = 5, 20
_SECONDS = 1.0
_P50_US, _P99_US = 5.0, 100.0
_THRESHOLD = f"p50 <= {_P50_US:g}, p99 <= {_P99_US:g} us"


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield an outcome for each rate; the model takes some microseconds."""
    with model("linear") as one:
        session = one.system().start(Configuration(), Limits())
        assert isinstance(session, OnnxSession), session
        for rate in _RATES:
            yield _late(session, rate, 2 if quick else _RUNS)
        session.close()


def _late(session: OnnxSession, rate: float, runs: int) -> Outcome:
    check = f"lateness of the generator at {rate:,} requests/s"
    schedule = Traffic(rate, Pattern.CONSTANT).schedule(_SECONDS)
    found = quiet(lambda: _lateness(session, schedule), runs, _TRIES, pids=lambda: session.pids)
    if len(found.results) < runs:
        return not_measurable(4, check, _THRESHOLD, "too few quiet runs", **found.counts)
    p50, p99 = (median(percentile(run, share) for run in found.results) / 1000 for share in (0.5, 0.99))
    held = p50 <= _P50_US and p99 <= _P99_US
    return judged(4, check, f"p50 {p50:.1f}, p99 {p99:.1f} us", _THRESHOLD, held, **found.counts)


def _lateness(session: OnnxSession, schedule: "array[int]") -> list[int]:
    run = session.open_loop(schedule)
    assert isinstance(run, Arrivals), run
    return sorted(run.lateness_ns)
