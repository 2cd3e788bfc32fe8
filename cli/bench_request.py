"""What do the options of a benchmark mean?"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .exits import Refused

if TYPE_CHECKING:
    from seatrial.bench.depth import Depth
    from seatrial.bench.request import Request

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "": 1}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options, as they were typed."""

    target: str
    slo: tuple[str, ...]
    device: str
    price: str
    peak: float | None
    traffic: str
    quick: bool
    thorough: bool
    budget: str | None
    soak: str | None
    shapes: tuple[str, ...]
    payload: str | None
    runtime: str | None
    libraries: tuple[str, ...]
    memory: float
    hosts: tuple[str, ...]
    allow_exec: bool
    seed: int
    against: str


def refuse_empty(**given: str | None) -> None:
    """Refuse an option whose value is empty, as a variable is that is not set."""
    for name, value in given.items():
        if value is not None and not value.strip():
            raise Refused(f"'' is no value of --{name}: give it one, or leave it out")


def requested(wanted: Wanted) -> "Request":
    """Return what the options mean; refuse what they cannot mean."""
    from seatrial.bench.request import Request

    return Request(
        target=wanted.target,
        devices=tuple(part.strip() for part in wanted.device.split(",") if part.strip()) or ("cpu",),
        depth=_depth(wanted),
        slo=wanted.slo,
        shapes=dict(map(_shape, wanted.shapes)),
        runtime=wanted.runtime,
        libraries=wanted.libraries,
        hosts=wanted.hosts,
        payload=Path(wanted.payload) if wanted.payload else None,
        allow_exec=wanted.allow_exec,
        price=wanted.price,
        peak=wanted.peak,
        traffic=wanted.traffic,
        memory_gb=wanted.memory,
        soak_s=seconds(wanted.soak) if wanted.soak else 0.0,
        seed=wanted.seed,
        against=wanted.against,
    )


def seconds(text: str) -> float:
    """Return a time such as 90s, 5m or 1h in seconds; refuse what is none."""
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    try:
        value = float(number) * _UNITS[text[len(number) :]]
    except (ValueError, KeyError):
        value = math.nan
    if not 0 < value < math.inf:
        raise Refused(f"{text!r} is no time: write 90s, 5m or 1h")
    return value


def _depth(wanted: Wanted) -> "Depth":
    from seatrial.bench.depth import QUICK, STANDARD, THOROUGH

    if wanted.quick and wanted.thorough:
        raise Refused("--quick and --thorough exclude each other")
    depth = QUICK if wanted.quick else THOROUGH if wanted.thorough else STANDARD
    return depth.within(seconds(wanted.budget) if wanted.budget else None)


def _shape(text: str) -> tuple[str, tuple[int, ...]]:
    name, given, sizes = text.rpartition("=")
    try:
        shape = tuple(int(size) for size in sizes.split(",")) if sizes else ()
    except ValueError:
        shape = (-1,)
    if not given or not name or any(size < 0 for size in shape):
        raise Refused(f"{text!r} is no shape: write NAME=1,3,224,224")
    return name, shape
