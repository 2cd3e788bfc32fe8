"""Which JSON Schemas are published? ``python -m seatrial.report.schemas FOLDER`` writes them."""

import sys
from collections.abc import Mapping
from pathlib import Path

from seatrial.bench.records.stored import schema as of_benchmark
from seatrial.config import schema as of_configuration
from seatrial.report.stored import schema as of_result
from seatrial.rubric import schema as of_rubric


def schemas() -> Mapping[str, str]:
    """Return each schema by its file name."""
    return {
        "bench.schema.json": of_benchmark(),
        "result.schema.json": of_result(),
        "rubric.schema.json": of_rubric(),
        "seatrial.schema.json": of_configuration(),
    }


if __name__ == "__main__":
    for name, text in schemas().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
