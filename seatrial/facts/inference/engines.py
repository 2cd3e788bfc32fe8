"""Which ready-made inference engines do images, manifests and programs start, and by which words?"""

from collections.abc import Container, Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Workload
from seatrial.facts.images.containers import images
from seatrial.facts.inference.engine_names import engine_of_command, engine_of_image
from seatrial.facts.inference.engines_in_code import engines_in_code
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import console_scripts
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command, command
from seatrial.repo import Repo, Role, role

#: Kinds of Kubernetes objects that are an inference service by themselves.
_KINDS = {
    "InferenceService": "KServe",
    "SeldonDeployment": "Seldon",
    "RayService": "Ray Serve",
    "ServingRuntime": "KServe",
    "LLMInferenceService": "KServe",
    "BentoDeployment": "BentoML",
}


@dataclass(frozen=True, slots=True)
class StartedEngine:
    """An inference engine, and what it is started by."""

    endpoint: Endpoint
    words: tuple[str, ...] = ()  #: its arguments; () where its image or its kind starts it by words of its own


@fact
def started_engines(repo: Repo) -> tuple[StartedEngine, ...]:
    """Return the inference engines that are started by a command line, by an image's name or as a custom resource."""
    found = (*_of_images(repo), *_of_workloads(repo), *_of_kinds(repo), *_of_code(repo))
    by_file = {(item.endpoint.place.path, item.endpoint.framework): item for item in reversed(found)}
    return tuple(by_file.values())[::-1]


@fact
def engines(repo: Repo) -> tuple[Endpoint, ...]:
    """Return the inference engines that are started, as doors behind which a model answers."""
    return tuple(item.endpoint for item in started_engines(repo))


def _of_images(repo: Repo) -> Iterator[StartedEngine]:
    own = console_scripts(repo)  # who makes an engine serves by code of their own
    for image in images(repo):
        if image.role not in (Role.OWN, Role.EXAMPLE):
            continue
        place = image.start_place or image.place
        started = _first_engine(image.start, own, place)
        if started or image.command or image.entrypoint:
            yield from started
            continue
        named = filter(None, (engine_of_image(base.name) for base in image.bases if not base.copied))
        yield from (_engine(name, place) for name in islice(named, 1))


def _of_workloads(repo: Repo) -> Iterator[StartedEngine]:
    for work in workloads(repo):
        if work.role in (Role.OWN, Role.EXAMPLE):
            yield from islice(_of_containers(repo, work), 1)


def _of_containers(repo: Repo, work: Workload) -> Iterator[StartedEngine]:
    own = console_scripts(repo)
    for container in work.containers:
        given = (*container.command, *container.arguments)
        started = _first_engine(command(given), own, work.place)
        yield from started
        if not started and (name := engine_of_image(container.image)):
            yield _engine(name, work.place, given)


def _first_engine(commands: tuple[Command, ...], own: Container[str], place: Place) -> tuple[StartedEngine, ...]:
    """Return the first engine that one of the commands starts, () where none does."""
    served = (item for at, item in enumerate(commands) if not _waits_on(item, commands[at + 1 :]))
    named = ((engine_of_command(item), item) for item in served if item.program not in own)
    return tuple(islice((_engine(name, place, item.arguments) for name, item in named if name), 1))


def _waits_on(item: Command, after: tuple[Command, ...]) -> bool:
    """Tell an engine in the background of a program that is started after it: the program answers, and asks it."""
    if not item.ignored or any(later.program == "wait" for later in after):
        return False
    return any(launch.file or launch.module for later in after for launch in launches(later))


def _of_code(repo: Repo) -> Iterator[StartedEngine]:
    return (_engine(one.name, one.place, one.words) for one in engines_in_code(repo))


def _of_kinds(repo: Repo) -> Iterator[StartedEngine]:
    for manifest in manifests(repo):
        framework = _KINDS.get(manifest.kind)
        if framework and role(repo, manifest.place.path) in (Role.OWN, Role.EXAMPLE):
            yield _engine(framework, manifest.place)


def _engine(name: str, place: Place, words: tuple[str, ...] = ()) -> StartedEngine:
    return StartedEngine(Endpoint(place, f"{name} serves a model", Door.ENGINE, name), words)
