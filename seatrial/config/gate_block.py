"""What may stand under gate: in seatrial.yaml?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Literal

from seatrial.model import (
    Level,
)
from seatrial.model.record import dataclass


class FailOn(StrEnum):
    """The least severity of a finding that fails a gate."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    BLOCKER = "blocker"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class GateBlock:
    """What fails a pipeline: scores and shares in per cent. A preset fills what is left out."""

    preset: Literal["adopt", "steady", "release"] | None = None
    no_new: FailOn | None = None
    fail_under: float | None = None
    fail_on: FailOn | None = None
    max_unknown: float | None = None
    min_level: Level | None = None
    dimensions: Mapping[str, float] = field(default_factory=dict)
    report_only_until: dt.date | None = None
    baseline: str = ""  #: the path of a file with the findings that are known already
    latency: float | None = None  #: by how many per cent a measured p50 or p99 may become longer
