"""Does a function, by what it calls, end up running a model?"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from seatrial.facts import index
from seatrial.facts.code.callees import Callee, callees, heirs_of, overrides
from seatrial.facts.inference.inference import InferenceCall, inference_by_path
from seatrial.facts.reach.entry_jobs import submitted
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_FARTHEST = 12  #: calls from the entry to the model
_WIDEST = 1500  #: functions that are looked at for one entry
_EMBEDS = caseless(r"embed")
_MOST_HEIRS = 8  #: classes that stand in for an abstract one and are all followed


@dataclass(frozen=True, slots=True)
class InferencePath:
    """How a function comes to run a model."""

    call: InferenceCall
    steps: tuple[str, ...]  #: the functions on the way, the first one included: "api.predict", "Service.score"
    confidence: Confidence

    @property
    def what(self) -> str:
        """Tell the way in words."""
        return " -> ".join((*self.steps[:1], self.onwards))

    @property
    def onwards(self) -> str:
        """Tell what comes after the first function, where that has been named."""
        return " -> ".join((*self.steps[1:4], self.call.call.written or self.call.call.last))


_Way: TypeAlias = tuple[Callee, tuple[str, ...], bool]


class _Paths:
    """The ways found so far, by where they begin.

    With ``whoever``, a way through an abstract method is sure where it is for each class that stands in for it.
    """

    def __init__(self, repo: Repo, *, whoever: bool) -> None:
        self._repo = repo
        self._whoever = whoever
        self._known: dict[Callee, InferencePath | None] = {}

    def of(self, path: str, scope: str) -> InferencePath | None:
        start = Callee(path, scope)
        if start not in self._known:
            self._known[start] = self._search(start)
        return self._known[start]

    def _search(self, start: Callee) -> InferencePath | None:
        waiting: deque[_Way] = deque([(start, (start.scope or start.path,), True)])
        seen, weaker, looks_up = {(start.path, start.scope)}, None, None
        while waiting and len(seen) < _WIDEST:
            here, steps, sure = waiting.popleft()
            call = _best(inference_by_path(self._repo).get(here.path, ()), here.scope)
            if call:
                firm = sure and call.confidence is Confidence.VERIFIED
                found = InferencePath(call, steps, Confidence.VERIFIED if firm else Confidence.LIKELY)
                if firm and not only_embeds(call):
                    return found
                looks_up, weaker = looks_up or (found if firm else None), weaker or found
            for callee in self._on_from(here) if len(steps) < _FARTHEST else ():
                if (callee.path, callee.scope) not in seen:
                    seen.add((callee.path, callee.scope))
                    waiting.append((callee, (*steps, callee.scope or callee.path), sure and callee.sure))
        return looks_up or weaker

    def _on_from(self, here: Callee) -> Iterator[Callee]:
        """Yield what a function calls, what stands in for an abstract method, and programs handed over as jobs."""
        called = callees(self._repo, here.path, here.scope)
        yield from called
        for callee in called:
            sure = callee.sure and self._whoever and self._all_run(heirs_of(self._repo, callee))
            yield from (replace(heir, sure=sure) for heir in overrides(self._repo, callee))
        for job in submitted(self._repo):
            if job.entry.place.path == here.path and job.scope == here.scope:
                yield Callee(job.entry.path, job.entry.name)

    def _all_run(self, heirs: tuple[Callee, ...]) -> bool:
        """Tell whether each of these methods runs a model for certain, so that it does not matter which is called."""
        own = [heir for heir in heirs if role(self._repo, heir.path) is not Role.TEST]
        ways = (_single_paths(self._repo).of(heir.path, heir.scope) for heir in own[:_MOST_HEIRS])
        all_run = all(way is not None and way.confidence is Confidence.VERIFIED for way in ways)
        return 0 < len(own) <= _MOST_HEIRS and all_run


@index
def _paths(repo: Repo) -> _Paths:
    return _Paths(repo, whoever=True)


@index
def _single_paths(repo: Repo) -> _Paths:
    return _Paths(repo, whoever=False)


def inference_path(repo: Repo, path: str, scope: str) -> InferencePath | None:
    """Return the shortest way from a function to a call that runs a model, None when none was found.

    What only turns texts into numbers, to look others up by them, is named where no other call answers.
    A way that leads through a method known by its name alone, or to a call that only looks like inference, is likely.
    """
    return _paths(repo).of(path, scope)


def _best(calls: tuple[InferenceCall, ...], scope: str) -> InferenceCall | None:
    """Return the surest inference call in a function, those in functions inside it included."""
    here = [call for call in calls if call.scope == scope or call.scope.startswith(f"{scope}.")]
    return min(here, key=lambda call: (call.confidence is not Confidence.VERIFIED, only_embeds(call)), default=None)


def only_embeds(call: InferenceCall) -> bool:
    """Tell whether a call turns texts into numbers, and answers nobody: ``embeddings.create``, ``_embed_query``."""
    within = call.scope.rpartition(".")[2].lstrip("_")
    return bool(_EMBEDS.search(".".join(call.call.written.rsplit(".", 2)[-2:])) or _EMBEDS.match(within))
