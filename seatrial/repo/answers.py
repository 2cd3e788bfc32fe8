"""Facts: functions of a repository or a component that are worked out at most once, when somebody asks."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import wraps
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, cast

Asked = TypeVar("Asked", bound="Subject")
Answer = TypeVar("Answer")


class Use(Enum):
    """What may become of an answer when another state of the same repository is judged in the same process."""

    PLAIN = "plain"  #: it holds there too, if nothing that it was made from has changed
    TABLE = "table"  #: the same, and who looks up one key of it depends on no other
    INDEX = "index"  #: the same, but it goes on to look things up whenever it is asked
    BOUND = "bound"  #: it holds its own repository, and is of no use to another state


class Circular(RecursionError):
    """A fact asks for itself."""


class Answers:
    """The answers given so far for one subject. A fact that failed fails again with the same error."""

    def __init__(self) -> None:
        self._known: dict[str, object] = {}
        self._failed: dict[str, Exception] = {}
        self._open: list[str] = []

    def once(self, question: Callable[[Any], Answer], subject: object, key: str, use: Use = Use.PLAIN) -> Answer:
        """Return the answer of a question about a subject, worked out at its first time."""
        if key in self._known:  # it is asked a million times, and nearly always known
            return cast(Answer, self._known[key])
        if key not in self._failed:
            self._work_out(question, subject, key, use)
        if key in self._failed:
            raise self._failed[key]
        return cast(Answer, self._known[key])

    def known(self, facts: Iterable[Callable[[Any], object]]) -> dict[str, object]:
        """Return the answers that these facts have given, for another process."""
        keys = map(_key_of, facts)
        return {key: self._known[key] for key in keys if key in self._known}

    def learn(self, answers: Mapping[str, object]) -> None:
        """Take over what another process found out about the same subject."""
        self._known.update(answers)

    def of(self, part: str) -> "Answers":
        """Return new answers, for a part of the subject with a name of its own."""
        del part
        return Answers()

    def _work_out(self, question: Callable[[Any], object], subject: object, key: str, use: Use) -> None:
        if key in self._open:
            raise Circular(f"the fact {key!r} asks for itself")
        self._open.append(key)
        try:
            answer = question(subject)
            changed_later = use in (Use.INDEX, Use.BOUND)
            self._known[key] = MappingProxyType(answer) if isinstance(answer, dict) and not changed_later else answer
        except Exception as error:
            self._failed[key] = error
        finally:
            self._open.pop()


class Subject(Protocol):
    """What facts are about: a ``Repo`` or a ``Component``."""

    @property
    def answers(self) -> Answers: ...


def fact(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Make a function of one subject a fact: asked by calling it, worked out once for each subject.

    All that it finds out comes from its subject, and its answer is data: neither holds the subject. A dictionary is
    frozen, since all who ask are given the same one.
    """
    return _once(function, Use.PLAIN)


def table(function: Callable[[Asked], Mapping[str, Answer]]) -> Callable[[Asked], Mapping[str, Answer]]:
    """Make a fact of which others look up a few keys out of many: they depend on those only."""
    return _once(function, Use.TABLE)


def index(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Make a fact whose answer goes on to look things up in the repository that it was given."""
    return _once(function, Use.INDEX)


def bound(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Make a fact whose answer holds its subject."""
    return _once(function, Use.BOUND)


def _key_of(function: Callable[[Any], object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _once(function: Callable[[Asked], Answer], use: Use) -> Callable[[Asked], Answer]:
    key = _key_of(function)

    @wraps(function)
    def asked(subject: Asked) -> Answer:
        return subject.answers.once(function, subject, key, use)

    return asked
