"""What may an industry ask of a check besides, and what does a component answer to it?"""

from collections.abc import Callable, Iterable
from typing import Self, TypeAlias

from seatrial.component import Component
from seatrial.model import Evidence, Evident, as_evidence
from seatrial.model.demands import Demand
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a clause is met, by what, and else what was seen instead."""

    met: bool
    said: str = ""  #: of an unmet clause: what was seen, the second half of a sentence in lower case
    evidence: tuple[Evidence, ...] = ()

    @classmethod
    def by(
        cls, things: Iterable[Evidence | Evident], *, otherwise: str, seen: Iterable[Evidence | Evident] = ()
    ) -> Self:
        """Answer yes by what meets the clause; when nothing does, no, with the reason and what was seen instead."""
        meeting = tuple(as_evidence(thing) for thing in things)
        if meeting:
            return cls(met=True, evidence=meeting)
        return cls(met=False, said=otherwise, evidence=tuple(as_evidence(thing) for thing in seen))


#: None says that the clause does not arise here: no page for people has nobody to log off.
Answering: TypeAlias = Callable[[Component, Demand], Answer | None]


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that an industry may ask of a check besides; it never raises a grade."""

    check: str  #: PRF-01
    name: str  #: kebab-case: p99-declared
    asks: str  #: what is asked for, figures in braces: "a target for the p99 of at most {at_most_ms} ms"
    fix: str  #: one step in the imperative; {app:the service} as in the steps of a check
    answer: Answering

    def asked(self, demand: Demand) -> str:
        """Return what is asked for with the figures of a demand. Raises ``KeyError`` for one that it does not give."""
        return self.asks.format_map({name: f"{value:g}" for name, value in demand.figures.items()})


@dataclass(frozen=True, slots=True)
class Unmet:
    """A clause that a component does not meet."""

    demand: Demand
    asks: str  #: what is asked for, with its figures: "a target for the p99 of at most 100 ms"
    said: str  #: what was seen instead: "the target in seatrial.yaml says 250 ms"
    fix: str = ""  #: what to do about it; "" when no installed check knows

    @property
    def told(self) -> str:
        """Who asks for what, and what was seen, in one sentence."""
        return f"{self.demand.profile} asks for {self.asks}; {self.said}"
