"""What may stand in seatrial.yaml? One noun for each block; field names are the keys."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Literal, TypeAlias

from seatrial.config.gate_block import GateBlock
from seatrial.model import (
    Archetype,
    Decision,
    Economics,
    Kpi,
    Owner,
    Risk,
    Slo,
    Stage,
    Surface,
    WaiverReason,
)
from seatrial.model.record import dataclass

Flag: TypeAlias = bool | Literal["none"]


class AttestedGrade(StrEnum):
    """The grades that a person may state."""

    P = "P"
    S = "S"
    PRESENT = "present"
    SUBSTANTIVE = "substantive"


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What the component is exposed to; a surface that is left out is found in the code, or stays undeclared."""

    api: Flag | None = None
    ui: Flag | None = None
    answers_of_its_own: Flag | None = None
    batch: Flag | None = None
    training: Flag | None = None
    own_model: Flag | None = None
    third_party_model: Flag | None = None
    llm: Flag | None = None
    rag: Flag | None = None
    agent_tools: Flag | None = None
    gpu: Flag | None = None
    k8s_target: Flag | None = None
    personal_data: Flag | None = None
    people_affecting: Flag | None = None
    regulated: Flag | None = None

    def declared(self) -> Mapping[Surface, bool]:
        """Return what was declared; "none" is no."""
        said = {Surface(item.name.replace("_", "-")): getattr(self, item.name) for item in fields(self)}
        return MappingProxyType({surface: flag is True for surface, flag in said.items() if flag is not None})


@dataclass(frozen=True, slots=True)
class AttestBlock:
    """What a person states about one check, until when, and where it can be looked up."""

    statement: str
    by: str
    date: dt.date
    expires: dt.date
    grade: AttestedGrade = AttestedGrade.S
    link: str = ""
    clauses: tuple[str, ...] = ()  #: of the profiles, that the statement speaks of too


@dataclass(frozen=True, slots=True)
class WaiverBlock:
    """A finding that is let through until a day."""

    check: str
    reason: WaiverReason
    because: str
    owner: str
    expires: dt.date
    paths: tuple[str, ...] = ()
    rotated: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A model with its signature, and whom you trust to have made it: a key, certificates, or an identity."""

    model: str
    signature: str
    public_key: str = ""
    certificates: tuple[str, ...] = ()
    identity: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class BenchBlock:
    """With what models are measured: the sizes of each input, by its name, by the path of the model."""

    shapes: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """The configuration of a repository. Every key is optional."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    schema: Literal[1] = 1
    archetype: Archetype | None = None
    target: Stage | None = None
    profile: tuple[str, ...] | str = ()
    surfaces: Surfaces = Surfaces()
    owner: Owner | None = None
    kpi: tuple[Kpi, ...] = ()
    slo: Slo | None = None
    risk: Risk | None = None
    decision: Decision | None = None
    value: Economics | None = None
    bench: BenchBlock = BenchBlock()
    signatures: tuple[SignatureBlock, ...] = ()
    exclude: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    gate: GateBlock = GateBlock()
    attest: Mapping[str, AttestBlock] = field(default_factory=dict)
    waivers: tuple[WaiverBlock, ...] = ()

    @property
    def profiles(self) -> tuple[str, ...]:
        """Return the profiles, whether one was written or a list."""
        return (self.profile,) if isinstance(self.profile, str) else self.profile
