"""What is a workload: the nouns that every kind of deployment file is read into."""

from enum import StrEnum

from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.repo import Role


class Platform(StrEnum):
    """What starts a workload."""

    KUBERNETES = "kubernetes"
    COMPOSE = "compose"
    PROCFILE = "procfile"
    SERVERLESS = "serverless"  #: functions: serverless.yml, SAM, Cloud Functions
    CLOUD_RUN = "cloud run"
    APP_PLATFORM = "app platform"  #: App Engine, fly.io, Render, Vercel, Railway, DigitalOcean
    MODEL_PLATFORM = "model platform"  #: BentoML, Cog, Ray Serve, Anyscale, LangGraph, Azure ML, Truss
    TERRAFORM = "terraform"
    AZURE = "azure"  #: Bicep: Container Apps, container groups, web apps, endpoints of machine learning
    HOST = "host"  #: systemd, supervisord
    DATA_PLATFORM = "data platform"  #: Databricks bundles and clusters


@dataclass(frozen=True, slots=True)
class Probe:
    """How a platform asks whether a container lives or is ready."""

    kind: str  #: "liveness", "readiness", "startup", "healthcheck"
    place: Place
    what: str
    path: str = ""  #: of an HTTP probe
    port: str = ""  #: number or name, as written
    command: tuple[str, ...] = ()  #: of an exec probe
    role: Role = Role.OWN


@dataclass(frozen=True, slots=True)
class Resources:
    """CPU, memory and GPU of one container, as written ("500m", "2Gi"); "" where nothing is set."""

    place: Place
    cpu_request: str = ""
    memory_request: str = ""
    cpu_limit: str = ""
    memory_limit: str = ""
    gpu: str = ""


@dataclass(frozen=True, slots=True)
class Security:
    """What a manifest enforces for one container; None where it says nothing."""

    place: Place
    run_as_non_root: bool | None = None
    run_as_user: int | None = None
    read_only: bool | None = None  #: of the root file system
    escalation: bool | None = None  #: allowPrivilegeEscalation
    privileged: bool | None = None
    drops: tuple[str, ...] = ()  #: capabilities


@dataclass(frozen=True, slots=True)
class Build:
    """That somebody builds an image from a Dockerfile of this repository."""

    dockerfile: str  #: path in the repository
    context: str  #: folder in the repository, "" for its root
    place: Place
    what: str
    target: str = ""  #: the stage asked for, "" for the last
    image: str = ""  #: what the image is called
    automatic: bool = False  #: an event starts it in CI, and CI fails when it fails
    given: tuple[tuple[str, str], ...] = ()  #: build arguments whose values are known


@dataclass(frozen=True, slots=True)
class Container:
    """One process of a workload."""

    name: str
    place: Place
    image: str = ""  #: as written, variables with defaults put in
    build: Build | None = None
    command: tuple[str, ...] = ()  #: what replaces the image's entrypoint and command; () when the image decides
    arguments: tuple[str, ...] = ()  #: what replaces the image's command alone
    ports: tuple[str, ...] = ()  #: inside the container
    variables: tuple[tuple[str, str], ...] = ()  #: the environment; values that come from elsewhere are ""
    probes: tuple[Probe, ...] = ()
    resources: Resources | None = None
    security: Security | None = None
    mounts: tuple[str, ...] = ()  #: host paths
    published: bool = True  #: whether anything outside gets to it; Compose publishes no port by itself


class Deployable:
    """What a record has that a condition of a chart or a profile may leave out of what is deployed."""

    __slots__ = ()
    role: Role
    switched_off: bool

    @property
    def counts(self) -> bool:
        """Whether it may show what production does: the owner's, and not left out by default."""
        return self.role is Role.OWN and not self.switched_off


@dataclass(frozen=True, slots=True)
class Workload(Deployable):
    """Something that a platform starts."""

    platform: Platform
    kind: str  #: "Deployment", "CronJob", "service", "web", "function" ...
    name: str
    place: Place
    what: str
    containers: tuple[Container, ...] = ()
    replicas: int | None = None
    schedule: str = ""  #: cron expression, for what is started by the clock
    grace: float | None = None  #: seconds between the signal to stop and the end
    confidence: Confidence = Confidence.VERIFIED  #: likely when template values are unknown
    role: Role = Role.OWN
    switched_off: bool = False  #: a template condition or a profile leaves it out by default

    @property
    def path(self) -> str:
        """Return the file it is declared in."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class Autoscaler(Deployable):
    """A rule by which the number of replicas, workers or nodes follows demand."""

    kind: str  #: "HorizontalPodAutoscaler", "ScaledObject", "min_workers/max_workers" ...
    place: Place
    what: str
    target: str = ""  #: name of the workload it scales
    lowest: int | None = None
    highest: int | None = None
    metrics: tuple[str, ...] = ()  #: what it follows: "cpu", "memory", "prometheus", "concurrency"
    of_nodes: bool = False  #: it scales a cluster or a pool of machines, not the workload
    confidence: Confidence = Confidence.VERIFIED
    role: Role = Role.OWN
    switched_off: bool = False
