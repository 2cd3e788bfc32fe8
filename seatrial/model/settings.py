"""What the owner of a repository declares about it. Attestations and waivers are not here: no check sees them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from seatrial.model.demands import Demand
from seatrial.model.evidence import Place
from seatrial.model.grades import Archetype, Surface
from seatrial.model.record import dataclass
from seatrial.model.signatures import SignedModel


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


#: Classes of risk of the EU AI Act (Regulation 2024/1689), the mildest first.
AI_ACT_CLASSES = ("minimal", "limited", "high", "prohibited")


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk class of the system and who decided it."""

    eu_ai_act: str = ""  #: one of ``AI_ACT_CLASSES``
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
class Assumption:
    """A number that somebody answers for, with the range in which it may lie."""

    value: float
    owner: str
    low: float | None = None  #: the least that is thought possible; the value itself when left out
    high: float | None = None
    source: str = ""  #: where it can be looked up: an invoice, a contract, a measurement


@dataclass(frozen=True, slots=True)
class Economics:
    """What a model is worth and what it costs, as its owners say it. Money is in one currency."""

    currency: str
    predictions_per_month: Assumption | None = None
    worth_per_prediction: Assumption | None = None  #: what the business gains by one
    price_per_prediction: Assumption | None = None  #: what is paid for each one: tokens, an API, reviewers
    price_per_machine_hour: Assumption | None = None
    predictions_per_second: Assumption | None = None  #: that one machine bears within its targets
    peak_to_average: Assumption | None = None  #: the busiest second, as a multiple of the average one
    machines_at_least: Assumption | None = None  #: that run when nobody asks; 0 when left out
    fixed_per_month: Assumption | None = None  #: people, licences, storage
    build_cost: Assumption | None = None  #: that is still to be spent until production


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
    value: Economics | None = None
    #: sizes of inputs that models are measured with, by the path of the model and the name of the input
    shapes: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    exclude: tuple[str, ...] = ()  #: gitignore patterns of paths that are not the owner's code
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))  #: where each key stands
    signatures: tuple[SignedModel, ...] = ()  #: models that are signed, and by whom
    product: tuple[str, ...] = ()  #: the parts that decide how far the whole has come; () lets the files tell
    demands: tuple[Demand, ...] = ()  #: what the chosen profiles ask of single checks; the rubric knows

    def place(self, key: str) -> Place:
        """Return where a top-level key stands in the configuration file."""
        return self.places.get(key, Place("seatrial.yaml"))
