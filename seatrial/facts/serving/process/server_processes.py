"""By which program is the service started, is it made for production, and does it end in order?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.called_from import called_from
from seatrial.facts.code.code import calls_named
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.deployed import is_infrastructure
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Container, Platform, Workload
from seatrial.facts.images.containers import images, own_images
from seatrial.facts.images.image import Image
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.launch import in_their_folders, launches
from seatrial.facts.reach.launch_targets import Target, targets_of
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.process.server_calls import PRODUCTION_CALLS, ServerCall, by_command, by_module, server_call
from seatrial.facts.serving.serving import network_endpoints
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command, command
from seatrial.read.regex import regex
from seatrial.repo import Repo

_DEVELOPMENT = regex(r"(^|[._/-])(dev|devel|development|override|local|debug|test)([._/-]|$)")


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """One declared start of the service."""

    place: Place  #: where the start is declared
    text: str  #: the command as written
    server: str  #: "gunicorn", "Flask's development server" ...
    fault: str = ""  #: why it is not made for production, "" when it is
    graceful: bool = False  #: the command itself says how long requests may take to end
    shell: bool = False  #: a shell is process 1 and keeps the signal to stop for itself
    development: bool = False  #: it is declared for development: by the name of its file, or beside a real start
    confidence: Confidence = Confidence.VERIFIED
    alone: Place | None = None  #: the call that hands the server the application itself, so that one process answers

    @property
    def what(self) -> str:
        """Which command starts which server."""
        start = self.text[:80] if self.server in self.text else f"{self.text[:80]} starts {self.server}"
        return f"{start}: {self.fault}" if self.fault else start


@fact
def server_processes(component: Component) -> tuple[ServerProcess, ...]:
    """Return the starts of the component's service by images, manifests and platforms, in the order of their places."""
    repo = component.repo
    own = [image for image in own_images(repo) if image.path in component]
    found = [process for image in own for process in _of_image(repo, image)]
    found += [process for work in workloads(repo) for process in _of_workload(component, work)]
    return tuple(sorted(dict.fromkeys(found or _behind_commands(component)), key=lambda item: item.place))


def _behind_commands(component: Component) -> Iterator[ServerProcess]:
    """Yield servers in code that a deployment, or a command that installing the project makes, gets to.

    No call shows the way: a command is found by its name, and an application by a text that names it.
    """
    live = reach(component.repo)
    for placed in component.of(calls_named(component.repo, *PRODUCTION_CALLS)):
        entry = live.entry(placed.path, placed.call.scope)
        file = python_file(component.repo, placed.path)
        if entry and file and entry.deployed and entry.kind in (Kind.IMAGE, Kind.WORKLOAD, Kind.CONSOLE):
            made = server_call(file, placed.call)
            if made and not made.fault:
                yield ServerProcess(entry.place, entry.what, made.server, "", made.graceful,
                                    confidence=Confidence.LIKELY, alone=made.alone)  # fmt: skip


@fact
def loose_starts(component: Component) -> tuple[ServerProcess, ...]:
    """Return servers that the code of the service starts when a person runs it, below a main guard or in a function."""
    found = []
    for path in sorted({item.handler_path for item in network_endpoints(component) if item.handler_path}):
        file = python_file(component.repo, path)
        for call in file.calls if file else ():
            if file and (made := server_call(file, call)):
                place = Place(path, call.line, call.column)
                found.append(ServerProcess(place, f"{call.written}()", made.server, made.fault))
    return tuple(found)


def _of_image(repo: Repo, image: Image) -> Iterator[ServerProcess]:
    place = image.start_place or image.place
    for item in image.start:
        for made in _servers(repo, item, image, image.variables):
            execs = any(word == "exec" for word in image.argv) or "exec " in item.text
            yield ServerProcess(place, item.text, made.server, made.fault, made.graceful,
                                image.shell_form and not execs, confidence=made.confidence,
                                alone=made.alone)  # fmt: skip


def _of_workload(component: Component, work: Workload) -> Iterator[ServerProcess]:
    if not work.counts or work.path not in component:
        return
    by_path = {image.path: image for image in images(component.repo)}
    for container in work.containers:
        if is_infrastructure(container) or not _words(container):
            continue
        image = by_path.get(container.build.dockerfile) if container.build else None
        for item in in_their_folders(command(_words(container))):
            for made in _servers(component.repo, item, image, container.variables, work.path.rpartition("/")[0]):
                graceful = made.graceful or bool(work.grace)
                yield ServerProcess(container.place, item.text, made.server, made.fault, graceful,
                                    development=_for_development(work), confidence=made.confidence,
                                    alone=made.alone)  # fmt: skip


def _words(container: Container) -> tuple[str, ...]:
    return container.command + container.arguments


def _for_development(work: Workload) -> bool:
    return work.platform is Platform.COMPOSE and bool(_DEVELOPMENT.search(work.path.lower()))


def _servers(
    repo: Repo, item: Command, image: Image | None, variables: tuple[tuple[str, str], ...], folder: str = ""
) -> Iterator[ServerCall]:
    """Yield the servers that one command starts: by its own name, else by what the started Python calls."""
    if made := by_command(item, dict((*variables, *item.variables))):
        yield made
        return
    for goal in targets_of(repo, launches(item, variables), folder, image):
        yield from _in_code(repo, goal)


def _in_code(repo: Repo, goal: Target) -> Iterator[ServerCall]:
    """Yield the server that the started Python calls; where a condition chooses, the one made for production."""
    found = list(_called(repo, goal))
    sound = [made for made, _ in found if not made.fault]
    if found and (not sound or not found[0][0].fault or not found[0][1]):
        yield found[0][0]
    elif sound:
        yield sound[0]
    elif (file := python_file(repo, goal.path)) and (made := by_module(file)):
        yield made


def _called(repo: Repo, goal: Target) -> Iterator[tuple[ServerCall, bool]]:
    """Yield the calls of servers that started Python gets to, each with whether a condition decides on it."""
    inside = contents(repo, goal.path)
    start = goal.name if goal.name in inside.functions else ""
    for reached in called_from(repo, [(goal.path, start)], depth=6):
        file = python_file(repo, reached.path)
        for call in contents(repo, reached.path).calls.get(reached.scope, ()):
            foreign = "main" in call.inside and not (goal.main and reached.path == goal.path)
            made = server_call(file, call) if file and not foreign else None
            if made and (reached.sure or not made.fault):
                yield made, bool({"if", "else"} & set(call.inside))
