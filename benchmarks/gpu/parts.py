"""The parts of the benchmark. Each takes a setting and yields rows: what was looked at, and what was measured."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.bench._zoo import packaged
from benchmarks.gpu import models
from benchmarks.gpu.records import records
from benchmarks.gpu.setting import LIMITS, WAYS, NotMeasured, Row, Setting, answers, cold, milliseconds, started
from seatrial.bench.devices.inventory import runtime
from seatrial.bench.devices.nvidia import gpu_states
from seatrial.bench.devices.peaks import Peaks, harness_ns, peaks
from seatrial.bench.devices.providers import device
from seatrial.bench.observed import Tensor, Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.profile.analysis import analysis
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.model.bench_setup import Configuration

MODELS = ("encoder-float32", "encoder-float16", "convolutions-float32", "convolutions-float16")
BATCHES = (1, 4, 16, 64, 256, 512)
_TOO_MANY = 1024  #: rows, for which `hoard` wants 96 GB
_NO_TF32 = (("provider.use_tf32", "0"),)


def machine(setting: Setting) -> Iterator[Row]:
    """Tell the runtime, the device's state, the cost of an empty call, and what device and processor bear at best."""
    yield "runtime", {"told": str(runtime(setting.runtime)), "device": [str(one) for one in gpu_states()]}
    for name, configuration in (
        ("device", setting.configuration()),
        ("device, without TF32", setting.configuration(more=_NO_TF32)),
        ("processor, all cores", Configuration(intra_threads=usable_cores())),
    ):
        best = _peaks(setting, configuration)
        if isinstance(best, Unmeasured):
            yield f"peaks of {name}", {"failed": str(best)}
            continue
        yield f"peaks of {name}", {
            "tflops": round(best.gflops / 1000, 2), "tflops of 16 bits": round(best.half_gflops / 1000, 2),
            "gbs": round(best.gbs, 1),
        }  # fmt: skip
    for name, configuration in (("device", setting.configuration()), ("processor", Configuration())):
        empty = harness_ns(LIMITS, configuration, setting.runtime)
        yield f"empty call, {name}", {"us": empty / 1000 if isinstance(empty, int) else str(empty)}


@cache
def _peaks(setting: Setting, configuration: Configuration) -> Peaks | Unmeasured:
    """Measure them once for all parts: it takes seconds."""
    return peaks(configuration, LIMITS, setting.runtime)


def calls(setting: Setting) -> Iterator[Row]:
    """Run each model by arrays, by buffers of the device, and by a CUDA graph; the same answers are demanded."""
    for name in MODELS:
        system, first = setting.system(name), None
        for way in WAYS:
            with started(system, setting.configuration(way)) as session:
                told = session.started
                first = first or answers(session)
                yield f"{name}, {way}", {
                    "ms": [round(one, 4) for one in milliseconds(session)], "cold s": cold(told),
                    "transfer us": [one / 1000 for one in told.transfer_ns],
                    "placement": [(one.provider, one.nodes) for one in told.placement],
                    "from run": difference(first, answers(session)),
                }  # fmt: skip
        threads = replace(Configuration(), intra_threads=usable_cores())
        with started(system, threads) as session:
            yield (
                f"{name}, processor",
                {"ms": [round(one, 4) for one in milliseconds(session)], "cold s": cold(session.started)},
            )


def saturation(setting: Setting) -> Iterator[Row]:
    """Enlarge the batch until the device is full: rows a second, and the share of its measured peak."""
    best = _peaks(setting, setting.configuration())
    for name in MODELS:
        system = setting.system(name)
        work = _macs(system, setting)
        for batch in BATCHES:
            try:
                with started(system, setting.configuration("bound", batch=batch)) as session:
                    middle, least, most = milliseconds(session)
            except NotMeasured as error:
                yield f"{name}, batch {batch}", {"failed": str(error)}
                break
            rate = 2 * work * batch / middle / 1e6  # GFLOP/s
            half = name.endswith("16")
            top = (best.half_gflops if half else best.gflops) if isinstance(best, Peaks) else float("nan")
            yield f"{name}, batch {batch}", {
                "ms": [round(middle, 4), round(least, 4), round(most, 4)], "rows/s": round(1000 * batch / middle, 1),
                "tflops": round(rate / 1000, 2), "of peak": round(rate / top, 4),
            }  # fmt: skip


def _macs(system: OnnxSystem, setting: Setting) -> int:
    with started(system, setting.configuration()) as session:
        work = session.profile()
    if isinstance(work, Unmeasured):
        raise NotMeasured(str(work))
    return work.macs


def nodes(setting: Setting) -> Iterator[Row]:
    """Profile each model with every launch waited for: where does the time of a large batch go?"""
    best = _peaks(setting, setting.configuration())
    if isinstance(best, Unmeasured):
        yield "peaks", {"failed": str(best)}
        return
    for name in MODELS:
        system, configuration = setting.system(name), setting.configuration("bound", batch=64)
        with started(system, configuration) as session:
            middle = milliseconds(session)[0]
        found = analysis(system, configuration, middle * 1e6, best, LIMITS)
        if isinstance(found, Unmeasured):
            yield name, {"failed": str(found)}
            continue
        line = found.roofline
        yield f"{name}, batch 64", {
            "ms": middle, "gmacs": line.macs / 1e9, "of peak": line.of_peak, "placement": line.placement,
            "findings": [one.message for one in found.findings],
            "slowest": [
                (one.operator, round(one.share, 3), round(one.gflops or 0), one.of_peak) for one in line.nodes[:5]
            ],
        }  # fmt: skip


def precision(setting: Setting) -> Iterator[Row]:
    """Compare answers with those of the processor: in 64 bits where all operators exist in them, else in 32."""
    for kind, exact in (("encoder", "float64"), ("convolutions", "float32")):
        with started(setting.system(f"{kind}-{exact}"), Configuration(intra_threads=usable_cores())) as session:
            right = answers(session)
        asked = [("float32", ()), ("float32", _NO_TF32), ("float16", ())]
        for bits, more in asked:
            with started(setting.system(f"{kind}-{bits}"), setting.configuration(more=more)) as session:
                told = " without TF32" if more else ""
                yield f"{kind}-{bits}{told} against the processor's {exact}", difference(right, answers(session))


def refusals(setting: Setting) -> Iterator[Row]:
    """Ask for what cannot be, and then for what can: the sentence is what counts, and that the next model runs."""
    asked = [
        ("hoard", setting.configuration(batch=_TOO_MANY)),
        ("encoder-float32", setting.configuration(more=(("provider.gpu_mem_limit", str(64 << 20)),))),
        ("encoder-float32", replace(setting.configuration(), device="cuda:9")),
        ("encoder-float32", replace(setting.configuration(), device="tensorrt", provider=device("tensorrt").provider)),
        ("encoder-float32", setting.configuration("graph", batch=2)),
        ("one-left", setting.configuration()),
        ("one-left", setting.configuration("graph")),
    ]
    for name, configuration in asked:
        session = setting.system(name).start(configuration, LIMITS)
        if isinstance(session, Unmeasured):
            yield f"{name}, {configuration.name}", {"told": str(session)}
            continue
        placed = [(one.provider, one.nodes, one.operators) for one in session.started.placement]
        yield f"{name}, {configuration.name}", {"placement": placed}
        session.close()


def others(setting: Setting) -> Iterator[Row]:
    """Run the models of `make bench-models` by arrays and by a CUDA graph, and compare with the processor's answers."""
    for found in packaged():
        system = setting.prepared(found)
        with started(system, Configuration(intra_threads=usable_cores())) as session:
            right, processor = answers(session), milliseconds(session)[0]
        for way in ("run", "graph"):
            try:
                with started(system, setting.configuration(way)) as session:
                    placed = [(one.provider, one.nodes) for one in session.started.placement]
                    yield f"{found.name}, {way}", {
                        "ms": round(milliseconds(session)[0], 4), "processor ms": round(processor, 4),
                        "placement": placed, "from the processor": difference(right, answers(session)),
                    }  # fmt: skip
            except NotMeasured as error:
                yield f"{found.name}, {way}", {"told": str(error)}


def difference(left: tuple[Tensor, ...], right: tuple[Tensor, ...]) -> dict[str, float]:
    """Return the largest absolute difference, and the norm of the difference by the norm of the first."""
    a, b = (np.frombuffer(one[0].data, one[0].type).astype("float64") for one in (left, right))
    norm = float(np.linalg.norm(a - b) / np.linalg.norm(a))
    return {"largest": float(f"{np.abs(a - b).max():.3g}"), "relative": float(f"{norm:.3g}")}


def made(folder: Path) -> Path:
    """Write the models that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        kind, _, bits = name.partition("-")
        if not (folder / f"{name}.onnx").is_file():
            (models.encoder if kind == "encoder" else models.convolutions)(folder, bits)
    if not (folder / "encoder-float64.onnx").is_file():
        models.encoder(folder, "float64")
    models.one_left(folder)
    models.hoard(folder)
    return folder


PARTS = {
    "machine": machine, "calls": calls, "saturation": saturation, "nodes": nodes, "precision": precision,
    "refusals": refusals, "others": others, "records": records,
}  # fmt: skip
