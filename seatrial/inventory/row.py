"""What a row of the inventory is: one named fact about a repository, answered yes, no, na or unknown."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Self, TypeAlias

from seatrial.model import Evidence, Evident, as_evidence
from seatrial.model.record import dataclass
from seatrial.repo import Repo


class Value(StrEnum):
    """An answer of the inventory."""

    YES = "yes"
    NO = "no"
    NA = "na"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Item:
    """One answer with what it rests on."""

    value: Value
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""  #: why it is na, unknown, or no in spite of a near miss
    crashed: str = ""  #: the error of a question that crashed; its answer is then unknown

    @classmethod
    def of(cls, things: Iterable[Evidence | Evident], *, otherwise: str = "") -> Self:
        """Answer yes when anything was found, else no with the near miss that must not count."""
        evidence = tuple(map(as_evidence, things))
        return cls(Value.YES, evidence) if evidence else cls(Value.NO, reason=otherwise)

    @classmethod
    def na(cls, reason: str) -> Self:
        """Say that the question does not arise in this repository."""
        return cls(Value.NA, reason=reason)

    @classmethod
    def unknown(cls, reason: str) -> Self:
        """Say that what would answer it could not be read."""
        return cls(Value.UNKNOWN, reason=reason)


Answer: TypeAlias = Callable[[Repo], Item]


@dataclass(frozen=True, slots=True)
class Row:
    """A named question of the inventory; ``means`` says what yes stands for."""

    name: str
    means: str
    answer: Answer

    @property
    def topic(self) -> str:
        """The module of the inventory that it stands in."""
        return self.answer.__module__.rpartition(".")[2]


def row(means: str) -> Callable[[Answer], Row]:
    """Make a function of a repository a row, named like the function."""

    def named(answer: Answer) -> Row:
        return Row(answer.__name__, means, answer)

    return named
