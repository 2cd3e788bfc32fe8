"""Which commands of CI train a model, and does anything look at what came of it?"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from seatrial.facts import fact
from seatrial.facts.ci.workflow import CiCommand
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.reach.below import leading
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.training.training_path import training_scopes
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

Start: TypeAlias = tuple[Place, str]  #: of a command of CI, and what it is in words
_REPRODUCES = regex(r"\bdvc\s+(?:repro|exp\s+run)\b([^|;&]*)")


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """One command of CI that trains a model."""

    command: CiCommand
    followed: bool  #: a later command of its job runs another program of the owner's, which needs the result

    @property
    def place(self) -> Place:
        """Where it is run."""
        return self.command.place

    @property
    def what(self) -> str:
        return f"{self.command.what}, which trains a model"


@fact
def training_runs(repo: Repo) -> tuple[TrainingRun, ...]:
    """Return the commands of CI that train, those upon a change first."""
    starts = _code_started(repo)
    nodes = {node for found in starts.values() for node in found}
    leads = leading(nodes, reach(repo).edges.of, training_scopes(repo)) if nodes else ()
    own = [one for one in ci_commands(repo) if (one.place, one.what) in starts]
    found: dict[Place, TrainingRun] = {}
    for number, one in enumerate(own):
        if any(node in leads for node in starts[one.place, one.what]):
            later = (other for other in own[number + 1 :] if other.job.place == one.job.place)
            followed = any(starts[other.place, other.what] != starts[one.place, one.what] for other in later)
            found.setdefault(one.place, TrainingRun(one, followed))
    return tuple(sorted(found.values(), key=lambda item: (not item.command.guards, item.place)))


@fact
def _code_started(repo: Repo) -> Mapping[Start, tuple[Node, ...]]:
    """Return what each command of CI starts of the owner's own code, by its place and its words."""
    edges = reach(repo).edges
    known = {(one.place, one.what) for one in ci_commands(repo)}
    found: dict[Start, tuple[Node, ...]] = {}
    for entry in entry_points(repo):
        if (entry.place, entry.what) in known and entry.role is Role.OWN:
            key = (entry.place, entry.what)
            found[key] = (*found.get(key, ()), *nodes_of(entry, edges))
    for one in ci_commands(repo):
        for entry in _stages_of(repo, one.command.text):
            key = (one.place, one.what)
            found[key] = (*found.get(key, ()), *nodes_of(entry, edges))
    return found


def _stages_of(repo: Repo, command: str) -> Iterator[EntryPoint]:
    """Yield what the stages of a pipeline of DVC start that a command reproduces: all where it names no file."""
    if not (match := _REPRODUCES.search(command)):
        return
    named = next((word for word in match[1].split() if word.endswith("dvc.yaml")), "dvc.yaml")
    for entry in entry_points(repo):
        if entry.kind is Kind.PIPELINE and f"/{entry.place.path}".endswith(f"/{named.removeprefix('./')}"):
            yield entry
