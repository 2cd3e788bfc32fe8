"""What the owner of a repository declares about it. Attestations and waivers are not here: no check sees them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from seatrial.model.evidence import Place
from seatrial.model.grades import Archetype, Surface
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for the model."""

    technical: str = ""
    business: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A process number that the model should move."""

    name: str
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    by: dt.date | None = None
    owner: str = ""
    measured_by: str = ""  #: path of a query, or an address of a dashboard


@dataclass(frozen=True, slots=True)
class Slo:
    """Targets that the running system must hold."""

    p95_ms: float | None = None
    p99_ms: float | None = None
    availability: float | None = None  #: per cent
    throughput_rps: float | None = None
    window: str = ""
    freshness: str = ""
    finish_by: str = ""
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk class of the system and who decided it."""

    eu_ai_act: str = ""
    tier: str = ""
    reason: str = ""
    decided_by: str = ""
    date: dt.date | None = None
    review: dt.date | None = None
    inventory_id: str = ""
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """How and when it is decided whether the work goes on."""

    criteria: str = ""
    review_date: dt.date | None = None
    outcome: str = ""
    benefit: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything declared that facts may use; empty when there is no configuration file."""

    archetype: Archetype | None = None
    surfaces: Mapping[Surface, bool] = field(default_factory=lambda: MappingProxyType({}))
    owner: Owner | None = None
    kpi: tuple[Kpi, ...] = ()
    slo: Slo | None = None
    risk: Risk | None = None
    decision: Decision | None = None
    exclude: tuple[str, ...] = ()  #: gitignore patterns of paths that are not the owner's code
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))  #: where each key stands

    def place(self, key: str) -> Place:
        """Return where a top-level key stands in the configuration file."""
        return self.places.get(key, Place("seatrial.yaml"))
