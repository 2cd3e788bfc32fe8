"""What do images, manifests and installed projects start?"""

from collections.abc import Iterable, Iterator
from posixpath import join, normpath

from seatrial.facts.code.scripts import is_shell
from seatrial.facts.deployment.clouds.code_endpoints import code_endpoints
from seatrial.facts.deployment.clouds.code_functions import code_functions
from seatrial.facts.deployment.clouds.script_functions import script_functions
from seatrial.facts.deployment.clouds.terraform_functions import terraform_functions
from seatrial.facts.deployment.hosting.managed_agents import managed_agents
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Container, Platform, Workload
from seatrial.facts.images.containers import images
from seatrial.facts.images.image import Image
from seatrial.facts.images.image_start import started
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.reach.entry_point import IN_BUILD, EntryPoint, Kind, Lost
from seatrial.facts.reach.launch import handler, in_their_folders, launches
from seatrial.facts.reach.launch_targets import Target, brought_command, script_targets, target, targets_of
from seatrial.model import Confidence, Place
from seatrial.read.infrastructure.shell import SHELL, Command, command
from seatrial.read.project.project_record import FILES
from seatrial.repo import Repo, Role, role

Found = Iterator[EntryPoint | Lost]
_COMMANDS = ("console_scripts", "gui_scripts")
_ORDER = (Role.OWN, Role.EXAMPLE, Role.DOCS, Role.TEST, Role.GENERATED, Role.VENDORED)


def weakest(*roles: Role) -> Role:
    """Return the role that counts least as evidence of production."""
    return max(roles, key=_ORDER.index)


def of_images(repo: Repo) -> Found:
    """Yield what images start, and what their builds run."""
    for image in images(repo):
        declared = Role.DOCS if image.helper else image.role
        place = image.start_place or image.place
        found = tuple(_targets_of_commands(repo, image.start, "", image))
        for goal, text in found:
            yield _entry(repo, Kind.IMAGE, goal, place, f"{image.path} starts {text}", declared)
        if image.argv and not found and any("python" in word or word.endswith(".py") for word in image.argv):
            yield Lost(place, f"{image.path} starts {' '.join(image.argv)[:100]}, which is no file here")
        if not image.argv:
            yield from _by_its_runner(repo, image, declared)
        for run, where in image.runs:
            for goal, text in _targets_of_commands(repo, (run,), "", image):
                yield _entry(repo, Kind.IMAGE, goal, where, f"{image.path} runs {text}{IN_BUILD}", declared)


def _by_its_runner(repo: Repo, image: Image, declared: Role) -> Found:
    """Yield what an image holds that has no command: who runs it, as AWS Batch does, names a script.

    SageMaker runs ``serve`` in it, to answer with a model, and ``train``, to make one.
    """
    for name, end in (("serve", "to answer"), ("train", "to train")):
        if brought := brought_command(repo, name, image):
            what = f"{image.path} brings {brought.path}, which SageMaker runs {end}"
            yield _entry(repo, Kind.IMAGE, brought, image.place, what, declared, Confidence.LIKELY)
    for copy in image.copies:
        for source in () if copy.origin else copy.sources:
            path = normpath(join(image.context, source.lstrip("/")))
            scripts = repo.records(SHELL, (path,)) if is_shell(repo, path) else ()
            lines = (line for script in scripts for line in in_their_folders(script.commands))
            for goal, text in _targets_of_commands(repo, lines, "", image):
                what = f"{image.path} brings {path}, which starts {text}"
                yield _entry(repo, Kind.IMAGE, goal, image.place, what, declared, Confidence.LIKELY)


def _targets_of_commands(
    repo: Repo, commands: Iterable[Command], folder: str, image: Image | None
) -> Iterator[tuple[Target, str]]:
    """Yield what commands start, each with its text."""
    variables = image.variables if image else ()
    for item in commands:
        for goal in targets_of(repo, launches(item, variables), folder, image):
            yield goal, " ".join(item.text.split())[:100]


def _entry(
    repo: Repo, kind: Kind, goal: Target, place: Place, what: str, declared: Role,
    confidence: Confidence = Confidence.VERIFIED,
) -> EntryPoint:  # fmt: skip
    standing = weakest(role(repo, goal.path), declared)
    return EntryPoint(kind, goal.path, goal.name, place, what, goal.main, standing, confidence)


def of_workloads(repo: Repo) -> Found:
    """Yield what the manifests of all platforms start, where they say more than the image does."""
    by_dockerfile = {image.path: image for image in reversed(images(repo))}  # of several, the first
    in_code = (*managed_agents(repo), *code_functions(repo), *script_functions(repo), *code_endpoints(repo),
               *terraform_functions(repo))  # fmt: skip
    for work in (*workloads(repo), *in_code):
        declared = weakest(work.role, Role.EXAMPLE) if work.switched_off else work.role
        for container in work.containers:
            image = by_dockerfile.get(container.build.dockerfile) if container.build else None
            for goal, text in _of_container(repo, work, container, image):
                what = f"{work.what} starts {text}" if text not in work.what else work.what
                yield _entry(repo, Kind.WORKLOAD, goal, container.place, what, declared, work.confidence)


def _of_container(
    repo: Repo, work: Workload, container: Container, image: Image | None
) -> Iterator[tuple[Target, str]]:
    words = container.command + container.arguments
    if container.arguments and not container.command and image:
        words = image.entrypoint + container.arguments
    folder = work.path.rpartition("/")[0]
    if len(words) == 1 and work.platform in (Platform.SERVERLESS, Platform.MODEL_PLATFORM):
        goal = target(repo, handler(words[0]), folder) or target(repo, handler(words[0]), "")
        if goal:
            yield goal, words[0]
        return
    for place in dict.fromkeys((folder, "")):
        found = tuple(_targets_of_commands(repo, _looked_into(repo, words, image), place, image))
        if found:
            yield from found
            return


def _looked_into(repo: Repo, words: tuple[str, ...], image: Image | None) -> Iterable[Command]:
    """Return the commands behind what a container is told to run, as they are found behind an image's own."""
    if image:
        return started(repo, image.context, image.contents, image.workdir, (), words)
    return in_their_folders(command(words))


def of_projects(repo: Repo) -> Found:
    """Yield the commands that installing the repository's projects makes."""
    for project in python_projects(repo):
        folder = project.path.rpartition("/")[0]
        for script in project.scripts:
            place = Place(project.path, script.line)
            goals = tuple(script_targets(repo, script, folder))
            for goal in goals:
                called = goal.path if script.group == FILES else script.target
                what = f"installing it makes {script.name}, which calls {called}"
                yield _entry(repo, Kind.CONSOLE, goal, place, what, role(repo, project.path))
            if not goals and role(repo, project.path) is Role.OWN and script.group in _COMMANDS:
                yield Lost(place, f"the command {script.name} calls {script.target}, which is not here")
