"""What is a staged rollout: the noun that manifests, commands and code are read into."""

from seatrial.model import Confidence, Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node


@dataclass(frozen=True, slots=True)
class Rollout:
    """One place where a new version meets a part of the traffic, a copy of it, or all of it step by step."""

    place: Place
    what: str
    staged: bool  #: it meets a part or a copy only; False where replicas are only exchanged one after the other
    aborts: bool = False  #: metrics or alarms stop it without a person
    promotes: bool = False  #: it moves from one step to the next
    confidence: Confidence = Confidence.VERIFIED
    liveness: Liveness | None = None
    idle: bool = False  #: it is there, and switched off or given no part by default
    flag: bool = False  #: a flag of a service for flags, which may be about anything


def shares(nodes: tuple[Node, ...], *keys: str) -> tuple[float, ...]:
    """Return the weights that stand under one of the keys in each of some routes, those without a number left out."""
    found = (next((node.at(key).number for key in keys if node.has(key)), None) for node in nodes)
    return tuple(share for share in found if share is not None)


def splits(weights: tuple[float, ...]) -> bool:
    """Tell whether weights give at least two versions a part: 100 to 0 is no division."""
    return sum(weight > 0 for weight in weights) > 1
