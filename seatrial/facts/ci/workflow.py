"""What is a workflow: the nouns that every CI system's files are read into."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from seatrial.facts.ci.trigger import Event, Trigger
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command
from seatrial.read.infrastructure.yaml_node import MISSING, Node


class Triggered:
    """What a record has that says for which reasons it starts."""

    __slots__ = ()
    triggers: tuple[Trigger, ...]

    @property
    def on_change(self) -> bool:
        """Whether it runs on the way of a change to the default branch."""
        return any(trigger.on_change for trigger in self.triggers)

    @property
    def unattended(self) -> bool:
        """Whether anything but a person starts it."""
        return any(trigger.event not in {Event.MANUAL, Event.APPROVAL} for trigger in self.triggers)

    @property
    def approval(self) -> Trigger | None:
        """Where a person lets it go on, in a pipeline that comes so far by itself."""
        return next((trigger for trigger in self.triggers if trigger.event is Event.APPROVAL), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job: shell text, or an action of somebody with its inputs."""

    place: Place  #: of the first line of the shell text
    name: str = ""
    run: str = ""
    uses: str = ""  #: action, orb or task with its version
    inputs: tuple[tuple[str, str], ...] = ()
    folder: str = ""  #: working directory, "" for the checkout
    can_fail: bool = True  #: False when a failure is allowed to pass
    pipefail: bool = False
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Job(Triggered):
    """Steps that run on one machine."""

    name: str
    place: Place
    what: str
    triggers: tuple[Trigger, ...] = ()
    steps: tuple[Step, ...] = ()
    needs: tuple[str, ...] = ()
    can_fail: bool = True  #: False when a failure is allowed to pass
    never: bool = False  #: ``if: false``
    condition: str = ""
    environment: str = ""  #: deployment environment
    calls: str = ""  #: reusable workflow
    root: Node = MISSING
    key: tuple[str, int] = ("", 0)  #: the path of its workflow, and its place among the jobs there
    stage: str = ""  #: the part of the pipeline that it belongs to, where its system has such parts


@dataclass(frozen=True, slots=True)
class Workflow(Triggered):
    """One file of a CI system, with what it includes from the repository."""

    path: str
    system: str  #: "GitHub Actions", "GitLab CI", ...
    name: str
    place: Place
    what: str
    triggers: tuple[Trigger, ...] = ()
    jobs: tuple[Job, ...] = ()
    outside: tuple[str, ...] = ()  #: reusable workflows and includes of other repositories: what they run is unknown
    broken: str = ""
    root: Node = MISSING  #: the file as it was read, for questions about permissions and the like


@dataclass(frozen=True, slots=True)
class CiCommand(Triggered):
    """One program that a CI job starts, tasks and scripts of the repository looked into."""

    command: Command
    place: Place  #: in the workflow's file
    what: str
    workflow: str  #: path
    job: Job
    triggers: tuple[Trigger, ...]
    can_fail: bool  #: a failure of it fails the run
    via: str = ""  #: the task or script through which it is run: "make test"
    folder: str = ""  #: working directory
    stopped: Evidence | None = None  #: why its job fails before it: then nothing starts it

    @property
    def guards(self) -> bool:
        """Tell whether a change on its way to the default branch fails when it fails."""
        return self.on_change and self.can_fail

    @property
    def scheduled(self) -> bool:
        """Tell whether the clock starts it."""
        return any(trigger.event is Event.SCHEDULE for trigger in self.triggers)


@dataclass(frozen=True, slots=True)
class CiAction(Triggered):
    """One use of somebody's action, orb or task in a CI job."""

    uses: str
    inputs: tuple[tuple[str, str], ...]
    place: Place
    what: str
    workflow: str
    job: Job
    triggers: tuple[Trigger, ...]
    can_fail: bool
    stopped: Evidence | None = None  #: why its job fails before it: then nothing starts it

    @property
    def name(self) -> str:
        """Return the action without its version."""
        return self.uses.partition("@")[0]

    @property
    def guards(self) -> bool:
        """Tell whether a change on its way to the default branch fails when it fails."""
        return self.on_change and self.can_fail


__all__ = ["CiAction", "CiCommand", "Event", "Job", "Step", "Trigger", "Workflow"]


def script_steps(path: str, *scripts: Node) -> Iterator[Step]:
    """Yield the steps of scripts, each a text or a list of texts, in the order in which they stand."""
    for script in scripts:
        for item in script.elements or (script,):
            if item.text:
                yield Step(Place(path, item.text_line), run=item.text)


def held(triggers: Iterable[Trigger], place: Place) -> tuple[Trigger, ...]:
    """Return what starts a job for which a person is asked at a place: the same branches, and nothing by itself."""
    return tuple(dict.fromkeys(
        one if one.event is Event.MANUAL else replace(one, event=Event.APPROVAL, place=place) for one in triggers
    ))  # fmt: skip
