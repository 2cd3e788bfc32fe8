"""What is an image: the nouns of what a Dockerfile builds."""

from seatrial.facts.deployment.workload import Probe
from seatrial.model import Place
from seatrial.model.grades import Ordered
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.dockerfile import Stage
from seatrial.read.infrastructure.shell import Command
from seatrial.read.regex import regex
from seatrial.repo import Role

_RELEASE = regex(r"(?<![\d.])\d+\.\d+\.\d+|(?<!\d)20\d\d[-.]?[01]\d[-.]?[0-3]\d(?!\d)")
_DAY = regex(r"(?<!\d)20\d\d[-.]?[01]\d[-.]?[0-3]\d(?!\d)")
_COMMIT = regex(r"(?:sha-)?(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}")
#: A whole commit after other words: ``main-cuda121-<40 digits>`` is built once.
_ONE_COMMIT = regex(r"[-_.](?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{40}$")
_MINOR = regex(r"(?<![\d.])\d+\.\d+(?![\d])")
_MOVES = regex(r"(?:^|[-_])(?:latest|nightly|edge|main|master)(?:[-_]|$)")
_ROOT = {"0", "root"}
#: Variables by which bases tell the user without rights that they made: micromamba, Jupyter, .NET, buildpacks.
_USER_OF_BASE = regex(r"\$\{?(?:MAMBA_USER(?:_ID)?|NB_USER|NB_UID|APP_UID|CNB_USER_ID)\}?")
#: Programs by which an entrypoint that begins as root becomes another user.
_STEPS_DOWN = regex(r"(?:exec\s+)?(?:gosu|su-exec|setpriv|runuser|chpst\s+-u)\s+(?!root\b|0\b)")
#: Bases whose own default user is not root.
_NONROOT_BASE = regex(
    r".*(nonroot|unprivileged|rootless).*|cgr\.dev/chainguard/(?!wolfi-base).*|(quay\.io/)?jupyter/.*notebook.*"
    r"|apache/airflow.*|(docker\.io/)?bitnami/.*|mambaorg/micromamba.*|dhi\.io/.*"
)


def steps_down(command: Command) -> bool:
    """Tell whether a command line becomes another user than root before it starts its program."""
    return bool(_STEPS_DOWN.match(command.text))


class Pin(Ordered):
    """How firmly a tag holds an image in place."""

    FLOATING = "floating"  #: no tag, latest, a name, or a major version alone
    MINOR = "minor"  #: X.Y: patch releases change it
    RELEASE = "release"  #: X.Y.Z, a date, or a commit
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Base:
    """An image from outside the repository that a build starts from or copies from."""

    name: str  #: with its registry, without tag and digest
    tag: str
    digest: str
    place: Place
    what: str
    copied: bool = False  #: only files are taken from it, by COPY --from
    resolved: bool = True  #: False when an argument without a default decides

    @property
    def pin(self) -> Pin:
        """Return how firmly it is pinned; an unresolved one counts as floating."""
        if self.digest:
            return Pin.DIGEST
        if self.resolved and _ONE_COMMIT.search(self.tag):
            return Pin.RELEASE
        if not self.resolved or (_MOVES.search(self.tag) and not _DAY.search(self.tag)):
            return Pin.FLOATING
        if _RELEASE.search(self.tag) or _COMMIT.fullmatch(self.tag):
            return Pin.RELEASE
        if not _MINOR.search(self.tag):
            return Pin.FLOATING
        return Pin.RELEASE if self.name.startswith("nvcr.io/") else Pin.MINOR

    @property
    def nonroot(self) -> bool:
        """Tell whether its own default user is known not to be root."""
        return bool(_NONROOT_BASE.fullmatch(f"{self.name}:{self.tag}"))


@dataclass(frozen=True, slots=True)
class Copy:
    """Files that a build puts into the image."""

    sources: tuple[str, ...]  #: as written, relative to the build context or to the other stage's root
    target: str  #: absolute path in the image
    place: Place
    origin: str = ""  #: the stage or image they come from, "" for the build context


@dataclass(frozen=True, slots=True)
class Image:
    """What one Dockerfile builds when nobody asks for another stage."""

    path: str  #: of the Dockerfile
    place: Place  #: of the final stage
    what: str
    context: str  #: folder that is sent to the builder, "" for the repository's root
    stages: tuple[Stage, ...]  #: the final stage first, then what it builds on, to the external base
    bases: tuple[Base, ...] = ()  #: every external image that ends up in it
    outermost: Base | None = None  #: the external base at the end of its stages
    user: str = ""  #: of the process, as written; "" when no stage says
    user_place: Place | None = None
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    shell_form: bool = False  #: a shell is process 1 and swallows the signal to stop
    start_place: Place | None = None  #: of the instruction that decides what is started
    start: tuple[Command, ...] = ()  #: what is started, scripts of the repository looked into
    copies: tuple[Copy, ...] = ()  #: into the final stage
    contents: tuple[Copy, ...] = ()  #: from the build context into the final stage, by way of other stages too
    sent: tuple[Copy, ...] = ()  #: from the build context, into any stage that is needed
    mounted: tuple[Copy, ...] = ()  #: from the build context, for a step that installs or copies what it holds
    runs: tuple[tuple[Command, Place], ...] = ()  #: what the build itself executes, in all stages that are needed
    probe: Probe | None = None  #: HEALTHCHECK
    variables: tuple[tuple[str, str], ...] = ()
    workdir: str = "/"
    role: Role = Role.OWN
    helper: str = ""  #: why it is no unit of delivery: "dev container", "documentation", "test"

    @property
    def nonroot(self) -> bool | None:
        """Tell whether the process runs without root; None when an argument without a default decides."""
        name = self.user.partition(":")[0]
        if _USER_OF_BASE.fullmatch(name):
            return True
        if name.startswith("$"):
            return None
        if any(map(steps_down, self.start)):
            return True
        if name:
            return name.lower() not in _ROOT
        return self.outermost is not None and self.outermost.nonroot

    @property
    def argv(self) -> tuple[str, ...]:
        """Return entrypoint and command as one."""
        return self.entrypoint + self.command
