"""Facts: functions of a repository or a component that are worked out at most once, when somebody asks."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar, cast

Asked = TypeVar("Asked", bound="Subject")
Answer = TypeVar("Answer")


class Answers:
    """The answers given so far for one subject. A fact that failed fails again with the same error."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}
        self._failed: dict[object, Exception] = {}
        self._open: list[object] = []

    def once(self, question: Callable[[], Answer], key: object) -> Answer:
        """Return the answer of a question, worked out at its first time."""
        if key not in self._known and key not in self._failed:
            self._work_out(question, key)
        if key in self._failed:
            raise self._failed[key]
        return cast(Answer, self._known[key])

    def _work_out(self, question: Callable[[], object], key: object) -> None:
        if key in self._open:
            raise RecursionError(f"the fact {key!r} asks for itself")
        self._open.append(key)
        try:
            self._known[key] = question()
        except Exception as error:
            self._failed[key] = error
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
