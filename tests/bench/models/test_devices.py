"""Devices are what onnxruntime has here, and what it lacks is said or made."""

import ast
import sys
from pathlib import Path

import pytest

from seatrial.bench.devices import environment
from seatrial.bench.devices.environment import new_runtime
from seatrial.bench.devices.inventory import Runtime, runtime
from seatrial.bench.devices.nvidia import GpuState, gpu_states
from seatrial.bench.devices.peaks import harness_ns
from seatrial.bench.devices.providers import Device, asked_device, device, load_request
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

CHILD = Path(environment.__file__).parent.parent / "child"


@pytest.mark.parametrize(
    ("text", "expected", "provider"),
    [
        ("cpu", Device("cpu"), "CPUExecutionProvider"),
        ("cpu:2", Device("cpu", 2), "CPUExecutionProvider"),
        ("cuda:1", Device("cuda", 1), "CUDAExecutionProvider"),
        ("DirectML", Device("DirectML"), "DmlExecutionProvider"),
        ("AcmeExecutionProvider", Device("AcmeExecutionProvider"), "AcmeExecutionProvider"),
    ],
)
def test_a_device_is_read_as_it_is_written(text: str, expected: Device, provider: str) -> None:
    assert device(text) == expected
    assert device(text).provider == provider


@pytest.mark.parametrize("text", ["", "cpu:", "cuda:x", ":1", "cuda:-1"])
def test_what_is_no_device_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is no device: write cpu, cpu:2, cuda:0"):
        device(text)


@pytest.mark.parametrize("text", ["gpu", "cdua:0"])
def test_a_name_that_no_provider_has_is_refused_before_anything_is_measured(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no device: .* \(there are cpu, cuda, tensorrt, "):
        asked_device(text)
    assert asked_device("AcmeExecutionProvider") == device("AcmeExecutionProvider")


def test_options_go_where_their_name_says(tmp_path: Path) -> None:
    options = (("provider.enable_cuda_graph", "1"), ("callers", "2"), ("session.dynamic_block_base", "4"))

    asked = load_request(Configuration(device="cuda:1", options=options), tmp_path / "m.onnx", ())

    assert asked["provider_options"] == {"device_id": "1", "enable_cuda_graph": "1"}
    assert (asked["callers"], asked["entries"]) == (2, {"session.dynamic_block_base": "4"})
    assert (asked["on_cpu"], asked["device"]) == (False, 1)


def test_our_own_runtime_is_known() -> None:
    told = runtime()

    assert isinstance(told, Runtime)
    assert "CPUExecutionProvider" in told.providers
    assert told.python == sys.version.split()[0]


def test_a_call_that_computes_nothing_costs_something() -> None:
    assert isinstance(cost := harness_ns(Limits(memory_bytes=2 << 30), Configuration()), int)
    assert cost > 100


def test_a_device_without_a_package_is_named(tmp_path: Path) -> None:
    answer = new_runtime(device("abacus"), tmp_path)

    assert isinstance(answer, Unmeasured)
    assert answer.reason.startswith("no package is known for the device 'abacus', only for cpu, cuda,")


def test_an_environment_that_cannot_be_made_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    answer = new_runtime(device("cuda:0"), tmp_path / "runtime")

    assert isinstance(answer, Unmeasured)
    assert answer.cause is Cause.UNAVAILABLE
    assert answer.reason.startswith("the environment cannot be made: Could not find a version that satisfies")
    assert not (tmp_path / "runtime" / "complete").exists()


def test_an_environment_that_was_made_is_taken_again(tmp_path: Path) -> None:
    (tmp_path / "complete").touch()

    assert new_runtime(device("cuda:0"), tmp_path) == str(tmp_path / "bin" / "python")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            "echo 'NVIDIA X, 1410, 1980, 71.20, 700.00, 34'; echo 'NVIDIA Y, [N/A], 1, 2, 3, [N/A]'",
            (GpuState("NVIDIA X", 1410, 1980, 71.2, 700, 34), GpuState("NVIDIA Y", None, 1, 2, 3, None)),
        ),
        ("echo broken", ()),
        ("exit 9", ()),
    ],
)
def test_clocks_and_power_are_what_the_driver_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, expected: tuple[GpuState, ...]
) -> None:
    (tmp_path / "nvidia-smi").write_text(f"#!/bin/sh\n{script}\n")
    (tmp_path / "nvidia-smi").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert gpu_states() == expected


def test_a_processor_is_told_with_what_is_known_of_it() -> None:
    assert str(GpuState("NVIDIA X", 1410, 1980, 71.2, 700, 34)) == "NVIDIA X, 1410 of 1980 MHz, 71 of 700 W"
    assert str(GpuState("NVIDIA Y", None, 1980)) == "NVIDIA Y"


def test_without_a_driver_there_is_nothing_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert gpu_states() == ()


@pytest.mark.parametrize("path", sorted(CHILD.glob("*.py")), ids=lambda path: path.name)
def test_what_runs_in_the_child_needs_nothing_of_ours_and_an_old_python(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}

    foreign = {name.split(".")[0] for name in imported} - sys.stdlib_module_names
    assert foreign <= {"numpy", "onnxruntime"}
