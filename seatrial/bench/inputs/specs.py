"""What does a model want: names, types and shapes of its inputs, as the runtime tells them?"""

from collections.abc import Iterable, Mapping
from typing import Any

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_TENSOR = regex(r"^(seq|optional)?\(?tensor\((\w+)\)\)?$")
#: numpy's names of onnxruntime's types of elements.
_TYPES = {
    "float": "float32", "double": "float64", "float16": "float16", "bfloat16": "bfloat16", "bool": "bool",
    "string": "string", "int8": "int8", "int16": "int16", "int32": "int32", "int64": "int64",
    "uint8": "uint8", "uint16": "uint16", "uint32": "uint32", "uint64": "uint64",
}  # fmt: skip
#: Exporters write this for a dimension of which they know nothing: two of them need not be the same.
_NAMELESS = ("?", "None", "unk", "-1", "")


class NoInput(Exception):
    """An input cannot be made; the text is one sentence that says which and why."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One input. A dimension is its size, the symbol of a free one, or None for a free one without a name."""

    name: str
    type: str
    shape: tuple[int | str | None, ...]
    sequence: bool = False  #: a list of tensors

    @property
    def whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.type.startswith(("int", "uint"))

    @property
    def real(self) -> bool:
        """Whether its values are floating-point numbers."""
        return self.type.startswith(("float", "bfloat"))


def specs(signature: Iterable[Mapping[str, Any]]) -> tuple[Spec, ...]:
    """Read the inputs of a signature. Raises ``NoInput`` for a kind that nothing can be made for."""
    return tuple(_spec(one) for one in signature)


def _spec(described: Mapping[str, Any]) -> Spec:
    name, kind = str(described["name"]), str(described["type"])
    match = _TENSOR.match(kind)
    if match is None or match[2] not in _TYPES:
        raise NoInput(f"input '{name}' is a {kind}, which cannot be made")
    return Spec(name, _TYPES[match[2]], tuple(map(_dimension, described["shape"])), match[1] == "seq")


def _dimension(said: object) -> int | str | None:
    if isinstance(said, int):
        return said if said >= 0 else None
    return None if said is None or str(said) in _NAMELESS else str(said)
