"""A committed record counts as a measurement while it speaks of the model that is here, and not for long."""

import contextlib
import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.records.stored import to_json
from seatrial.facts.business.unit_costs import compared_hardware, cost_statements
from seatrial.facts.documents.capacity import compared_variants, measured_memory
from seatrial.facts.testing.bench_records import bench_records
from seatrial.facts.testing.benchmark_results import measured_latencies
from seatrial.model import Assumption, Economics, Settings
from seatrial.model.benchmark import Capacity, Configuration, Cost, Estimate, Machine, Record, Scenario, Subject
from seatrial.read.documents.bench_record import read_bench_record
from seatrial.read.reader import Unreadable
from seatrial.repo import Memory, Repo

MODEL = Path(__file__, "../../../../examples/churn-api/models/churn.onnx").resolve().read_bytes()
DIGEST = hashlib.sha256(MODEL).hexdigest()
TODAY = date(2026, 6, 30)
ON = (Configuration("cpu"), Configuration("cuda:0"))


def record(sha256: str = DIGEST, started: str = "2026-06-01T10:00:00+00:00") -> bytes:
    name = "models/churn.onnx"
    estimates = [Estimate(name, metric, value, unit="ms", n=5000, configuration=on) for on in ON for metric, value in
                 (("p50_ms", 1.0), ("p95_ms", 2.0), ("p99_ms", 3.0), ("p99_9_ms", 4.0))]  # fmt: skip
    memory = Estimate(name, "rss_bytes", 80e6, unit="bytes", scenario=Scenario.COLD)
    costs = [Cost(name, on.device, 0.1, "EUR", 500, 2.5, 8.0, 2.0) for on in ON]
    whole = Record(
        started=started, commit="c" * 40, machine=Machine(cpu="Example CPU", cores=4),
        subjects=(Subject(name, sha256=sha256),),
        estimates=(*estimates, memory), cost=tuple(costs), capacity=(Capacity(name, "p99_ms", 20, 400, 500, 600),),
    )  # fmt: skip
    return to_json(whole)


def repo(data: bytes, value: Economics | None = None) -> Repo:
    files = {"models/churn.onnx": MODEL, "seatrial-bench.json": data}
    return Repo(Memory(files), Settings(value=value), TODAY)


def test_a_record_is_a_measurement_with_tail_runs_machine_and_version() -> None:
    (found,) = measured_latencies(repo(record()))

    assert found.percentiles == ((50, 1.0), (95, 2.0), (99, 3.0))
    assert (found.runs, found.machine, found.model) == (5000, "Example CPU 4 cores", DIGEST[:12])
    assert found.complete
    assert found.fresh(TODAY)


def test_a_record_of_a_model_that_changed_is_outdated() -> None:
    (found,) = measured_latencies(repo(record(sha256="0" * 64)))

    assert found.outdated == "models/churn.onnx changed since it was measured"
    assert not found.fresh(TODAY)


@pytest.mark.parametrize("started", ["2025-06-01T00:00:00", "2026-07-01T00:00:00", "long ago", ""])
def test_a_record_of_another_time_is_not_fresh(started: str) -> None:
    (found,) = measured_latencies(repo(record(started=started)))

    assert not found.fresh(TODAY)


def test_a_model_that_is_elsewhere_is_not_called_changed() -> None:
    (found,) = bench_records(Repo(Memory({"seatrial-bench.json": record()}), as_of=TODAY))

    assert found.outdated == ""


def test_a_record_tells_memory_variants_and_costs() -> None:
    here = repo(record())

    assert [one.what for one in measured_memory(here)] == ["a record: a process with models/churn.onnx takes 80 MB"]
    assert [one.what for one in compared_variants(here)] == ["a record compares cpu, cuda:0 in figures"]
    (cost,) = cost_statements(here)
    assert cost.what == "a record of a benchmark: a million predictions cost 2.5 EUR on cpu, 2.5 EUR on cuda:0"
    assert (cost.per_unit, cost.lacking) == (True, ("the volume",))
    assert [one.per_unit for one in compared_hardware(here)] == [True]


def test_with_the_volume_the_cost_of_a_prediction_is_whole() -> None:
    found = cost_statements(repo(record(), value=Economics("EUR", predictions_per_month=Assumption(1e6, "owner"))))

    assert [one.lacking for one in found if "benchmark" in one.what] == [()]


def test_an_outdated_record_tells_nothing_else() -> None:
    old = repo(record(sha256="0" * 64))

    assert not any((measured_memory(old), compared_variants(old), cost_statements(old), compared_hardware(old)))


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"schema_version": "9.0"}', b'{"schema_version": 1}', b"[" * 9999]
)
def test_what_is_no_record_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_bench_record("seatrial-bench.json", data)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from([10**400, -1]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "subject", "metric", "value", "configuration", "device", "started", "cores", "n"]),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["machine", "subjects", "estimates", "cost", "capacity", "started"]), JSON))
def test_a_record_of_any_shape_is_read_as_far_as_it_fits(document: dict[str, object]) -> None:
    import json

    read_bench_record("a.json", json.dumps({"schema_version": "1.0", **document}).encode())


@settings(max_examples=40)
@given(st.binary(max_size=80))
def test_any_bytes_are_a_record_or_unreadable(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_bench_record("a.json", data)
