"""Records that everything can be drawn of: a model on three devices with prices, and one of which nothing is known."""

from dataclasses import replace

from seatrial.bench.load.cost import Priced, cost
from seatrial.model.benchmark import (
    Capacity,
    Configuration,
    Confirmed,
    Estimate,
    Failure,
    Input,
    Machine,
    OpenLoop,
    Record,
    Run,
    Scenario,
    SloVerdict,
    Subject,
    Verdict,
)

NAME = "models/churn.onnx"
BOUND = 20.0
ALONE = (("p50_ms", 5.6), ("p90_ms", 6.2), ("p95_ms", 6.9), ("p99_ms", 9.8), ("p99_9_ms", 31.0))
EMPTY = Record(version="0.1.0", started="2026-06-01T10:00:00+00:00", machine=Machine(cpu="Example CPU", cores=2))


def estimate(metric: str, value: float | None, base: Configuration, **more: object) -> Estimate:
    """Return an estimate that is known to a few per cent."""
    low, high = (None, None) if value is None else (0.97 * value, 1.05 * value)
    return Estimate(NAME, metric, value, low, high, "ms", n=30_000, k=20, configuration=base, **more)  # type: ignore[arg-type]


def device(name: str, threads: int, share: float) -> tuple[Configuration, float]:
    """Return a configuration, and how long everything takes on it against the first one."""
    return Configuration(device=name, intra_threads=threads), share


DEVICES = (device("cpu:1", 1, 1.0), device("cpu:4", 4, 0.42), device("cuda:0", 1, 0.11))


def three_devices() -> Record:
    """Return a record of one model on three devices: prices, runs under load, and more instances on two of them."""
    rates = [88 / share for _, share in DEVICES]
    priced = [
        Priced(NAME, base.device, rate, 178 / share, price, holds)
        for (base, share), rate, price, holds in zip(
            DEVICES, rates, (0.0425, 0.17, 1.006), (True, True, None), strict=True
        )
    ]
    return Record(
        version="0.1.0",
        started="2026-06-01T10:00:00+00:00",
        commit="3f2a9c1d" * 5,
        complete=True,
        machine=Machine(cpu="Example CPU", cores=8, runtime="onnxruntime 1.32.0"),
        subjects=(Subject(NAME, "onnx", "ab" * 32, 2048, (Input("x", "float32"),)),),
        estimates=tuple(one for base, share in DEVICES for one in _estimates(base, share)),
        slo=tuple(
            SloVerdict(NAME, "p99_ms", BOUND, Verdict.PASS, rate=80, value=12 * share, configuration=base, why="held")
            for base, share in DEVICES
        ),
        capacity=tuple(
            Capacity(NAME, "p99_ms", BOUND, 0.9 * rate, rate, 1.06 * rate, configuration=base,
                     confirmed=(Confirmed(0.9, 0.9 * rate, 0.007, 16.0 * share, 4000),))
            for (base, share), rate in zip(DEVICES, rates, strict=True)
        ),
        runs=tuple(_loaded(base, share, rate) for (base, share), rate in zip(DEVICES, rates, strict=True)),
        cost=cost(priced, "EUR"),
    )  # fmt: skip


def failed() -> Record:
    """Return a record of a model that ended by itself."""
    failure = Failure("crashed", "it ended by itself", NAME, "single", "cpu, 1 thread")
    return replace(EMPTY, subjects=(Subject(NAME),), failures=(failure,))


def _estimates(base: Configuration, share: float) -> list[Estimate]:
    found = [estimate(metric, value * share, base) for metric, value in ALONE]
    for gap, slower in ((1.0, 1.1), (100.0, 3.9)):
        found.append(estimate("p50_ms", 5.6 * share * slower, base, scenario=Scenario.SPARSE, gap_ms=gap))
        found.append(estimate("p99_ms", None, base, scenario=Scenario.SPARSE, gap_ms=gap))
    if base.device != "cuda:0":
        for instances in (1, 2, 3, 4, 6, 8):
            rate = 170 / share * instances / (1 + 0.03 * (instances - 1) + 0.002 * instances * (instances - 1))
            many = replace(base, instances=instances)
            found.append(estimate("throughput_rps", rate, many, scenario=Scenario.OFFLINE))
    return found


def _loaded(base: Configuration, share: float, rate: float) -> Run:
    loops = tuple(
        OpenLoop(part * rate, int(40 * part * rate), 40.0, p50_ms=(5.7 + 3 * part**3) * share,
                 p99_ms=(9 + 12 * part**4) * share, over=0.002 + 0.01 * part**4)
        for part in (0.6, 0.9, 1.0, 1.1)
    )  # fmt: skip
    return Run(NAME, base, Scenario.SERVER, open_loops=loops, processes=1)
