"""Which requests does a server of the open inference protocol (KServe v2, Triton) take, by its model's metadata?"""

import math
from collections.abc import Mapping
from random import Random
from typing import Any

from seatrial.bench.services.requests import DISTINCT, JSON, NoRequest, Request, Requests, encoded, within_limits
from seatrial.model.benchmark import BenchAssumption, Dimension, Input, Provenance
from seatrial.read.regex import regex

MODEL = regex(r"(/v2/models/[^/?#]{1,200}(?:/versions/[^/?#]{1,60})?)(?:/infer)?/?")
_MOST = 1_000_000  #: numbers in one request
_INPUTS = 64
_LARGEST = {"INT8": 127, "UINT8": 255, "INT16": 100, "UINT16": 100, "INT32": 100, "UINT32": 100,
                   "INT64": 100, "UINT64": 100}  # fmt: skip
_FLOATS = frozenset({"FP16", "FP32", "FP64"})


def metadata_path(path: str) -> str | None:
    """Return where the metadata of the model stands that an address names; None when it names none."""
    match = MODEL.fullmatch(path.partition("?")[0])
    return match[1] if match else None


def requests(metadata: Mapping[str, Any], path: str, seed: int) -> Requests:
    """Return requests to the model whose metadata stand at a path. Raises NoRequest."""
    listed = metadata.get("inputs")
    if not isinstance(listed, list) or not 0 < len(listed) <= _INPUTS:
        raise NoRequest(f"{path} tells of no inputs")
    inputs = [_input(one) for one in listed]
    if sum(math.prod(dimension.size for dimension in one.dims) for one in inputs) > _MOST:
        raise NoRequest(f"the inputs of {path} have more than {_MOST:,} numbers")
    random = Random(seed)  # noqa: S311 -- numbers to be computed with
    bodies = [encoded({"inputs": [_tensor(one, random) for one in inputs]}) for _ in range(DISTINCT)]
    made = [Request("POST", f"{path}/infer", body, tuple(JSON.items())) for body in bodies]
    return Requests(within_limits(made), tuple(inputs), tuple(_guesses(inputs, path)))


def _input(described: Any) -> Input:
    if not isinstance(described, dict) or not isinstance(described.get("shape"), list):
        raise NoRequest("the metadata of the model are broken")
    kind = str(described.get("datatype"))
    if kind not in _FLOATS and kind not in _LARGEST and kind not in {"BOOL", "BYTES"}:
        raise NoRequest(f"input {str(described.get('name'))[:60]!r} has the unknown type {kind[:20]!r}")
    dims = tuple(_dimension(size) for size in described["shape"])
    return Input(str(described.get("name"))[:200], kind, dims, Provenance.HEURISTIC, "by its type", DISTINCT)


def _dimension(size: Any) -> Dimension:
    if isinstance(size, int) and not isinstance(size, bool) and 0 < size <= _MOST:
        return Dimension(size, source="the model's metadata")
    return Dimension(1, provenance=Provenance.HEURISTIC, source="an open dimension is 1")


def _tensor(one: Input, random: Random) -> dict[str, Any]:
    shape = [dimension.size for dimension in one.dims]
    data = [_number(one.type, random) for _ in range(math.prod(shape))]
    return {"name": one.name, "shape": shape, "datatype": one.type, "data": data}


def _number(kind: str, random: Random) -> float | bool | str:
    if kind in _FLOATS:
        return round(random.random(), 4)
    if kind == "BOOL":
        return random.random() < 0.5
    return "alpha" if kind == "BYTES" else random.randint(0, _LARGEST[kind])


def _guesses(inputs: list[Input], path: str) -> list[BenchAssumption]:
    return [
        BenchAssumption(one.name, "an open dimension is taken for 1", Provenance.HEURISTIC, path)
        for one in inputs
        if any(dimension.provenance is Provenance.HEURISTIC for dimension in one.dims)
    ]
