"""A benchmark reads the same everywhere, and hostile names in it have no power over whoever reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.selftest import SelfTest
from seatrial.bench.statistics.histograms import histogram
from seatrial.model.benchmark import (
    BenchAssumption,
    BenchFinding,
    Block,
    Capacity,
    ColdStart,
    Comparison,
    Configuration,
    Confirmed,
    Cost,
    Estimate,
    Failure,
    Input,
    Interference,
    Machine,
    Node,
    Record,
    Roofline,
    Run,
    Scenario,
    SloVerdict,
    Subject,
    Verdict,
)
from seatrial.report.bench.hdr import hdr
from seatrial.report.bench.markdown import markdown
from seatrial.report.bench.numbers import bounds, digits, duration, size, stated
from seatrial.report.bench.page import brief, page
from seatrial.report.bench.selftest import selftest_lines
from seatrial.report.glyphs import ASCII, UNICODE
from seatrial.report.terminal.paint import plain

NAME = "models/churn.onnx"
COUNTED = histogram([1_000_000] * 900 + [2_000_000] * 90 + [9_000_000] * 10)
BLOCK = Block(0, 0, 1000, 1.2, 1e6, 9e6, histogram=COUNTED)


def estimate(metric: str, value: float | None, low: float = 0.9, high: float = 1.1, **more: object) -> Estimate:
    return Estimate(NAME, metric, value, low, high, "ms", n=1000, k=10, processes=5, **more)  # type: ignore[arg-type]


RECORD = Record(
    version="0.1.0",
    started="2026-06-01T10:00:00+00:00",
    commit="3f2a9c1d" * 5,
    machine=Machine(cpu="Example CPU", cores=2, cores_online=4, quota=1.5, runtime="onnxruntime 1.32.0", virtual=True),
    subjects=(Subject(NAME, "onnx", "ab" * 32, 2048, (Input("x", "float32"),), parameters=1_200_000, synthetic=True),),
    runs=(Run(NAME, Configuration(), Scenario.SINGLE, blocks=(BLOCK,), cold=(ColdStart(),)),),
    estimates=(
        estimate("p50_ms", 1.0),
        Estimate(NAME, "p99_ms", None, unit="ms", n=300, k=10, processes=5, note="needs 662 runs and has 300"),
        estimate("p50_ms", 2.0, 1.99, 2.01, scenario=Scenario.SPARSE, gap_ms=10.0),
        estimate("session_ms", 30.0, scenario=Scenario.COLD),
        Estimate(NAME, "throughput_rps", 800.0, 700.0, 1000.0, "predictions/s", scenario=Scenario.OFFLINE, n=9, k=1),
    ),
    slo=(SloVerdict(NAME, "p99_ms", 20.0, Verdict.INCONCLUSIVE, rate=50, value=19, low=18, high=25, why="too close",
                    settles_in_s=90.0, synthetic=True),),
    capacity=(Capacity(NAME, "p99_ms", 20.0, 400, 500, 550, confirmed=(Confirmed(0.9, 450, 0.002),), peak=800,
                       replicas=3, utilisation=0.8),),
    cost=(Cost(NAME, "cpu:1", 0.085, "EUR", 500, 0.047, 0.1, 0.02, cheapest=True),),
    roofline=(Roofline(NAME, 4_000_000, 2_000_000, 100.0, 20.0, 0.3, 5000,
                       (Node("conv1", "Conv", 0.5, of_peak=0.02),), (("CPU", 3), ("CUDA", 9))),),
    findings=(BenchFinding("subnormal", NAME, "flush subnormal weights", 85.1, 23.3, output_delta=0.0),),
    comparisons=(Comparison(NAME, "main", "p50_ms", 1.02, 1.01, 1.03, 20, "slower"),
                 Comparison(NAME, "main", "rss_bytes", 0.8, 0.79, 0.81, 5, "faster")),
    assumptions=(BenchAssumption(NAME, "dimension 0 is 1"),),
    failures=(Failure("crashed", "it ended by itself", NAME, "batch", "cpu, 1 thread"),),
    interference=Interference(10, 3, (("other processes", 3),), 1.0, 0.4),
)  # fmt: skip
EXPECTED = """\
seatrial 0.1.0 · bench churn-api @ 3f2a9c1 · 2026-06-01

machine     Example CPU, 2 cores of 4, quota of 1.5 cores, onnxruntime 1.32.0, virtual
            disturbed: 3 of 13 blocks do not count: other processes (3); others used 0.400 cores on average
            a container may use 1.5 cores on average: more threads than that are held up

models/churn.onnx  2.05 kB, sha256 abababababab, 1.20 million parameters
  input     x: float32[]; values: heuristic
            it ran on guessed shapes or values: real inputs may be slower or faster
  failed    crashed: it ended by itself (batch, cpu, 1 thread)
  one request at a time         p50                       p99                           runs blk prc
    back to back                1.00 ms ±10 %             -                            1,000  10   5
      p99 needs 662 runs and has 300
    10 ms apart                 2.00 ms ±0.5 %            -                            1,000  10   5
  cold start · model 30.0 ms
  as fast as it goes            predictions                                             runs blk prc
    cpu, 1 thread               800/s (700 to 1,000/s)                                     9   1   0
"""
REST = """\
    p50 1.00 ms · p75 1.00 ms · p90 1.00 ms · p95 2.00 ms · p99 2.00 ms
  work · 4.00 million multiply-accumulates on 2.00 MB in a run; it gets 30 % of \
what the machine allows; 5.00 kB for activations
    the machine: 100 Gflop/s and 20.0 GB/s, measured, cpu, 1 thread
     50.0 %  Conv conv1, 2 % of the peak
    nodes by provider: CPU 3, CUDA 9
  targets
    INCONCLUSIVE  p99 <= 20 ms at 50/s: 19.0 ms (18.0 to 25.0 ms)
                  too close; measured on guessed inputs
                  a longer run would settle this: --budget 90s or so
  capacity · up to 500/s (400 to 550/s) with p99 <= 20 ms, cpu, 1 thread
    real runs at 0.9 x: 0.2 % too slow
    3 replicas for 800/s, one of them spare, each used to 80 %
  a million predictions cost
    cpu:1: 0.047 EUR at the safe rate, 0.100 at 30 % use, 0.02 at full use (0.085 an hour)  the cheapest \
that holds the target
  against main
    slower        latency, p50: +2 % (+1 to +3 %) in 20 pairs
    less          memory of a process: -20 % (-21 to -19 %) in 5 pairs
  found · flush subnormal weights: 85.1 to 23.3 ms
  assumed
    dimension 0 is 1 [heuristic]
"""


def test_the_page_tells_everything_with_its_interval() -> None:
    told = plain(page(RECORD, "churn-api"))

    assert told.startswith(EXPECTED)
    assert told.endswith(REST)


def test_the_brief_page_tells_verdicts_only() -> None:
    told = plain(brief(RECORD, "churn-api"))

    assert "INCONCLUSIVE" in told
    assert "back to back" not in told


def test_a_terminal_without_unicode_reads_it_too() -> None:
    assert plain(page(RECORD, "churn-api", ASCII)).isascii()


def test_an_empty_record_is_told() -> None:
    assert plain(page(Record(), "nothing")).startswith("seatrial")


@given(st.text(max_size=20))
def test_hostile_names_stay_on_their_line(name: str) -> None:
    record = Record(
        subjects=(Subject(name),),
        failures=(Failure("crashed", name, name), Failure("crashed", name, "other")),
        assumptions=(BenchAssumption(name, name, source=name),),
        findings=(BenchFinding(name, name, name),),
    )
    for told in (plain(page(record, name)), markdown(record, name), hdr(record)):
        assert not {"\x1b", "\x07", "\r", "\u202e", "\x85"} & set(told)
        assert len(told.splitlines()) < 30


def test_markdown_of_hostile_names_has_no_markup() -> None:
    record = Record(subjects=(Subject("<img src=x>|`**[a](b)"),))

    assert "\\<img src=x\\>\\|\\`\\*\\*\\[a\\]\\(b\\)" in markdown(record, "a")


def test_markdown_holds_verdicts_and_intervals() -> None:
    told = markdown(RECORD, "churn-api")

    assert "| p99 <= 20 ms at 50/s | **INCONCLUSIVE** | 19.0 ms | too close |" in told
    assert "| single | cpu, 1 thread | p50 | 1.00 ms | ±10 % | 1,000 |" in told


def test_the_spectrum_ends_at_the_last_run() -> None:
    rows = [row.split() for row in hdr(RECORD).splitlines() if row.startswith(" ") and "Value" not in row]

    assert [int(row[2]) for row in rows][-1] == 1000
    assert float(rows[-1][0]) == pytest.approx(9.0, rel=0.01)
    assert "Total count    =         1000" in hdr(RECORD)


@pytest.mark.parametrize(
    ("milliseconds", "told"),
    [
        (0.00123, "1.23 µs"),
        (0.0456, "45.6 µs"),
        (0.9999, "1.00 ms"),
        (12.34, "12.3 ms"),
        (999.9, "1.00 s"),
        (0, "0 µs"),
    ],
)
def test_durations_are_told_in_the_unit_that_suits_them(milliseconds: float, told: str) -> None:
    assert duration(milliseconds) == told
    assert duration(milliseconds, ASCII) == told.replace("µ", "u")


def test_bounds_are_as_exact_as_they_were_given() -> None:
    assert (stated(20), stated(2.5), stated(0.25), stated(1500)) == ("20 ms", "2.5 ms", "250 µs", "1.5 s")


def test_numbers_keep_three_digits() -> None:
    assert (digits(123456), digits(0.0001234), digits(9.99), digits(float("inf"))) == (
        "123,000", "0.000123", "9.99", "without bound",
    )  # fmt: skip
    assert size(5) == "5 bytes"


def test_a_lopsided_interval_is_told_by_its_ends() -> None:
    assert bounds(estimate("p99_ms", 1.0, 0.9, 3.0)) == "900 µs to 3.00 ms"
    assert bounds(estimate("p99_ms", 2.0, 1.5, 3.0)) == "1.50 to 3.00 ms"
    assert bounds(estimate("p50_ms", None)) == ""


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (SelfTest(100, 25, 25, 3, 0.02, 0.01, 0.95, 0.9), "the method holds on this machine"),
        (SelfTest(100, 25, 25, 3, 0.3, 0.01, 0.95, 0.9), "the method does not hold on this machine now"),
        (SelfTest(3, 1, 2, 30), "not measurable"),
    ],
)
def test_an_examination_says_whether_the_method_holds(found: SelfTest, words: str) -> None:
    assert words in plain(selftest_lines(found, UNICODE))


def test_each_device_has_its_cold_start_and_what_moves_to_it() -> None:
    def cold(metric: str, device: str, value: float) -> Estimate:
        return estimate(metric, value, value, value, scenario=Scenario.COLD, configuration=Configuration(device))

    found = (
        cold("session_ms", "cpu", 40.0),
        cold("session_ms", "cuda:0", 900.0),
        cold("inputs_ms", "cuda:0", 0.016),
        cold("outputs_ms", "cuda:0", 0.012),
    )
    told = plain(page(Record(subjects=(Subject(NAME),), estimates=found), "churn"))

    assert "  cold start, cpu · model 40.0 ms\n" in told
    assert "  cold start, cuda:0 · model 900 ms\n" in told
    assert "  transfers, cuda:0 · inputs to it 16.0 µs, outputs back 12.0 µs; they are part of each run" in told
