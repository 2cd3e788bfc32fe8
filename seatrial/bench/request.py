"""What does somebody want measured, and how?"""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType

from seatrial.bench.depth import STANDARD, Depth
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """A benchmark as options say it; what is left out comes from seatrial.yaml, or is the default."""

    target: str = "."  #: a folder, a model file, an address, or ``module:function``
    devices: tuple[str, ...] = ("cpu",)
    depth: Depth = STANDARD
    slo: tuple[str, ...] = ()  #: p99=20ms@50qps
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))  #: by input
    runtime: str | None = None  #: a Python that has another build of onnxruntime, or ``new`` to make one
    libraries: tuple[str, ...] = ()  #: of custom operators
    hosts: tuple[str, ...] = ()  #: that load may be sent to besides this machine
    payload: Path | None = None
    allow_exec: bool = False
    price: str = ""  #: 0.085/h, or cpu:1=0.04,cuda:0=0.53
    peak: float | None = None  #: requests a second
    traffic: str = "poisson"  #: how requests come by a schedule: poisson, constant, spike, or a file of arrivals
    memory_gb: float = 8.0  #: that one process may use
    soak_s: float = 0.0
    seed: int = 0
    against: str = ""  #: a commit, a model file, or a record: compared in pairs with what it holds


class BadRequest(ValueError):
    """What is wanted cannot be measured; the text says why, in one sentence."""
