"""Which functions run when one is called: its callees, theirs, and so on, nearest first?"""

from collections import deque
from collections.abc import Iterable, Iterator

from seatrial.facts.code.callees import Callee, callees, overrides
from seatrial.model.record import dataclass
from seatrial.repo import Repo

_WIDEST = 3000  #: functions that are looked at for one question


@dataclass(frozen=True, slots=True)
class Reached:
    """One function on the way, with the way to it."""

    path: str
    scope: str  #: "" for the module itself
    steps: tuple[str, ...]  #: the functions on the way, this one included
    sure: bool = True  #: False when only the name of a method led there


def called_from(
    repo: Repo, starts: Iterable[tuple[str, str]], *, depth: int = 8, widest: int = _WIDEST
) -> Iterator[Reached]:
    """Yield the starting functions and what they call, at most so many calls away and so many in all."""
    waiting = deque(Reached(path, scope, (scope,)) for path, scope in dict.fromkeys(starts))
    seen = {(start.path, start.scope) for start in waiting}
    while waiting and len(seen) < widest:
        here = waiting.popleft()
        yield here
        found = callees(repo, here.path, here.scope) if len(here.steps) < depth else ()
        hidden = tuple(other for one in found for other in overrides(repo, one))
        for callee in (*found, *hidden):
            if (callee.path, callee.scope) not in seen:
                seen.add((callee.path, callee.scope))
                waiting.append(_after(here, callee))


def _after(here: Reached, callee: Callee) -> Reached:
    return Reached(callee.path, callee.scope, (*here.steps, callee.scope), here.sure and callee.sure)
