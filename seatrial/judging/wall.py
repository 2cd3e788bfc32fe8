"""Behind this wall a crash costs one answer, never the audit, and is never silent."""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


class Wall:
    """Asks questions whose answers may crash on a repository that nobody thought of, and keeps what crashed."""

    def __init__(self) -> None:
        self.crashed: list[str] = []  #: one sentence for each

    def ask(self, what: str, question: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Return the answer, or the other one when the question crashes."""
        try:
            return question()
        except Exception as error:  # the isolation; the error is kept, shown, and has its exit code
            self.crashed.append(f"{what}: {type(error).__name__}: {error}")
            return otherwise
