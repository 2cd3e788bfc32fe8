"""What is an entry point: a place from which something outside the code starts it."""

from enum import StrEnum

from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.repo import Role


class Kind(StrEnum):
    """Who starts it."""

    IMAGE = "image"  #: the command of a container image, or a step of its build
    WORKLOAD = "workload"  #: the command of a manifest: Kubernetes, Compose, Procfile, functions, model platforms
    CONSOLE = "console script"  #: a command that installing the project makes
    PIPELINE = "pipeline"  #: a definition that an orchestrator finds: DAG, flow, stage
    SERVER = "server"  #: code that a model server or a function platform finds by its conventions
    SCHEDULE = "schedule"  #: a job of CI that the clock starts
    DEPLOY = "deploy"  #: a step of CI that deploys it
    CI = "ci"  #: any other step of CI
    LIBRARY = "library"  #: the public names of an installable package
    APP = "app"  #: a web application or consumer that nothing here starts
    UI = "ui"  #: a page for people that nothing here starts
    TASK = "task"  #: a target of a task file, or a shell script, for people
    SCRIPT = "script"  #: a file that does something when people run it


IN_BUILD = " in its build"  #: the end of what is told of a command that runs while an image is built
OWN_CLOCK = "apscheduler"  #: a clock that a program starts in its own process, at the end of what is told of its jobs
#: Kinds that start without a person at the keyboard. Who imports a library does, too.
DEPLOYED = frozenset({Kind.IMAGE, Kind.WORKLOAD, Kind.CONSOLE, Kind.PIPELINE, Kind.SERVER, Kind.SCHEDULE, Kind.DEPLOY})
#: Kinds that wait for whoever installs the project.
OFFERED = frozenset({Kind.CONSOLE, Kind.LIBRARY})


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """One way in, as it is declared."""

    kind: Kind
    path: str  #: the Python file or notebook it starts in
    name: str  #: the object in it that is called or served, "" for the file itself
    place: Place  #: where it is declared
    what: str
    main: bool = False  #: the file is run as a program, so that its main guard holds
    role: Role = Role.OWN  #: the weakest of what is started and of where that is declared
    confidence: Confidence = Confidence.VERIFIED

    @property
    def deployed(self) -> bool:
        """Whether a deployment of the owner's own starts it."""
        return self.kind in DEPLOYED and self.role is Role.OWN

    @property
    def offered(self) -> bool:
        """Whether it waits for whoever installs the project, as a command or as names to import."""
        return self.kind in OFFERED

    @property
    def in_build(self) -> bool:
        """Whether it runs once, while an image is built."""
        return self.kind is Kind.IMAGE and self.what.endswith(IN_BUILD)

    @property
    def by_own_clock(self) -> bool:
        """Whether a clock inside the program starts it, for whoever has started the program."""
        return self.kind is Kind.PIPELINE and self.what.endswith(f" {OWN_CLOCK}")


@dataclass(frozen=True, slots=True)
class Lost:
    """A start that leads to no file of the repository: what it reaches is unknown."""

    place: Place
    what: str
