"""Which checks and profiles may a configuration name? Said by whoever knows the rubric and the installed checks."""

from seatrial.model import Severity
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class KnownCheck:
    """What the rules of terms ask about a check."""

    id: str
    severity: Severity = Severity.MEDIUM
    attestable: bool = False
    raised_by: tuple[str, ...] = ()  #: profiles that raise the severity one step
    clauses: tuple[str, ...] = ()  #: what profiles may ask of it besides, by name


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a configuration may name."""

    checks: tuple[KnownCheck, ...] = ()
    profiles: tuple[str, ...] = ()
