"""How are the referees asked: LoadGen, and onnxruntime's own C library?"""

import glob
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from seatrial.read.regex import regex

HERE = Path(__file__).parent
_LIMIT_S = 120
_LINE = regex(r"(\d{2}\.\d{2}) percentile latency \(ns\)\s*: (\d+)")
_NEEDED = regex(r"Need to process at least (\d+) queries")
#: Numbers of the element types in the C interface.
_TYPES = {"float32": 1, "int64": 7}


class NoReferee(Exception):
    """A referee that is not installed, or that gave up."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What LoadGen wrote at the end of a test."""

    percentiles: Mapping[str, float]  #: nanoseconds, by "50.00"
    needed: int | None  #: queries that early stopping misses


def has_loadgen() -> bool:
    """Tell whether LoadGen is installed."""
    return importlib.util.find_spec("mlperf_loadgen") is not None


def loadgen(scenario: str, *, processors: frozenset[int] = frozenset(), **settings: Any) -> Summary:
    """Run one test of LoadGen, on some processors only if any are named; see _loadgen_run.py for the settings."""
    if not has_loadgen():
        raise NoReferee("mlcommons-loadgen is not installed")
    asked = {
        "scenario": scenario, "model": "", "sets": [], "rate": 100.0, "seconds": 0.0, "queries": 1, "most": 0,
        "percentile": 0.99, "seed": 1, **settings,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        _ran([sys.executable, str(HERE / "_loadgen_run.py"), folder], asked, processors)
        text = (Path(folder) / "mlperf_log_summary.txt").read_text(encoding="utf-8")
    needed = _NEEDED.search(text)
    percentiles = {rank: float(value) for rank, value in _LINE.findall(text)}
    return Summary(percentiles, int(needed[1]) if needed else None)


def native(
    model: Path, sets: list[list[dict[str, Any]]], seconds: float, *, processors: frozenset[int] = frozenset()
) -> "array[int]":
    """Return the nanoseconds of runs by the C library of the installed wheel, with sets of inputs that take turns."""
    spec = importlib.util.find_spec("onnxruntime")
    root = Path(spec.origin or "").parent if spec else Path()
    found = glob.glob(str(root / "capi" / "libonnxruntime.so*"))
    if not found:
        raise NoReferee("the wheel of onnxruntime has no C library here")
    command = [sys.executable, "-I", str(HERE / "_native_loop.py"), found[0], str(model), str(seconds)]
    asked = [[{**one, "type": _TYPES[one["type"]]} for one in made] for made in sets]
    return array("q", json.loads(_ran(command, asked, processors)))


def _ran(command: list[str], asked: object, processors: frozenset[int]) -> str:
    begun = partial(os.sched_setaffinity, 0, processors) if processors else None
    try:
        ran = subprocess.run(
            command, input=json.dumps(asked), capture_output=True, text=True, timeout=_LIMIT_S, check=False,
            preexec_fn=begun,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoReferee(f"{Path(command[1]).name} gave no answer in {_LIMIT_S} s") from None
    if ran.returncode:
        raise NoReferee(f"exit code {ran.returncode}: {ran.stderr.strip()[-200:]}")
    return ran.stdout
