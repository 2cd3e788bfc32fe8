"""Which pairs of keys bound the number of replicas, workers or nodes, and where do they stand?"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex

#: (lowest, highest): the second alone also bounds it.
REPLICAS = (
    ("minReplicas", "maxReplicas"), ("min_replicas", "max_replicas"), ("minReplicaCount", "maxReplicaCount"),
    ("min_instances", "max_instances"), ("minInstances", "maxInstances"), ("min_num_instances", "max_num_instances"),
    ("min_capacity", "max_capacity"), ("MinCapacity", "MaxCapacity"), ("min_replica", "max_replica"),
    ("min_instance_count", "max_instance_count"), ("minContainers", "maxContainers"),
    ("min_containers", "max_containers"), ("autoscaling.knative.dev/minScale", "autoscaling.knative.dev/maxScale"),
    ("autoscaling.knative.dev/min-scale", "autoscaling.knative.dev/max-scale"),
    ("min_machines_running", "max_machines_running"), ("minimum_instances", "maximum_instances"),
    ("min_replica_count", "max_replica_count"),
)  # fmt: skip
#: Machines of AWS Batch, counted in processors.
PROCESSORS = (
    ("MinvCpus", "MaxvCpus"), ("minvCpus", "maxvCpus"), ("min_vcpus", "max_vcpus"), ("minv_cpus", "maxv_cpus"),
)  # fmt: skip
NODES = (
    *PROCESSORS,
    ("min_workers", "max_workers"), ("minSize", "maxSize"), ("min_size", "max_size"), ("minWorkers", "maxWorkers"),
    ("min_node_count", "max_node_count"), ("minNodeCount", "maxNodeCount"), ("min_count", "max_count"),
    ("minCount", "maxCount"), ("total_min_node_count", "total_max_node_count"), ("min_nodes", "max_nodes"),
    ("minimum_count", "maximum_count"), ("min_instances_count", "max_instances_count"), ("MinSize", "MaxSize"),
)  # fmt: skip
#: One number that bounds how many copies of a function or of a serverless endpoint run at once, by the block that
#: must hold it ("" for any): the platform starts none where nobody asks, so that the lowest is nothing.
COPIES = (
    ("ServerlessConfig", "MaxConcurrency"), ("serverless_config", "max_concurrency"),
    ("scaleAndConcurrency", "maximumInstanceCount"),
    ("", "ReservedConcurrentExecutions"), ("", "reserved_concurrent_executions"), ("", "reservedConcurrency"),
)  # fmt: skip
#: Inputs of modules: ``autoscaling_maximum_target``, ``autoscaling_max_capacity``, ``max_scale``.
_MOST = regex(r"(?=.*scal)(?:.*_)?max(?:imum)?(?:_.*)?")
_LEAST = regex(r"(?=.*scal)(?:.*_)?min(?:imum)?(?:_.*)?")
_NUMBER = regex(r"(?<![\w.\-])\d{1,5}(?![\w.])")

#: By which Terraform says that nothing is bound, or of which type a variable is.
_UNBOUND = frozenset({"number", "null", "-1"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """One pair, as it was found."""

    names: tuple[str, str]
    lowest: int | None
    highest: int | None
    line: int
    of_nodes: bool
    switched_off: bool = False  #: ``enabled: false`` stands beside it
    around: str = ""  #: the key of the mapping or block that holds it


def bounds_in(root: Node) -> Iterator[Bounds]:
    """Yield the pairs anywhere in a document."""
    for steps, node in root.walk():
        if node.kind != "mapping":
            continue
        for pairs, of_nodes in ((REPLICAS, False), (NODES, True)):
            for names in pairs:
                high, low = node.at(names[1]), node.at(names[0])
                if high.text and (low.text or not of_nodes):
                    off = (node.at("enabled") or node.at("autoscaleEnabled")).flag is False
                    yield Bounds(
                        names,
                        whole_number(low.text),
                        whole_number(high.text),
                        high.line,
                        of_nodes,
                        off,
                        (steps or ("",))[-1],
                    )
        for around, name in COPIES:
            high = node.at(name)
            if high.text and around in ("", (steps or ("",))[-1]):
                yield Bounds((around or "function", name), 0, whole_number(high.text), high.line, of_nodes=False)


def bounds_of(block: Block, known: dict[str, str]) -> Iterator[Bounds]:
    """Yield the pairs anywhere in a Terraform block, the defaults of variables put in."""
    for inner in block.walk():
        for pairs, of_nodes in ((REPLICAS, False), (NODES, True)):
            for names in pairs:
                high, low = inner.value(names[1]), inner.value(names[0])
                if high and low and high != "number":
                    lowest = whole_number(known.get(low.removeprefix("var."), low))
                    highest = whole_number(known.get(high.removeprefix("var."), high))
                    yield Bounds(names, lowest, highest, inner.line_of(names[1]), of_nodes, around=inner.kind)
        for around, name in COPIES:
            high = inner.value(name)
            if high and high not in _UNBOUND and around in ("", inner.kind):
                highest = whole_number(known.get(high.removeprefix("var."), high))
                yield Bounds((around or "function", name), 0, highest, inner.line_of(name), of_nodes=False)


def bounds_of_module(block: Block) -> Iterator[Bounds]:
    """Yield the bound that a Terraform module is given: modules choose their own names, with scaling and most in them.

    Where a condition chooses (``var.env == "prod" ? 5 : 1``), its largest number holds. One replica at most is no rule.
    """
    for name, text, line in block.values:
        if _MOST.fullmatch(name) and (numbers := _NUMBER.findall(text)):
            low = next((key for key, _, _ in block.values if _LEAST.fullmatch(key)), "")
            highest = max(map(int, numbers))
            if highest > 1:
                yield Bounds(
                    (low, name), whole_number(block.value(low)), highest, line, of_nodes=False, around=block.kind
                )


def whole_number(text: str) -> int | None:
    """Return the number that a text is, None when it is none or beyond all measure."""
    return int(text) if text.isdecimal() and len(text) < 9 else None
