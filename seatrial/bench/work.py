"""How much work is one run of a model: operations and bytes, node by node?"""

from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class NodeWork:
    """One node as it ran, with the shapes that it really met."""

    name: str
    operator: str
    provider: str
    macs: int  #: multiply-accumulate operations; 0 for operators that only move, compare or add
    bytes: int  #: read and written: inputs, weights and outputs once each
    nanoseconds: int  #: while profiled and not optimised: for the share of a node only, no latency
    shapes: tuple[tuple[int, ...], ...] = ()  #: of its inputs
    counted: bool = True  #: whether its operations could be counted


@dataclass(frozen=True, slots=True)
class Work:
    """One run of a model, nodes in the order they ran."""

    nodes: tuple[NodeWork, ...]

    @property
    def macs(self) -> int:
        """Multiply-accumulate operations of one run."""
        return sum(node.macs for node in self.nodes)

    @property
    def bytes(self) -> int:
        """Bytes read and written in one run, if nothing stayed in a cache."""
        return sum(node.bytes for node in self.nodes)
