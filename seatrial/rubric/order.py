"""In which order are steps taken? What brings most for its work first, and before it what it builds on.

One after another the step is taken that brings most for its work: its points, a blocker's twice, and its share of the
gates that then still hold each level. So what completes a level comes soon after the rest of it. What a step builds
on, and is not there at all, is taken right before it. A bad thing counts what it takes away, also where its dimension
holds nothing more that could be taken: a credential that is known to others is no late step.
"""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.model import Effort, Level, Step
from seatrial.model.record import dataclass

#: In points: the whole of the next level, of which a step has a share; each level above is worth half of the one below.
LEVEL = 5.0
#: How much work counts. Days weigh less than their hours, since work that is large is seldom the wrong work.
WORK = {Effort.SMALL: 1, Effort.MEDIUM: 2, Effort.LARGE: 4}
_DIGITS = 6  #: to which values are compared, so that no host orders two equal steps its own way


@dataclass(frozen=True, slots=True)
class Choice:
    """A step with what counts for its place."""

    step: Step
    points: float  #: a blocker's twice
    gates: tuple[tuple[Level, str], ...] = ()  #: closed gates that it opens, by level and name
    parts: "tuple[Choice, ...]" = ()  #: what it would be taken for one by one; it comes no later than the best of them


@dataclass(frozen=True, slots=True)
class Closed:
    """The gates that hold one level closed."""

    worth: float  #: of the level, in points
    gates: frozenset[str]

    @property
    def share(self) -> float:
        """Return the points that opening one of the gates is worth."""
        return self.worth / len(self.gates)

    def without(self, gates: frozenset[str]) -> "Closed":
        """Return what holds it when some gates are open."""
        return Closed(self.worth, self.gates - gates)


def in_order(choices: Iterable[Choice], closed: Mapping[Level, Closed]) -> tuple[Step, ...]:
    """Return the steps in the order in which they are taken; of equal ones the smaller work, then the lower id."""
    left = {choice.step.check: choice for choice in choices}
    where = {check: choice.step.check for choice in left.values() for check in choice.step.checks}
    ranks = {check: _rank(choice, closed) for check, choice in left.items()}
    taken = []
    while left:
        best = min(left, key=ranks.__getitem__)
        for choice in _with_what_it_builds_on(left[best], left, where):
            del left[choice.step.check]
            taken.append(choice.step)
            if choice.gates:
                closed = {level: held.without(frozenset(_names(choice, level))) for level, held in closed.items()}
                ranks |= {check: _rank(other, closed) for check, other in left.items() if other.gates}
    return tuple(taken)


def _rank(choice: Choice, closed: Mapping[Level, Closed]) -> tuple[float, int, str]:
    return min(_alone(one, closed) for one in (choice, *choice.parts))


def _alone(choice: Choice, closed: Mapping[Level, Closed]) -> tuple[float, int, str]:
    work = WORK[choice.step.effort]
    shares = sum(closed[level].share for level, name in choice.gates if name in closed[level].gates)
    return -round((choice.points + shares) / work, _DIGITS), work, choice.step.check


def _names(choice: Choice, level: Level) -> Iterator[str]:
    return (name for other, name in choice.gates if other is level)


def _with_what_it_builds_on(
    choice: Choice, left: Mapping[str, Choice], where: Mapping[str, str], above: tuple[str, ...] = ()
) -> tuple[Choice, ...]:
    """Return a choice after everything that it builds on and that is left, each once."""
    found: dict[str, Choice] = {}
    above = (*above, choice.step.check)
    for check in choice.step.after:
        other = left.get(where.get(check, ""))
        if other is not None and other.step.check not in above:
            for one in _with_what_it_builds_on(other, left, where, above):
                found.setdefault(one.step.check, one)
    return (*found.values(), choice)
