"""How do tests make a small model?"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import onnx
from onnx import helper

#: A name, a type and a shape.
Value = tuple[str, int, Sequence[int | str | None] | None]
Make = Callable[..., Path]


def model_of(
    nodes: Sequence[Any], inputs: Sequence[Value], outputs: Sequence[Value], stored: Sequence[Any] = (),
    opset: int = 17, domains: Sequence[str] = (),
) -> onnx.ModelProto:  # fmt: skip
    """Return a model of nodes, inputs, outputs and weights, with operators of further domains."""
    graph = helper.make_graph(
        nodes, "made", [helper.make_tensor_value_info(*one) for one in inputs],
        [helper.make_tensor_value_info(*one) for one in outputs], stored,
    )  # fmt: skip
    opsets = [helper.make_opsetid("", opset), *(helper.make_opsetid(domain, 1) for domain in domains)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)
