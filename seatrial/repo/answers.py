"""Facts: functions of a repository or a component that are worked out at most once, when somebody asks."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

Asked = TypeVar("Asked", bound="Subject")
Answer = TypeVar("Answer")


class Answers:
    """The answers given so far for one subject. A fact that failed fails again with the same error."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[bool, object]] = {}
        self._open: list[object] = []

    def once(self, question: Callable[[], Answer], key: object) -> Answer:
        if key not in self._known:
            self._known[key] = self._worked_out(question, key)
        fine, answer = self._known[key]
        if not fine:
            assert isinstance(answer, Exception)  # noqa: S101 -- narrows the stored union
            raise answer
        return answer  # type: ignore[return-value]

    def _worked_out(self, question: Callable[[], object], key: object) -> tuple[bool, object]:
        if key in self._open:
            raise RecursionError(f"the fact {key!r} asks for itself")
        self._open.append(key)
        try:
            return True, question()
        except Exception as error:  # remembered, so that every check that asks gets the same answer
            return False, error
        finally:
            self._open.pop()


class Subject(Protocol):
    """What facts are about: a ``Repo`` or a ``Component``."""

    @property
    def answers(self) -> Answers: ...


def fact(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Make a function of one subject a fact: asked by calling it, worked out once for each subject."""

    @wraps(function)
    def asked(subject: Asked) -> Answer:
        return subject.answers.once(lambda: function(subject), f"{function.__module__}.{function.__qualname__}")

    return asked
