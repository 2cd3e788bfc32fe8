"""How many multiply-accumulate operations is one run of an operator, from the shapes that it really met?

One operation is one multiplication with its addition, so that a matrix product of m x k by k x n counts m * n * k; a
floating-point rate is twice that for each second. Operators that move, compare, add or look up count none.
"""

from collections.abc import Callable, Sequence
from math import prod

Shape = tuple[int, ...]
Shapes = Sequence[Shape]

#: Gates of a recurrent cell: each is one product with the input and one with the state.
_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4, "DynamicQuantizeLSTM": 4}


def macs(operator: str, inputs: Shapes, outputs: Shapes) -> int | None:
    """Return the operations of one node; None when its operator multiplies and its shapes do not say how often.

    ``inputs`` and ``outputs`` are the shapes that the profile gives, in the order of the operator's parameters.
    """
    count = _COUNTED.get(operator)
    if count is None:
        return None if operator in _UNKNOWN else 0
    try:
        return count(inputs, outputs)
    except (IndexError, ValueError, StopIteration):  # the runtime packed a weight and does not give its shape
        return None


def _convolution(weight: int) -> Callable[[Shapes, Shapes], int]:
    """Each output is a product over the channels of its group and the window: all of a filter's dimensions but one."""
    return lambda inputs, outputs: prod(outputs[0]) * prod(inputs[weight][1:])


def _transposed(inputs: Shapes, _outputs: Shapes) -> int:
    """Each input is spread over the window of all outputs of its group."""
    return prod(inputs[0]) * prod(inputs[1][1:])


def _product(left: int) -> Callable[[Shapes, Shapes], int]:
    """Each output is a sum over the last dimension of the left matrix."""
    return lambda inputs, outputs: prod(outputs[0]) * inputs[left][-1]


def _gemm(inputs: Shapes, outputs: Shapes) -> int:
    """The inner dimension is what the left matrix has besides the rows, whether it is transposed or not."""
    return prod(outputs[0]) * prod(inputs[0]) // max(outputs[0][0], 1)


def _recurrent(gates: int) -> Callable[[Shapes, Shapes], int]:
    """For each step, sequence and direction, all gates' products with input and state.

    Shapes after the specification of ONNX: X is steps x batch x input, R is directions x gates * hidden x hidden. Some
    runtimes pack R and give no shape; Y, steps x directions x batch x hidden, has the same numbers.
    """

    def count(inputs: Shapes, outputs: Shapes) -> int:
        steps, batch, width = inputs[0]
        recurrence = next((one for one in inputs[1:] if len(one) == 3 and one[1] == gates * one[2]), None)
        if recurrence is not None:
            directions, hidden = recurrence[0], recurrence[2]
        else:
            shape = next(one for one in outputs if len(one) >= 3)
            directions, hidden = shape[-3], shape[-1]
        return steps * batch * directions * gates * hidden * (width + hidden)

    return count


def _attention(inputs: Shapes, outputs: Shapes) -> int:
    """Projections of queries, keys and values, then their two products.

    After com.microsoft's Attention: input is batch x length x width, weights are width x 3 * hidden. The operator of
    that name in ONNX itself projects nothing: it is given keys in the place of weights.
    """
    if len(inputs[1]) > 2:
        return _attended(inputs, outputs)
    batch, length, width = inputs[0]
    hidden = prod(inputs[1][1:]) // 3
    return batch * length * width * 3 * hidden + 2 * batch * length * length * hidden


def _attended(inputs: Shapes, _outputs: Shapes) -> int:
    """Products of queries with keys, and of the weights with the values: batch x (heads x) length x width each."""
    query, key, value = inputs[:3]
    return prod(query) * key[-2] + prod(query[:-1]) * key[-2] * value[-1]


_COUNTED: dict[str, Callable[[Shapes, Shapes], int]] = {
    "Conv": _convolution(1),
    "FusedConv": _convolution(1),
    "NhwcFusedConv": _convolution(1),
    "ConvInteger": _convolution(1),
    "QLinearConv": _convolution(3),
    "ConvTranspose": _transposed,
    "MatMul": _product(0),
    "FusedMatMul": _product(0),
    "TransposeMatMul": _product(0),
    "MatMulInteger": _product(0),
    "MatMulIntegerToFloat": _product(0),
    "DynamicQuantizeMatMul": _product(0),
    "QLinearMatMul": _product(0),
    "MatMulNBits": _product(0),
    "Gemm": _gemm,
    "FusedGemm": _gemm,
    "QGemm": _gemm,
    "LinearClassifier": _product(0),
    "LinearRegressor": _product(0),
    **{operator: _recurrent(gates) for operator, gates in _GATES.items()},
    "Attention": _attention,
    "QAttention": _attention,
    "MultiHeadAttention": _attended,
}
#: Operators that multiply, and whose shapes alone do not tell how often.
_UNKNOWN = frozenset(
    {"Einsum", "DeformConv", "DFT", "STFT", "GroupQueryAttention", "SparseAttention", "MoE", "QMoE", "BeamSearch"}
)
