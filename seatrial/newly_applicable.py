"""What is asked of a component only since a change made something else of it?

The first route of a library is asked for limits, metrics and an owner who is told at night. The change that brings the
route took none of that away, so it is told apart from what is new. What is bad, a conduct, is new wherever it comes.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeAlias

from seatrial.model import Kind, State
from seatrial.model.component_report import ComponentReport
from seatrial.model.ledger import LedgerLine
from seatrial.model.result import Report

Key: TypeAlias = tuple[str, str]  #: component and check


def excused_of(old: Report, new: Report) -> Set[Key]:
    """Return the practices that are asked only because a component is taken for something else, or exposed to more."""
    other = {now.name for was, now in _both(old, new) if _is_other(was, now)}
    before = by_check(old.ledger)
    return {
        key
        for key, line in by_check(new.ledger).items()
        if line.component in other and line.kind is Kind.PRACTICE and _came_to_apply(before.get(key), line)
    }


def became(old: Report, new: Report) -> Iterator[str]:
    """Say of each component what it is taken for, or exposed to, only now."""
    for was, now in _both(old, new):
        name = "it" if now.name == "." else now.name
        if was.taken.archetype is not now.taken.archetype:
            kinds = f"was taken for {was.taken.archetype} and is taken for {now.taken.archetype} now"
            yield f"{name} {kinds}: what only that is asked for is told apart, and the two scores do not compare"
        elif gained := _gained(was, now):
            yield f"{name} has {', '.join(gained)} only now: what is asked only since then is told apart"


def by_check(ledger: Iterable[LedgerLine]) -> Mapping[Key, LedgerLine]:
    """Return the lines that a check has written, by component and check."""
    return {(line.component, line.id): line for line in ledger if line.written}


def _both(old: Report, new: Report) -> Iterator[tuple[ComponentReport, ComponentReport]]:
    """Yield the components that were assessed before and are now: one that came with the change brings all it lacks."""
    before = {one.name: one for one in old.components if one.score}
    yield from ((before[one.name], one) for one in new.components if one.score and one.name in before)


def _is_other(was: ComponentReport, now: ComponentReport) -> bool:
    return was.taken.archetype is not now.taken.archetype or bool(_gained(was, now))


def _gained(was: ComponentReport, now: ComponentReport) -> list[str]:
    """Return the surfaces that a component has only now; of one that nobody declared the same was asked before."""
    without = {one.surface for one in was.surfaces if one.present is False}
    return [one.surface.value for one in now.surfaces if one.present and one.surface in without]


def _came_to_apply(was: LedgerLine | None, now: LedgerLine) -> bool:
    return was is not None and was.state is State.NOT_APPLICABLE and now.state is not State.NOT_APPLICABLE
