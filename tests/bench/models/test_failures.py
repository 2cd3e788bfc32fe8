"""Whatever happens in a process under test is an answer, and the parent goes on."""

import os
import signal
import subprocess
import sys
import time
from array import array
from pathlib import Path
from shlex import quote

import onnxruntime
import pytest
from onnx import TensorProto, helper

from seatrial.bench.devices.inventory import Runtime, runtime
from seatrial.bench.inputs.feeding import Feeds, Recipe
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.onnx_system import OnnxSession, OnnxSystem
from seatrial.bench.process import child_process, child_start
from seatrial.bench.process.child_process import ChildProcess
from seatrial.bench.process.reasons import death, one_line, refusal
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

from .making import Make

SMALL = Limits(memory_bytes=1 << 30, start_s=20)


def opened(model: Path, *recipes: Recipe, limits: Limits = SMALL) -> OnnxSession:
    session = OnnxSystem("model", model, Feeds(recipes, count=2)).start(Configuration(), limits)
    assert isinstance(session, OnnxSession), session
    return session


@pytest.fixture(scope="module")
def growing(made: Make) -> Path:
    """As much memory as its input asks for."""
    nodes = [
        helper.make_node("ConstantOfShape", ["size"], ["all"]),
        helper.make_node("ReduceSum", ["all"], ["out"], keepdims=0),
    ]
    return made("growing", nodes, [("size", TensorProto.INT64, [1])], [("out", TensorProto.FLOAT, [])])


def test_a_model_that_never_ends_is_stopped_and_so_is_its_session(endless: Path) -> None:
    rounds = Recipe("rounds", "int64", (), "value", value=10**15)
    system = OnnxSystem("model", endless, Feeds((rounds, Recipe("x", "float32", (1,), "value")), count=1))

    answer = system.start(Configuration(), Limits(start_s=1.0))

    assert answer == Unmeasured(Cause.TIMED_OUT, "no answer within 1 s in its first runs")


def test_a_process_that_stops_is_ended_and_answers_the_same_ever_after(convolution: Path) -> None:
    session = opened(convolution, Recipe("x", "float32", (1, 3, 16, 16), "normal"))
    os.kill(session.pids[0], signal.SIGSTOP)

    late = session.block(0.0, limit_s=0.3)

    assert late == Unmeasured(Cause.TIMED_OUT, "no answer within 0.3 s in a closed loop")
    assert session.outputs() == session.profile() == session.open_loop(array("q", [0])) == late
    session.close()


def test_a_process_that_reads_nothing_is_ended(child: ChildProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "_READ_S", 0.3)
    os.kill(child.pid, signal.SIGSTOP)

    answer = child.ask("feed", {}, [b"0" * (1 << 20)])

    assert answer == Unmeasured(Cause.TIMED_OUT, "no answer within 0.3 s in its first runs")


def test_a_fault_in_the_runtime_is_told_by_its_signal(convolution: Path) -> None:
    session = opened(convolution, Recipe("x", "float32", (1, 3, 16, 16), "normal"))
    os.kill(session.pids[0], signal.SIGSEGV)

    assert session.block(0.1) == Unmeasured(Cause.CRASHED, "SIGSEGV in a closed loop")
    session.close()


def test_memory_that_runs_out_is_told_as_such(growing: Path) -> None:
    feeds = Feeds((Recipe("size", "int64", (1,), "value", value=10**9),))

    answer = OnnxSystem("model", growing, feeds).start(Configuration(), SMALL)

    assert answer == Unmeasured(Cause.OUT_OF_MEMORY, "the memory that it may use is not enough")


def test_what_a_model_refuses_leaves_the_process_as_it_was(child: ChildProcess, convolution: Path) -> None:
    missing = child.ask("load", {"model": "no such setting"})
    nonsense = child.ask("sing", {})

    assert isinstance(missing, Unmeasured)
    assert isinstance(nonsense, Unmeasured)
    assert (missing.cause, nonsense.cause) == (Cause.REFUSED, Cause.REFUSED)
    assert not isinstance(child.ask("inventory", {}), Unmeasured)


def test_a_python_that_is_not_there_or_has_no_runtime_is_not_available(tmp_path: Path) -> None:
    nowhere = child_start.start(str(tmp_path / "python"), 0)

    assert isinstance(nowhere, Unmeasured)
    assert nowhere.cause is Cause.UNAVAILABLE
    assert nowhere.reason.endswith("cannot be started: No such file or directory")


@pytest.mark.parametrize(
    ("script", "cause", "reason"),
    [
        ("kill -SEGV $$", Cause.CRASHED, "SIGSEGV as it was started"),
        (
            "echo 'no module named \x1b[31mred' >&2; exit 7",
            Cause.CRASHED,
            "exit code 7 as it was started: no module named",
        ),
        ("echo 'std::bad_alloc' >&2; exit 6", Cause.OUT_OF_MEMORY, "the memory ran out as it was started"),
        ("printf '\\377\\377\\377\\377'; sleep 30", Cause.CRASHED, "no answer that can be read as it was started"),
    ],
)
def test_a_program_that_is_no_worker_is_found_out(tmp_path: Path, script: str, cause: Cause, reason: str) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)

    answer = child_start.start(str(program), 0)

    assert isinstance(answer, Unmeasured)
    assert answer.cause is cause
    assert answer.reason.startswith(reason)
    assert answer.reason.isprintable()


def test_no_process_outlives_its_parent(convolution: Path) -> None:
    parent = (
        "import os, sys\nfrom seatrial.bench.process import child_start\n"
        "child = child_start.start(None, 0)\nprint(child.pid, flush=True)\nos._exit(1)\n"
    )
    told = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=False)
    status = Path(f"/proc/{int(told.stdout)}")

    end = time.monotonic() + 10
    while status.exists() and time.monotonic() < end:
        time.sleep(0.05)

    assert not status.exists()


def test_the_runtime_reports_to_nobody_and_keeps_no_number_of_the_machine(
    convolution: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))

    session = opened(convolution, Recipe("x", "float32", (1, 3, 16, 16), "normal"))
    session.close()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["cuda:0", "tensorrt", "NoSuchExecutionProvider"])
def test_a_provider_that_is_not_there_is_refused_in_one_sentence(convolution: Path, name: str) -> None:
    feeds = Feeds((Recipe("x", "float32", (1, 3, 16, 16), "normal"),))

    answer = OnnxSystem("model", convolution, feeds).start(Configuration(device=name), SMALL)

    assert isinstance(answer, Unmeasured)
    assert answer.cause is Cause.UNAVAILABLE
    assert "ExecutionProvider here, only" in answer.reason


def pretending(folder: Path, provider: str, session: str) -> str:
    """Return a Python whose runtime claims to have a provider, and makes sessions by the expression given."""
    program = folder / "python"
    pretended = (
        "import sys, importlib, onnxruntime as o\n"
        f"o.get_available_providers = lambda: ['{provider}', 'CPUExecutionProvider']\n"
        "made = o.InferenceSession\n"
        "def refused(*_, **__): raise RuntimeError('Please install the libraries')\n"
        f"o.InferenceSession = {session}\n"
        "sys.argv = sys.argv[2:]\n"
        "code = compile(open(sys.argv[0]).read(), sys.argv[0], 'exec')\n"
        "exec(code, {'__name__': '__main__', '__file__': sys.argv[0]})"
    )
    (folder / "pretended.py").write_text(pretended)
    program.write_text(f'#!/bin/sh\nexec {quote(sys.executable)} {folder}/pretended.py "$@"\n')
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize(
    ("device", "provider", "session", "how"),
    [
        (
            "cuda:0",
            "CUDAExecutionProvider",
            "lambda *a, providers, **k: made(*a, providers=['CPUExecutionProvider'], **k)",
            f"but onnxruntime {onnxruntime.__version__} runs the model on CPUExecutionProvider: ",
        ),
        ("tensorrt", "TensorrtExecutionProvider", "refused", "but cannot be used: "),
    ],
    ids=["warned of, and left to the processor", "refused"],
)
def test_a_provider_whose_libraries_are_missing_is_an_error_that_names_them(
    convolution: Path, tmp_path: Path, device: str, provider: str, session: str, how: str
) -> None:
    """The runtime has the provider by its own words: with CUDA it warns and goes on, with TensorRT it raises."""
    feeds = Feeds((Recipe("x", "float32", (1, 3, 16, 16), "normal"),))
    python = pretending(tmp_path, provider, session)

    answer = OnnxSystem("model", convolution, feeds, python).start(Configuration(device=device), SMALL)

    assert isinstance(answer, Unmeasured)
    assert answer.cause is Cause.UNAVAILABLE
    library = f"libonnxruntime_providers_{device.partition(':')[0]}.so"
    assert answer.reason == f"{provider} was asked for, {how}{library} is missing beside the runtime"


def test_a_provider_that_takes_no_node_has_fallen_back(convolution: Path) -> None:
    """A provider for remote models is built into the usual wheel, and leaves every local node to the processor."""
    known = runtime()
    if not isinstance(known, Runtime) or "AzureExecutionProvider" not in known.providers:
        pytest.skip("this wheel has no such provider")
    feeds = Feeds((Recipe("x", "float32", (1, 3, 16, 16), "normal"),))

    answer = OnnxSystem("model", convolution, feeds).start(Configuration(device="AzureExecutionProvider"), SMALL)

    assert isinstance(answer, Unmeasured)
    assert answer.cause is Cause.UNAVAILABLE
    assert answer.reason.endswith("runs the model on CPUExecutionProvider")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("InvalidProtobuf: ... failed:Protobuf parsing failed.", "it is no ONNX file, or it is cut off"),
        (
            "Fail: Unsupported model IR version: 99, max supported IR version: 14\n",
            (
                "it is written in version 99 of the format, and this runtime reads those up to 14: "
                "use a newer onnxruntime (--runtime)"
            ),
        ),
        ("Fail: [ONNXRuntimeError] : 1 : FAIL : Load model from a/b.onnx failed:It rains.", "It rains"),
        (
            "Non-zero status code returned while running Add node. Name:'add_0' Status Message: d_ >= 1 was false",
            "Add 'add_0' failed: d_ >= 1 was false",
        ),
    ],
)
def test_the_words_of_a_runtime_become_a_sentence(text: str, reason: str) -> None:
    assert refusal("refused", text) == Unmeasured(Cause.REFUSED, reason)


def test_a_device_that_is_not_there_is_told_by_its_number() -> None:
    text = "RuntimeError: Invalid device ID: 9, must be between 0 (inclusive) and 1 (exclusive)"

    assert refusal("refused", text) == Unmeasured(
        Cause.UNAVAILABLE, "there is no device 9: the driver has 1 (the first is 0)"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Exception during initialization: Available memory of 0 is smaller than requested bytes of 3072",
        "Fail: bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 42949672960",
        "CUDA failure 2: out of memory",
    ],
)
def test_a_device_without_memory_is_out_of_memory(text: str) -> None:
    answer = refusal("refused", text)

    assert isinstance(answer, Unmeasured)
    assert answer.cause is Cause.OUT_OF_MEMORY


def test_text_of_unknown_origin_is_one_printable_line() -> None:
    assert one_line("a\x1b[2J\n::error::b" + "x" * 999).isprintable()
    assert len(one_line("x" * 999)) < 310
    assert death(1, "line one\nline two\n", "as it ran").reason == "exit code 1 as it ran: line two"
