"""What do the profiles that somebody chose ask of single checks besides?"""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from seatrial.model.grades import Grade
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """One clause that one profile asks of one check. The check says how it is judged; the figures are the rubric's."""

    profile: str  #: finance
    check: str  #: PRF-01
    clause: str  #: p99-declared, as the check names it
    without: Grade  #: the most that evidence is worth while the clause is not met
    source: str  #: where the industry says so, or whose figure it is
    figures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))  #: by the names in the clause
