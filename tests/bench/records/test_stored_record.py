"""A record comes back as it was, and what is no record is refused in one sentence."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seatrial.bench.records.metric_names import called, share
from seatrial.bench.records.stored import RecordError, from_json, schema, to_json
from seatrial.model.benchmark import (
    Block,
    Configuration,
    Disturbance,
    Estimate,
    Histogram,
    Record,
    Run,
    Scenario,
    SloVerdict,
    Subject,
    Verdict,
)
from seatrial.report.bench.html import html

BLOCK = Block(0, 0, 30, 0.2, 1e6, None, 1.1e6, 2e6, Disturbance(other=0.01), "", Histogram(9, ((5, 20), (7, 10))))
RECORD = Record(
    version="0.1",
    subjects=(Subject("models/a.onnx", sha256="ab" * 32),),
    runs=(Run("models/a.onnx", Configuration(options=(("callers", "2"),)), Scenario.SPARSE, 10.0, (BLOCK,)),),
    estimates=(Estimate("models/a.onnx", "p50_ms", 1.0, 0.9, 1.1, "ms"),),
    slo=(SloVerdict("models/a.onnx", "p99_ms", 5.0, Verdict.INCONCLUSIVE),),
)


def test_a_record_comes_back_as_it_was() -> None:
    assert from_json(to_json(RECORD)) == RECORD
    assert from_json(to_json(Record())) == Record()


def test_a_block_stands_on_one_line() -> None:
    rows = to_json(RECORD).decode().splitlines()

    assert sum('"histogram"' in row for row in rows) == 1
    assert all(len(row) < 2000 for row in rows)


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_text_is_stored_as_ascii(name: str) -> None:
    record = Record(subjects=(Subject(name),))

    assert to_json(record).isascii()
    assert from_json(to_json(record)).subjects[0].name == name.encode("utf-8", "backslashreplace").decode()


def test_a_record_fits_the_published_schema() -> None:
    Draft202012Validator(json.loads(schema())).validate(json.loads(to_json(RECORD)))


def test_keys_of_later_versions_are_ignored() -> None:
    document = json.loads(to_json(RECORD)) | {"schema_version": "1.9", "new": 1}

    assert from_json(json.dumps(document).encode()).subjects == RECORD.subjects


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "no benchmark record"),
        (b'{"schema_version": "2.0"}', "schema version is 2.0"),
        (b'{"schema_version": "1.0", "runs": 5}', "runs"),
    ],
)
def test_what_is_no_record_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(RecordError, match=why):
        from_json(data)


def with_block(block: Block) -> bytes:
    return to_json(Record(runs=(Run("a", Configuration(), Scenario.SINGLE, blocks=(block,)),)))


@pytest.mark.parametrize(
    "block",
    [
        replace(BLOCK, n=0),
        replace(BLOCK, seconds=0.0),
        replace(BLOCK, p50_ns=-1.0),
        replace(BLOCK, histogram=Histogram(9, ((10**15, 1),))),
        replace(BLOCK, histogram=Histogram(9, ((-1, 1),))),
        replace(BLOCK, histogram=Histogram(9, ((5, 0),))),
        replace(BLOCK, histogram=Histogram(9, ((5, 1), (5, 1)))),
        replace(BLOCK, histogram=Histogram(60, ((5, 1),))),
    ],
)
def test_blocks_that_nobody_can_have_measured_are_refused(block: Block) -> None:
    with pytest.raises(RecordError, match="nobody can have measured"):
        from_json(with_block(block))


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(RecordError, match="no JSON"):
        from_json(b'{"schema_version": "1.0", "seconds": NaN}')


@settings(max_examples=50)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_record_or_refused(data: bytes) -> None:
    with contextlib.suppress(RecordError):
        from_json(data)


@pytest.mark.parametrize("file", sorted((Path(__file__).parents[3] / "docs" / "gpu").glob("[!h]*.json")))
def test_the_records_of_a_graphics_processor_show_it_beside_the_processor(file: Path) -> None:
    """They were written by an earlier version: what a record holds is read for ever."""
    record = from_json(file.read_bytes())

    drawn = html(record, file.stem).decode()

    assert {one.configuration.device.partition(":")[0] for one in record.slo} == {"cpu", "cuda"}
    assert "Latency under load, cuda:0" in drawn
    assert "Latency of single requests, cpu" in drawn or "Latency under load, cpu" in drawn


@pytest.mark.parametrize(
    ("metric", "name"),
    [("p50_ms", "p50"), ("p99_9_ms", "p99.9"), ("first_run_ms", "first run"), ("throughput_rps", "throughput rps")],
)
def test_people_read_words_and_points(metric: str, name: str) -> None:
    assert called(metric) == name


def test_a_percentile_means_a_share_of_the_requests() -> None:
    assert [share("p50_ms"), share("p99_9_ms")] == pytest.approx([0.5, 0.999])
