"""What does MLPerf's LoadGen say of a model? A program of its own, since LoadGen ends its process when it is unhappy.

    python _loadgen_run.py FOLDER < settings.json

Settings: ``scenario`` (SingleStream or Server), ``model`` ("" answers nothing), ``rate``, ``seconds``, ``queries``,
``most`` (0 is no limit), ``percentile``, ``seed``, and ``sets`` of inputs of the model, of which LoadGen draws: name,
type by numpy, shape, and the bytes in base64. LoadGen writes its logs into FOLDER.
"""

import base64
import json
import queue
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import mlperf_loadgen as loadgen

_LATENCY_NS = 10**10
_WARM_S = 0.2  #: as long as the bench does it


def runs(asked: dict[str, Any]) -> list[Callable[[], object]]:
    """Return what makes one run, for each set of inputs."""
    if not asked["model"]:
        return [lambda: None]
    import numpy as np
    import onnxruntime

    def read(one: dict[str, Any]) -> Any:
        return np.frombuffer(base64.b64decode(one["data"]), one["type"]).reshape(one["shape"]).copy()

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(asked["model"], options, providers=["CPUExecutionProvider"])
    sets = [{one["name"]: read(one) for one in inputs} for inputs in asked["sets"]]
    names = [one.name for one in session.get_outputs()]
    made: list[Callable[[], object]] = [partial(session.run, names, inputs) for inputs in sets]
    end = time.perf_counter() + _WARM_S
    while time.perf_counter() < end:
        for run in made:
            run()
    return made


def settings(asked: dict[str, Any]) -> Any:
    """Return LoadGen's settings."""
    made = loadgen.TestSettings()
    made.scenario = getattr(loadgen.TestScenario, asked["scenario"])
    made.mode = loadgen.TestMode.PerformanceOnly
    made.min_duration_ms = int(1000 * asked["seconds"])
    made.min_query_count = asked["queries"]
    made.max_query_count = asked["most"]
    made.single_stream_expected_latency_ns = 1_000_000
    made.single_stream_target_latency_percentile = asked["percentile"]
    made.server_target_qps = asked["rate"]
    made.server_target_latency_ns = _LATENCY_NS
    made.server_target_latency_percentile = asked["percentile"]
    made.schedule_rng_seed = asked["seed"]
    return made


def answered(sample: Any) -> None:
    """Tell LoadGen that a query is answered."""
    loadgen.QuerySamplesComplete([loadgen.QuerySampleResponse(sample.id, 0, 0)])


def main() -> None:
    """Run one test."""
    asked = json.load(sys.stdin)
    made = runs(asked)
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def work() -> None:
        while (sample := waiting.get()) is not None:
            made[sample.index % len(made)]()
            answered(sample)

    def issue(samples: list[Any]) -> None:
        for sample in samples:
            if asked["scenario"] == "Server":
                waiting.put(sample)
            else:
                made[sample.index % len(made)]()
                answered(sample)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    system = loadgen.ConstructSUT(issue, lambda: None)
    library = loadgen.ConstructQSL(8, 8, lambda _: None, lambda _: None)
    logs = loadgen.LogSettings()
    outputs = loadgen.LogOutputSettings()
    outputs.outdir, outputs.copy_summary_to_stdout = sys.argv[1], False
    logs.log_output, logs.enable_trace = outputs, False
    loadgen.StartTestWithLogSettings(system, library, settings(asked), logs)
    waiting.put(None)
    worker.join()
    loadgen.DestroyQSL(library)
    loadgen.DestroySUT(system)


if __name__ == "__main__":
    main()
