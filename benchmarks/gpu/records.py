"""What does `seatrial bench` itself make of a device beside the processor: targets, capacity, cost?"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.gpu.setting import Row, Setting
from seatrial.bench.bench import bench
from seatrial.bench.depth import STANDARD
from seatrial.bench.records.stored import to_json
from seatrial.bench.request import Request
from seatrial.bench.surroundings.machine import usable_cores

_CHURN = Path(__file__).parents[2] / "examples" / "churn-api" / "models" / "churn.onnx"
_BUDGET_S = 75.0  #: for each device of a model
#: Of an hour, for the sake of an example: nobody's offer.
_PRICE = "cpu=0.05,cpu:16=0.80,cuda:0=3.00"


def records(setting: Setting) -> Iterator[Row]:
    """Let `seatrial bench` do all of its work on device and processor, and keep its records beside the models."""
    many = f"cpu:{usable_cores()}"
    for name, processor, slo in (("churn", "cpu", "p99=2ms@200qps"), ("encoder-float16", many, "p99=50ms@20qps")):
        file = _CHURN if name == _CHURN.stem else setting.models / f"{name}.onnx"
        request = Request(
            str(file), (processor, setting.device), STANDARD.within(_BUDGET_S), (slo,), runtime=setting.runtime,
            price=_PRICE, memory_gb=64,
        )  # fmt: skip
        record = bench(request)
        (setting.models / f"{name}.record.json").write_bytes(to_json(record))
        yield name, {
            "targets": [(one.configuration.name, str(one.verdict), one.value) for one in record.slo],
            "capacity": [(one.configuration.name, one.rate) for one in record.capacity],
            "per million": [(one.device, one.per_million_safe, one.per_million_full) for one in record.cost],
            "failures": [str(one) for one in record.failures], "findings": [one.message for one in record.findings],
            "unfinished": record.missing,
        }  # fmt: skip
