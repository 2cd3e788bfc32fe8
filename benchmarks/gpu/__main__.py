"""Measure models on a graphics processor beside the processor of the same machine.

    python -m benchmarks.gpu [--runtime PYTHON] [--device cuda:0] [--models FOLDER] [--out FILE] [PART ...]

Without ``--runtime`` an environment with onnxruntime for the device is made (``seatrial bench --runtime new``).
The rows go to the terminal and, as JSON, into ``--out`` after each part, so that an interruption keeps what there is.
Exit code 5 when a part could not be measured.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.gpu.parts import PARTS, made
from benchmarks.gpu.setting import NotMeasured, Setting
from seatrial.bench.devices.environment import new_runtime
from seatrial.bench.devices.providers import device
from seatrial.bench.observed import Unmeasured


def main() -> int:
    """Measure the parts that were asked for."""
    parser = argparse.ArgumentParser(description="Measure models on a graphics processor.")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--runtime", help="a Python that has onnxruntime for the device")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--models", type=Path, default=Path("build/gpu-models"))
    parser.add_argument("--out", type=Path, default=Path("build/gpu.json"))
    asked = parser.parse_args()
    runtime = asked.runtime or new_runtime(device(asked.device))
    if isinstance(runtime, Unmeasured):
        print(runtime)
        return 5
    setting = Setting(runtime, asked.device, made(asked.models))
    rows: dict[str, dict[str, Any]] = {}
    failed = 0
    for name in asked.parts or PARTS:
        begun = time.perf_counter()
        rows[name] = {}
        try:
            for what, told in PARTS[name](setting):
                rows[name][what] = told
                print(f"{name:10} {what}: {json.dumps(told)}", flush=True)
        except NotMeasured as error:
            failed, rows[name]["failed"] = 5, {"told": str(error)}
            print(f"{name:10} failed: {error}", flush=True)
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        print(f"{name:10} took {time.perf_counter() - begun:.0f} s", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
