"""Promised numbers, where they are held, and what was measured."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents.declared import risks, service_targets
from seatrial.facts.documents.target_use import held_targets, spellings
from seatrial.facts.documents.written_targets import Aim, Target
from seatrial.facts.testing.benchmark_results import measured_latencies
from seatrial.facts.testing.benchmarks import benchmark_scripts
from seatrial.model import Risk, Settings, Slo
from seatrial.read.documents.benchmark_result import read_benchmark_result
from seatrial.read.reader import Unreadable
from seatrial.repo import Memory, Repo
from tests.repositories import repo_of

SLO = Slo(p95_ms=40, availability=99.9, throughput_rps=1200, window="30d")


def test_the_settings_state_targets() -> None:
    found = service_targets(Repo(Memory({}), Settings(slo=SLO)))

    assert [(item.aim, item.number, item.percentile, item.window) for item in found] == [
        (Aim.LATENCY, 40, True, True),
        (Aim.AVAILABILITY, 99.9, False, True),
        (Aim.THROUGHPUT, 1200, False, True),
    ]


def test_files_of_slo_tools_state_targets() -> None:
    text = "apiVersion: openslo/v1\nkind: SLO\nspec:\n  objectives:\n  - target: 0.995\n"
    (target,) = service_targets(repo_of({"slo/api.yaml": text}))

    assert (target.aim, target.number, target.line) == (Aim.AVAILABILITY, 99.5, 5)


def test_a_number_is_known_in_the_units_of_programs() -> None:
    assert spellings(Target(Aim.LATENCY, 40, "", "a", 1)) == ("40", "0.04")
    assert spellings(Target(Aim.AVAILABILITY, 99.9, "", "a", 1)) == ("99.9", "0.999", "0.1", "0.001")


def test_an_alert_and_a_load_test_hold_a_target_and_a_list_does_not() -> None:
    files = {
        "monitoring/alerts.yml": "- expr: histogram_quantile(0.95, x) > 0.04\n",
        "load/k6.js": "thresholds: { http_req_duration: ['p(95)<40'] }\n",
        "monitoring/drift.py": "quantiles = linspace(0, 40)\n",
        "load/users.py": "# p95 < 40\n",
    }
    found = held_targets(Repo(Memory(files), Settings(slo=SLO)))

    assert [item.place.path for item in found] == ["load/k6.js", "monitoring/alerts.yml"]


def test_a_result_file_is_read_by_its_keys() -> None:
    text = b'{"env": {"cpu": "Xeon"}, "commit": "abc", "date": "2026-06-01T10:00", "runs": [{"n": 50, "p95_s": 0.02}]}'
    result = read_benchmark_result("bench.json", text)

    assert result.percentiles == ((95, 20.0),)
    assert (result.unit_known, result.runs, result.machine, result.commit, result.date) == (
        True,
        50,
        "Xeon",
        "abc",
        "2026-06-01",
    )


def test_a_table_of_a_load_test_is_read_by_its_columns() -> None:
    text = b"Type,Name,Request Count,50%,95%,99%\nGET,/predict,1200,11,19,25\n"

    assert read_benchmark_result("locust_stats.csv", text).percentiles == ((50, 11.0), (95, 19.0), (99, 25.0))
    assert read_benchmark_result("locust_stats.csv", text).runs == 1200


@pytest.mark.parametrize("machine", ["Apple Silicon (M-series)", "Apple M2", "8 vCPU", "EPYC 7763"])
def test_a_machine_is_known_by_its_maker_or_its_parts(machine: str) -> None:
    text = f"# Latency\n\nOn {machine}, n = 200.\n\n| p50 | p95 |\n|---|---|\n| 11 ms | 19 ms |\n"

    assert [bool(found.machine) for found in measured_latencies(repo_of({"docs/latency.md": text}))] == [True]


def test_a_record_in_a_document_has_machine_runs_version_and_day() -> None:
    text = (
        "# Latency\n\nOn 2026-05-20, model v1.4.0, 8 vCPU, n = 2000.\n\n| p50 | p95 |\n|---|---|\n| 11 ms | 19 ms |\n"
    )
    (found,) = measured_latencies(repo_of({"docs/bench.md": text}))

    assert found.complete
    assert found.fresh(date(2026, 7, 1))
    assert not found.fresh(date(2027, 7, 1))


@pytest.mark.parametrize(
    ("head", "ranks"), [("Latency (p95)", [95]), ("Response time p99", [99]), ("Throughput (p95)", []), ("p95", [])]
)
def test_a_table_of_latencies_at_a_rank_is_a_record_though_its_unit_is_not_said(head: str, ranks: list[int]) -> None:
    text = f"# Results\n\n| Set-up | {head} |\n|---|---|\n| CPU | 1700 |\n| GPU | 520 |\n"
    found = measured_latencies(repo_of({"README.md": text}))

    assert [rank for one in found for rank, _ in one.percentiles] == ranks
    assert not any(one.unit_known for one in found)


def test_a_clock_measures_the_model_only_with_a_name_or_percentiles() -> None:
    def scripts(path: str, code: str) -> int:
        return len(benchmark_scripts(repo_of({path: code})))

    clock = "import time\nt = time.perf_counter()\npredict()\n"

    assert scripts("benchmarks/latency.py", clock)
    assert scripts("run.py", f"import numpy as np\n{clock}np.percentile(times, 95)\n")
    assert not scripts("run.py", f"import numpy as np\n{clock}np.percentile(prices, 95)\n")
    assert not scripts("run.py", clock)
    loop = "import statistics, time\ndef measure():\n    times_ms = []\n    for _ in range(9):\n"
    loop += "        a = time.perf_counter()\n        predict()\n        times_ms.append(time.perf_counter() - a)\n"
    assert scripts("run.py", f"{loop}    return statistics.median(times_ms)\n")
    assert not scripts("run.py", f"{loop}    return times_ms\n")
    assert not scripts("bench_training.py", f"{clock}model.fit(x, y)\n")
    assert scripts("tests/test_speed.py", "def test_speed(benchmark):\n    benchmark(run)\n")
    assert not scripts("bin/train.py", "def train(model, benchmark=False):\n    run(model)\n")


def test_the_risk_of_the_settings_comes_first() -> None:
    settings = Settings(risk=Risk(eu_ai_act="limited", reason="calls only", decided_by="risk-office"))
    (found,) = risks(Repo(Memory({}), settings))

    assert (found.tier, found.reason, found.decider, found.dated) == ("limited", True, True, False)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), st.sampled_from(["json", "csv"]))
def test_no_content_makes_the_reader_of_results_fail(data: bytes, suffix: str) -> None:
    with contextlib.suppress(Unreadable):
        assert read_benchmark_result(f"a.{suffix}", data).runs >= 0


def test_a_row_that_is_called_after_its_rank_is_a_measurement_unless_it_is_bounded() -> None:
    head = "# Chat\n\n## Performance\n\nOver 60 requests:\n\n| Metric | Result |\n|---|---|\n"
    (found,) = measured_latencies(Repo(Memory({"README.md": head + "| Overall latency p95 | 6.72s |\n"})))

    assert (found.percentiles, found.runs) == (((95, 6720.0),), 60)
    assert measured_latencies(Repo(Memory({"README.md": head + "| Overall latency p95 | < 7 s |\n"}))) == ()


def test_several_percentiles_of_one_cell_are_each_read() -> None:
    table = "| | |\n|---|---|\n| cold load | 51.0 s |\n| one request | p50 25.2 ms · p95 28.6 ms · p99 32.2 ms |\n"
    (found,) = measured_latencies(repo_of({"MODEL_CARD.md": f"# Card\n\n{table}"}))

    assert found.percentiles == ((50, 25.2), (95, 28.6), (99, 32.2))
