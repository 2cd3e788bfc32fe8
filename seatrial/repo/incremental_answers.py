"""Does an answer that an earlier state of a repository gave hold in this one, or must it be worked out?"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, Self, cast

from seatrial.repo.answers import Answer, Answers, Circular, Use
from seatrial.repo.traces import Trace, Trail, alike
from seatrial.repo.troubles import Troubles


class Recording(Protocol):
    """A repository that notes what is asked of it: one state of several."""

    trail: Trail
    state: int
    answers_about: "dict[str, IncrementalAnswers]"

    @property
    def trace(self) -> Trace: ...

    def holds(self, trace: Trace) -> bool:
        """Tell whether all that was asked for an answer in an earlier state is answered the same here."""
        ...

    def table(self, key: str, rows: Mapping[str, object]) -> Mapping[str, object]:
        """Return the answer of a fact as a mapping that notes what is looked up in it."""
        ...

    def learn(self, troubles: Troubles) -> None:
        """Take over what could not be read for an answer of an earlier state."""
        ...

    def lens(self, trace: Trace) -> Self:
        """Return this repository as an index sees it."""
        ...

    def follow(self, later: Any, /) -> None:
        """Let the index behind this lens look at a later state from now on."""
        ...


_NOTHING = object()  #: stands for no answer yet


class _Unsettled(Circular):
    """A fact was asked for while it is being found out whether its earlier answer holds: which then is not known."""


class IncrementalAnswers(Answers):
    """Answers about one subject, taken over from an earlier state where they hold, and worked out where they do not."""

    def __init__(self, repo: Recording, about: str) -> None:
        super().__init__()
        self._repo, self._about = repo, about
        self._subject: object = None
        self._in_doubt: list[str] = []  #: facts of which it is being found out whether an earlier answer holds
        repo.answers_about[about] = self

    def of(self, part: str) -> Answers:
        """Return new answers, for a part of the subject with a name of its own."""
        return IncrementalAnswers(self._repo, part)

    def once(self, question: Callable[[Any], Answer], subject: object, key: str, use: Use = Use.PLAIN) -> Answer:
        """Return the answer of a question, and note that it was asked."""
        return self.seen_by(self._repo, question, subject, key, use)

    def seen_by(
        self, asker: Recording, question: Callable[[Any], Answer], subject: object, key: str, use: Use
    ) -> Answer:
        """Return an answer, and note for the asker that it was asked for."""
        if key in self._known:
            answer = cast(Answer, self._known[key])
            return self._noted(asker, key, answer, use)
        self._subject = subject
        self._repo.trail.facts[key] = (question, use)
        try:
            answer = super().once(question, subject, key, use)
        except Exception:
            asker.trace.spoiled = True
            raise
        return self._noted(asker, key, answer, use)

    def _noted(self, asker: Recording, key: str, answer: Answer, use: Use) -> Answer:
        if use is Use.TABLE:
            return cast(Answer, asker.table(key, cast(Mapping[str, object], answer)))
        asker.trace.facts[self._about, key] = answer
        return answer

    def gives(self, key: str, then: object) -> bool:
        """Tell whether what an earlier state asked for is the same now. Raises whatever the fact raises."""
        return self._known.get(key, _NOTHING) is then or alike(self.now(key), then)

    def now(self, key: str) -> object:
        """Return as it is now what an earlier state asked for. Raises whatever the fact raises."""
        if key in self._known:
            return self._known[key]
        if self._subject is None:
            raise _Unsettled(key)  # nothing was asked about it yet in this state
        question, use = self._repo.trail.facts[key]
        return super().once(question, self._subject, key, use)

    def _work_out(self, question: Callable[[Any], object], subject: object, key: str, use: Use) -> None:
        if key in self._in_doubt:
            raise _Unsettled(key)
        old = self._repo.trail.kept(self._about, key)
        if old is not None and self._holds(old, key):
            self._take_over(old, key)
            return
        trace = Trace()
        if use is Use.INDEX:
            trace.lens = subject = self._repo.lens(trace)
        with self._repo.trail.recording(trace):
            super()._work_out(question, subject, key, use)
        if isinstance(error := self._failed.get(key), _Unsettled):
            del self._failed[key]  # it may go well when it is asked for the next time
            raise error
        if key in self._known and use is not Use.BOUND:
            if old is not None and alike(self._known[key], old.answer):
                self._known[key] = old.answer  # so that all who asked for it see at a glance that it is the same
            trace.answer, trace.state = self._known[key], self._repo.state
            self._repo.trail.keep(self._about, key, trace)

    def _holds(self, old: Trace, key: str) -> bool:
        """Tell whether an answer of an earlier state holds; what cannot be brought up to date has changed."""
        self._in_doubt.append(key)
        try:
            return self._repo.holds(old)
        except Exception:  # whatever a fact raises now, it did not raise then
            return False
        finally:
            self._in_doubt.pop()

    def _take_over(self, old: Trace, key: str) -> None:
        self._known[key], old.state = old.answer, self._repo.state
        self._repo.learn(old.troubles)
        if old.lens is not None:
            old.lens.follow(self._repo)


class ThroughLens(Answers):
    """What an index asks for, whenever it does: the answers about the repository, noted in the trace of the index."""

    def __init__(self, repo: Recording, lens: Recording) -> None:
        super().__init__()
        self._repo, self._lens = repo, lens

    def once(self, question: Callable[[Any], Answer], subject: object, key: str, use: Use = Use.PLAIN) -> Answer:
        """Return the answer of a question about the repository behind the lens."""
        del subject
        return self._repo.answers_about[""].seen_by(self._lens, question, self._repo, key, use)
