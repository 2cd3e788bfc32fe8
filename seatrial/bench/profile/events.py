"""What do the events of a profile say: which nodes ran, on which shapes, for how long?"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from seatrial.bench.profile.macs import macs
from seatrial.bench.work import NodeWork

#: Nodes that hold others: their time is that of the nodes inside, which stand in the profile themselves.
_HOLDERS = frozenset({"If", "Loop", "Scan"})
_BYTES = {
    "float": 4, "float16": 2, "bfloat16": 2, "double": 8, "int8": 1, "uint8": 1, "bool": 1, "int16": 2, "uint16": 2,
    "int32": 4, "uint32": 4, "int64": 8, "uint64": 8,
}  # fmt: skip
_HALF = ("float16", "bfloat16")
_KERNEL = "_kernel_time"


def node_work(profile: bytes, packed: Mapping[str, tuple[int, ...]]) -> tuple[NodeWork, ...]:
    """Return the nodes of the last run of a profile in onnxruntime's format, in their order.

    ``packed`` has the shapes of weights that a profile leaves out, by the name of their node. Times are the least
    of all runs but the first, in which memory is planned. Raises ``ValueError`` for what is no profile.
    """
    events = json.loads(profile)
    if not isinstance(events, list):
        raise ValueError("a profile is a list of events")
    runs = _runs([event for event in events if isinstance(event, dict)])
    if not runs:
        raise ValueError("the profile holds no run")
    times = _times(runs[1:] or runs)
    return tuple(
        node
        for at, event in enumerate(runs[-1])
        if (node := _node(event, times[at] if at < len(times) else int(event["dur"]) * 1000, packed)) is not None
    )


def _runs(events: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return the kernels of each run, by time: a run's own event tells when it began and ended."""
    kernels = [one for one in events if one.get("cat") == "Node" and str(one.get("name", "")).endswith(_KERNEL)]
    kernels.sort(key=lambda one: int(one["ts"]))
    found = []
    for run in (one for one in events if one.get("name") == "model_run"):
        begin, end = int(run["ts"]), int(run["ts"]) + int(run["dur"])
        found.append([one for one in kernels if begin <= int(one["ts"]) <= end])
    return [run for run in found if run]


def _times(runs: Sequence[Sequence[Mapping[str, Any]]]) -> list[int]:
    """Return the least time of each kernel in nanoseconds; none when the runs took different ways."""
    if len({tuple(event["name"] for event in run) for run in runs}) > 1:
        return []
    return [min(int(event["dur"]) for event in same) * 1000 for same in zip(*runs, strict=True)]


def _node(event: Mapping[str, Any], nanoseconds: int, packed: Mapping[str, tuple[int, ...]]) -> NodeWork | None:
    said = event["args"]
    operator = str(said["op_name"])
    if operator in _HOLDERS:
        return None
    read, written = _tensors(said.get("input_type_shape", ())), _tensors(said.get("output_type_shape", ()))
    name = str(event["name"]).removesuffix(_KERNEL)
    shapes = tuple(shape for _, shape in read)
    shapes = (shapes[0], packed[name], *shapes[1:]) if name in packed and shapes else shapes
    operations = macs(operator, shapes, tuple(shape for _, shape in written))
    return NodeWork(
        name=name,
        operator=operator,
        provider=str(said.get("provider", "")),
        macs=operations or 0,
        bytes=sum(_size(*one) for one in (*read, *written)),
        nanoseconds=nanoseconds,
        shapes=shapes,
        counted=operations is not None,
        memory=int(said.get("mem_in_use_peak") or 0),
        half=bool(read) and read[0][0] in _HALF,
    )


def _tensors(described: Iterable[Mapping[str, Sequence[int]]]) -> list[tuple[str, tuple[int, ...]]]:
    return [(str(kind), tuple(int(size) for size in shape)) for one in described for kind, shape in one.items()]


def _size(kind: str, shape: tuple[int, ...]) -> int:
    size = _BYTES.get(kind, 0)
    for one in shape:
        size *= one
    return size
