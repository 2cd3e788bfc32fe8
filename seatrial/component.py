"""A repository holds one or more components; checks judge a component."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from seatrial.model import Evident
from seatrial.repo import Answers, Repo, fact

Thing = TypeVar("Thing", bound=Evident)


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """One deployable or importable part: its own paths, and the files it shares with the others."""

    name: str  #: the root folder, or "." for the whole repository
    repo: Repo
    root: str = ""  #: "" for the whole repository
    own: frozenset[str] = frozenset()  #: paths of the component alone
    shared: frozenset[str] = frozenset()  #: paths outside all components: CI, documents, manifests
    answers: Answers = field(default_factory=Answers)

    def of(self, things: Iterable[Thing]) -> tuple[Thing, ...]:
        """Keep those records of a repository's fact that stand in this component or in its shared files."""
        return tuple(thing for thing in things if thing.place.path in self)

    def __contains__(self, path: str) -> bool:
        """Tell whether a path is the component's own or shared."""
        return path in self.own or path in self.shared


@fact
def components(repo: Repo) -> tuple[Component, ...]:
    """Return the components, at least one, sorted by name."""
    return (Component(".", repo, own=frozenset(repo.paths)),)
