"""What is one deployable or importable part of a repository?"""

from collections.abc import Iterable, Set
from dataclasses import field
from typing import TypeVar

from seatrial.model import Evident
from seatrial.model.record import dataclass
from seatrial.repo import Answers, Repo

Thing = TypeVar("Thing", bound=Evident)


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """One deployable or importable part: its own paths, and the files it shares with the others."""

    name: str  #: the root folder, or "." for the whole repository
    repo: Repo
    root: str = ""  #: "" for the whole repository
    own: Set[str] = frozenset()  #: paths of the component alone
    shared: Set[str] = frozenset()  #: paths outside all components: CI, documents, manifests
    apart: bool = False  #: a packaged folder without a model, which takes part in no part that has one
    answers: Answers = field(default_factory=Answers)

    def of(self, things: Iterable[Thing]) -> tuple[Thing, ...]:
        """Keep those records of a repository's fact that stand in this component, then those in its shared files."""
        kept = [thing for thing in things if thing.place.path in self]
        return tuple(sorted(kept, key=lambda thing: thing.place.path not in self.own))

    def __contains__(self, path: str) -> bool:
        """Tell whether a path is the component's own or shared."""
        return path in self.own or path in self.shared
