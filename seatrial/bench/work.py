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
    nanoseconds: int  #: the least of several runs, while profiled: for the share of a node only, no latency
    shapes: tuple[tuple[int, ...], ...] = ()  #: of its inputs; of those that the runtime packed there are none
    counted: bool = True  #: whether its operations could be counted
    memory: int = 0  #: bytes of the arena that were in use at most so far
    half: bool = False  #: whether its numbers have 16 bits


@dataclass(frozen=True, slots=True)
class Work:
    """One run of a model, nodes in the order they ran."""

    nodes: tuple[NodeWork, ...]  #: of the graph as it is written, for what the model asks of a machine
    run: tuple[NodeWork, ...] = ()  #: of the graph as the configuration rewrites it, for where the time goes

    @property
    def macs(self) -> int:
        """Multiply-accumulate operations of one run."""
        return sum(node.macs for node in self.nodes)

    @property
    def bytes(self) -> int:
        """Bytes read and written in one run, if nothing stayed in a cache."""
        return sum(node.bytes for node in self.nodes)

    @property
    def uncounted(self) -> tuple[str, ...]:
        """Operators that multiply and could not be counted: with them ``macs`` is too low."""
        return tuple(sorted({node.operator for node in self.nodes if not node.counted}))

    @property
    def memory(self) -> int:
        """Bytes of the arena that were in use at most; 0 where the runtime does not tell."""
        return max((node.memory for node in self.run or self.nodes), default=0)
