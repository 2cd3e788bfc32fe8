"""What is a pipeline of AWS CodePipeline, and what does it run, whichever kind of file describes it?"""

from collections.abc import Iterator

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow, held
from seatrial.model import Place
from seatrial.model.record import dataclass

#: Sources that are repositories; a bucket or a registry is filled by something else.
_REPOSITORIES = frozenset({
    "codecommit", "github", "codestarsourceconnection", "codeconnections", "codestarconnections", "bitbucket",
    "codestar", "connection",
})  # fmt: skip
CLOUD = "CodePipeline's"  #: before the name of an action that the cloud itself does
_KEEPS = frozenset({"s3"})  #: what a bucket is handed, nobody starts


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a stage."""

    category: str  #: "source", "build", "test", "approval", "deploy", "invoke"
    provider: str  #: "CloudFormation", "CodeBuild"
    name: str
    place: Place
    order: int = 1  #: those of a stage with a lower one come before
    branch: str = ""  #: of a source
    steps: tuple[Step, ...] = ()  #: of a build, as far as its commands are found

    @property
    def runs(self) -> tuple[Step, ...]:
        """What it does, told as steps: what only a cloud does is an action of the cloud's."""
        if self.category == "deploy" and self.provider.lower() not in _KEEPS:
            return (Step(self.place, self.name, uses=f"{CLOUD} {self.provider}"),)
        return self.steps


@dataclass(frozen=True, slots=True)
class Stage:
    """The actions that have to succeed before the next stage begins."""

    name: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One pipeline with its stages in order."""

    name: str
    place: Place
    stages: tuple[Stage, ...]
    whole: bool = True  #: all its stages and their actions are written where they can be read

    @property
    def workflow(self) -> Workflow:
        """The pipeline as what every other system of CI is."""
        path, names = self.place.path, f"CodePipeline {self.name} in {self.place.path}"
        return Workflow(path, "CodePipeline", self.name, self.place, names, self._triggers, tuple(self._jobs()))

    @property
    def _triggers(self) -> tuple[Trigger, ...]:
        sources = [action for stage in self.stages for action in stage.actions if action.category == "source"]
        pushed = [one for one in sources if one.provider.lower() in _REPOSITORIES]
        found = (Trigger(Event.PUSH, one.place, (one.branch,) if one.branch else ()) for one in pushed)
        return tuple(found) or (Trigger(Event.OTHER, self.place),)

    def _jobs(self) -> Iterator[Job]:
        """Yield a job for each action that does something; it waits for those before, and for whoever is asked."""
        before, triggers = list[str](), self._triggers
        for stage in self.stages:
            for order in sorted({action.order for action in stage.actions}):
                now = [action for action in stage.actions if action.order == order]
                for action in now:
                    if action.category == "approval":
                        triggers = held(triggers, action.place)
                doing = [(f"{stage.name}/{action.name}", action) for action in now if action.runs]
                for name, action in doing:
                    yield Job(name, action.place, f"action {name} of {self.name}", triggers, action.runs,
                              tuple(before), stage=stage.name)  # fmt: skip
                before += (name for name, _ in doing)
