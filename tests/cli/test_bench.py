"""``seatrial bench`` as a user starts it, on a real model, as quickly as it goes."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psutil
import pytest

from seatrial.bench.records.stored import from_json

EXAMPLE = Path(__file__, "../../../examples/churn-api").resolve()
MODEL = EXAMPLE / "models" / "churn.onnx"


class Ran(Protocol):
    code: int
    out: str
    err: str
    last: str


Seatrial = Callable[..., Ran]


def test_a_model_is_measured_and_written_in_every_format(seatrial: Seatrial, tmp_path: Path) -> None:
    files = {form: tmp_path / f"bench.{form}" for form in ("json", "markdown", "hdr")}
    given = [part for form, file in files.items() for part in ("-f", f"{form}={file}")]
    ran = seatrial("bench", str(MODEL), "--quick", "--budget", "2s", "-f", "text", *given)

    assert ran.code in (0, 5), ran.err
    assert "one request at a time" in ran.out
    record = from_json(files["json"].read_bytes())
    assert record.subjects[0].name == "churn.onnx"
    assert record.runs[0].blocks
    assert "# Benchmark of churn" in files["markdown"].read_text()
    assert "Percentile" in files["hdr"].read_text()
    assert "measured=1 failed=0" in ran.last


def test_a_repository_gives_its_targets_and_a_model_that_is_none_is_told(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    shutil.copy(MODEL, tmp_path / "models")
    (tmp_path / "models" / "broken.onnx").write_bytes(b"no model")
    (tmp_path / "seatrial.yaml").write_text("schema: 1\nslo: {p99_ms: 2000}\n")
    ran = seatrial("bench", str(tmp_path), "--budget", "8s", "--quick")

    assert ran.code == 5
    assert "models/broken.onnx" in ran.out
    assert "it is no ONNX file" in ran.out
    assert re.search(r"(PASS|INCONCLUSIVE) +p99 <= 2 s: ", ran.out)  # a busy machine may leave too few quiet runs


def test_the_same_file_is_not_compared(seatrial: Seatrial) -> None:
    ran = seatrial("bench", str(MODEL), "--against", str(MODEL), "-q")

    assert (ran.code, "byte for byte" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.onnx"], "there is no such file"),
        ([str(MODEL), "--slo", "fast"], "no target"),
        ([str(MODEL), "--budget", "soon"], "no time"),
        ([str(MODEL), "--budget", "0.5s"], "measures nothing"),
        ([str(MODEL), "--device", "cpu:x"], "no device"),
        ([str(MODEL), "--device", "cpu:0"], "no thread"),
        ([str(MODEL), "--shape", "x"], "no shape"),
        ([str(MODEL), "--price", "cheap"], "no price"),
        ([str(MODEL), "--quick", "--thorough"], "exclude each other"),
        ([str(MODEL), "--resume", "nothing.json"], "cannot be read"),
        ([str(MODEL), "--resume", str(MODEL)], "no JSON"),
        ([str(MODEL), "--against", "no-commit"], "no commit"),
        ([str(MODEL), "-f", "pdf"], "no such format"),
        (["http://example.org/predict"], "allow it by --allow-host"),
        (["os:getcwd"], "allow it by --allow-exec"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(seatrial: Seatrial, arguments: list[str], words: str) -> None:
    ran = seatrial("bench", *arguments)

    assert ran.code == 2
    assert words in ran.err
    assert len(ran.err.splitlines()) <= 3


def test_a_device_that_is_not_there_is_refused(seatrial: Seatrial) -> None:
    ran = seatrial("bench", str(MODEL), "--device", "cuda:0", "--budget", "2s")

    assert ran.code == 2
    assert "CUDAExecutionProvider" in ran.err


def test_a_corrupt_model_is_refused(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "empty.onnx").touch()
    ran = seatrial("bench", str(tmp_path / "empty.onnx"))

    assert (ran.code, "the file is empty" in ran.err) == (2, True)


def test_a_folder_without_a_model_has_nothing_to_measure(seatrial: Seatrial, tmp_path: Path) -> None:
    ran = seatrial("bench", str(tmp_path))

    assert (ran.code, "no ONNX model was found" in ran.err) == (4, True)


def wait_for_workers(pid: int) -> None:
    """Return when the command has begun to measure, however long its imports take on a busy machine."""
    end = time.monotonic() + 60
    while time.monotonic() < end and not psutil.Process(pid).children():
        time.sleep(0.05)


def test_ctrl_c_keeps_what_was_measured_and_it_can_be_gone_on_with(seatrial: Seatrial, tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    command = [sys.executable, "-m", "seatrial", "bench", str(MODEL), "--budget", "60s", "-f", f"json={file}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        wait_for_workers(process.pid)
        time.sleep(2.5)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)

    assert process.returncode == 130, told
    assert f"--resume {file}" in told
    begun = from_json(file.read_bytes())
    assert begun.missing == "it was interrupted"

    ran = seatrial("bench", str(MODEL), "--quick", "--budget", "2s", "--resume", str(file), "-f", f"json={file}")
    assert ran.code in (0, 5)
    assert sum(len(run.blocks) for run in from_json(file.read_bytes()).runs) >= sum(
        len(run.blocks) for run in begun.runs
    )


def test_what_cannot_be_written_is_kept_elsewhere(
    seatrial: Seatrial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "taken.json").mkdir()
    ran = seatrial("bench", str(MODEL), "--against", str(MODEL), "-f", f"json={tmp_path / 'taken.json'}")

    assert ran.code == 2
    assert "cannot write" in ran.err
    (kept,) = (tmp_path / "cache").rglob("*.json")
    assert f"--resume {kept}" in ran.err
    assert from_json(kept.read_bytes()).comparisons


def test_an_audit_measures_on_the_way_and_keeps_its_score(
    seatrial: Seatrial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seatrial.bench.depth.QUICK", __import__("seatrial.bench.depth").bench.depth.QUICK.within(2.0))
    file, without = tmp_path / "a.json", tmp_path / "b.json"
    ran = seatrial("audit", str(EXAMPLE), "--bench", "-f", "text", "-f", f"json={file}")
    seatrial("audit", str(EXAMPLE), "-f", f"json={without}")

    assert ran.code == 0, ran.err
    assert "one request at a time" in ran.out
    measured, plain = json.loads(file.read_text()), json.loads(without.read_text())
    assert measured["measured"]["models/churn.onnx: p50"]["unit"] == "ms"
    assert measured["score"] == plain["score"]
    assert plain["measured"] == {}


def test_a_folder_named_doctor_is_measured(seatrial: Seatrial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "doctor").mkdir()
    monkeypatch.chdir(tmp_path)

    assert seatrial("bench", "doctor").code == 4


def test_the_method_is_examined(seatrial: Seatrial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = seatrial("bench", "doctor", "--budget", "1s")

    assert ran.code == 5
    assert "not measurable" in ran.out
