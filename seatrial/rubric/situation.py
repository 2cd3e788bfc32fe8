"""What does scoring start from besides the judgements: what was the component taken for, when, by which target?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field, replace

from seatrial.model import Archetype, Attestation, Stage, Surface, Waiver
from seatrial.model.record import dataclass
from seatrial.rubric.schema import surfaces_of


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything besides the judgements that a score depends on."""

    archetype: Archetype
    target: Stage
    as_of: dt.date
    component: str = "."
    root: str = ""
    surfaces: Mapping[Surface, bool | None] = field(default_factory=dict)  #: what is not named is undeclared
    attestations: tuple[Attestation, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def lacks(self, need: str) -> bool:
        """Tell whether none of the surfaces that would do is there. Undeclared ones may be."""
        return all(self.surfaces.get(surface) is False for surface in surfaces_of(need))

    @property
    def undated(self) -> "Situation":
        """Return the same on no day, where nothing that is stated has a term: then the day changes nothing."""
        return self if self.attestations or self.waivers else replace(self, as_of=dt.date.min)

    @property
    def expired(self) -> tuple[Attestation | Waiver, ...]:
        """Return the statements whose term has ended."""
        stated: tuple[Attestation | Waiver, ...] = (*self.attestations, *self.waivers)
        return tuple(one for one in stated if one.ends < self.as_of)
