"""Does a function, by what it calls, end up running a model?"""

from collections import deque
from collections.abc import Iterator
from typing import Final, TypeAlias

from seatrial.facts import index
from seatrial.facts.code.callees import Callee, callees, overrides
from seatrial.facts.inference.inference import InferenceCall, inference_by_path
from seatrial.facts.reach.entry_jobs import submitted
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.repo import Repo

_FARTHEST: Final = 12  #: calls from the entry to the model
_WIDEST: Final = 1500  #: functions that are looked at for one entry


@dataclass(frozen=True, slots=True)
class InferencePath:
    """How a function comes to run a model."""

    call: InferenceCall
    steps: tuple[str, ...]  #: the functions on the way, the first one included: "api.predict", "Service.score"
    confidence: Confidence

    @property
    def what(self) -> str:
        """Tell the way in words."""
        return " -> ".join((*self.steps[:4], self.call.call.written or self.call.call.last))


_Way: TypeAlias = tuple[Callee, tuple[str, ...], bool]


class _Paths:
    """The ways found so far, by where they begin."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._known: dict[Callee, InferencePath | None] = {}

    def of(self, path: str, scope: str) -> InferencePath | None:
        start = Callee(path, scope)
        if start not in self._known:
            self._known[start] = self._search(start)
        return self._known[start]

    def _search(self, start: Callee) -> InferencePath | None:
        waiting: deque[_Way] = deque([(start, (start.scope or start.path,), True)])
        seen, weaker = {(start.path, start.scope)}, None
        while waiting and len(seen) < _WIDEST:
            here, steps, sure = waiting.popleft()
            call = _best(inference_by_path(self._repo).get(here.path, ()), here.scope)
            if call:
                firm = sure and call.confidence is Confidence.VERIFIED
                found = InferencePath(call, steps, Confidence.VERIFIED if firm else Confidence.LIKELY)
                if firm:
                    return found
                weaker = weaker or found
            for callee in self._on_from(here) if len(steps) < _FARTHEST else ():
                if (callee.path, callee.scope) not in seen:
                    seen.add((callee.path, callee.scope))
                    waiting.append((callee, (*steps, callee.scope or callee.path), sure and callee.sure))
        return weaker

    def _on_from(self, here: Callee) -> Iterator[Callee]:
        """Yield what a function calls, what stands in for an abstract method, and programs handed over as jobs."""
        called = callees(self._repo, here.path, here.scope)
        yield from called
        for callee in called:
            yield from overrides(self._repo, callee)
        for job in submitted(self._repo):
            if job.entry.place.path == here.path and job.scope == here.scope:
                yield Callee(job.entry.path, job.entry.name)


@index
def _paths(repo: Repo) -> _Paths:
    return _Paths(repo)


def inference_path(repo: Repo, path: str, scope: str) -> InferencePath | None:
    """Return the shortest way from a function to a call that runs a model, None when none was found.

    A way that leads through a method known by its name alone, or to a call that only looks like inference, is likely.
    """
    return _paths(repo).of(path, scope)


def _best(calls: tuple[InferenceCall, ...], scope: str) -> InferenceCall | None:
    """Return the surest inference call in a function, those in functions inside it included."""
    here = [call for call in calls if call.scope == scope or call.scope.startswith(f"{scope}.")]
    return min(here, key=lambda call: call.confidence is not Confidence.VERIFIED, default=None)
