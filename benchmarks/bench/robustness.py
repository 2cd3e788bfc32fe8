"""Does whatever a model does to itself end in a sentence, with the command alive and the others measured?"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from benchmarks.bench._models import model
from benchmarks.bench.outcome import Outcome, judged

NUMBERS = (15,)
_MEMORY_GB, _BUDGET = "1", "4s"
_UNMEASURED = (2, 5)  #: refused, or nothing is known of it


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield one outcome for each misfortune; the model that never ends takes long, and ``quick`` leaves it out."""
    with tempfile.TemporaryDirectory() as place, model("linear") as sound:
        folder = Path(place)
        (folder / "sound.onnx").write_bytes(sound.file.read_bytes())
        _hungry(folder / "hungry.onnx")
        _endless(folder / "endless.onnx")
        (folder / "broken.onnx").write_bytes(sound.file.read_bytes()[:90])
        yield _told("memory that runs out", folder / "hungry.onnx", "out of memory")
        if not quick:
            yield _told("a model that never ends", folder / "endless.onnx", "timed out")
        yield _told("a file that is cut off", folder / "broken.onnx", "no ONNX file")
        yield _told("a provider that is not there", folder / "sound.onnx", "has no CUDA", "--device", "cuda:0")
        yield _crash(folder / "sound.onnx")
        yield _interrupted(folder / "sound.onnx")


def _started(target: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "seatrial", "bench", str(target), "--budget", _BUDGET, "--memory", _MEMORY_GB]
    return subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _told(what: str, target: Path, words: str, *options: str) -> Outcome:
    with _started(target, *options) as process:
        said = process.communicate(timeout=300)[0]
    return _judged(what, process.returncode, said, words)


def _crash(target: Path) -> Outcome:
    """Send a fault to each process under test as soon as it is there."""
    with _started(target) as process:
        while process.poll() is None:
            for child in _children(process.pid):
                os.kill(child, signal.SIGSEGV)
            time.sleep(0.2)
        said = process.stdout.read() if process.stdout else ""
    return _judged("a fault in the runtime", process.returncode, said, "crashed: SIGSEGV")


def _judged(what: str, code: int, said: str, words: str) -> Outcome:
    held = code in _UNMEASURED and words in said and "Traceback" not in said
    return judged(15, what, f"exit {code}", "exit 2 or 5, and a sentence", held)


def _interrupted(target: Path) -> Outcome:
    with _started(target) as process:
        while process.poll() is None and not _children(process.pid):
            time.sleep(0.1)
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[0]
    held = process.returncode == 130 and "kept" in said and "Traceback" not in said
    return judged(15, "an interruption", f"exit {process.returncode}", "exit 130, and kept", held)


def _children(parent: int) -> list[int]:
    """Return the processes of a parent that answer already: those that hold a runtime."""
    try:
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [int(one) for one in listed]


def _hungry(path: Path) -> None:
    """Write a model that wants sixteen gigabytes."""
    size = numpy_helper.from_array(np.array([1 << 32], dtype="int64"), "size")
    nodes = [
        helper.make_node("ConstantOfShape", ["size"], ["all"]),
        helper.make_node("Add", ["all", "x"], ["more"]),
        helper.make_node("ReduceSum", ["more"], ["out"], keepdims=0),
    ]
    _save(path, nodes, [("x", TensorProto.FLOAT, [1])], [("out", TensorProto.FLOAT, [])], [size])


def _endless(path: Path) -> None:
    """Write a model that counts further than anybody waits."""
    value = helper.make_tensor_value_info
    body = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["on"]), helper.make_node("Add", ["sum", "sum"], ["next"])],
        "body",
        [
            value("round", TensorProto.INT64, []),
            value("going", TensorProto.BOOL, []),
            value("sum", TensorProto.FLOAT, [1]),
        ],
        [value("on", TensorProto.BOOL, []), value("next", TensorProto.FLOAT, [1])],
    )
    stored = [
        numpy_helper.from_array(np.array(1 << 62, dtype="int64"), "rounds"),
        numpy_helper.from_array(np.array(True), "yes"),
    ]
    node = helper.make_node("Loop", ["rounds", "yes", "x"], ["out"], body=body)
    _save(path, [node], [("x", TensorProto.FLOAT, [1])], [("out", TensorProto.FLOAT, [1])], stored)


def _save(
    path: Path, nodes: list[onnx.NodeProto], inputs: list[tuple[str, int, list[int]]],
    outputs: list[tuple[str, int, list[int]]], stored: list[onnx.TensorProto],
) -> None:  # fmt: skip
    graph = helper.make_graph(
        nodes, path.stem, [helper.make_tensor_value_info(*one) for one in inputs],
        [helper.make_tensor_value_info(*one) for one in outputs], stored,
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
