"""What would keep an image from holding and starting the owner's code?"""

import posixpath
import re
from collections.abc import Iterator
from itertools import takewhile

from seatrial.facts.code.missing_modules import missing_module
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.deployed import names_infrastructure
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.images.base_starts import starts_nothing
from seatrial.facts.images.brought_files import brings, is_stored_by_a_training, may_be_brought
from seatrial.facts.images.copied_packages import foreign_packages
from seatrial.facts.images.image import Image
from seatrial.facts.images.image_files import Missing, missing_sources
from seatrial.facts.images.lost_imports import lost_import
from seatrial.facts.images.missing_lists import missing_lists
from seatrial.facts.images.missing_packages import missing_packages
from seatrial.facts.inference.engine_names import engine_of_command
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.reach.launch import Launch, launches
from seatrial.facts.reach.launch_targets import Target, brought_command, target
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.infrastructure.shell import Command, is_python
from seatrial.repo import Repo, Role, role

_IDLE = {"bash", "sh", "zsh", "dash", "jupyter", "jupyter-lab", "sleep", "tail", "true", "python", "python3", "ipython"}
_CODE = (".py", ".ipynb", ".R", ".jl", ".scala")
#: What an image may start that starts no Python.
_OTHER_CODE = (".java", ".kt", ".go", ".rs", ".cs", ".ts", ".tsx", ".js", ".mjs", ".cc", ".cpp", ".c", ".rb", ".php",
               ".html")  # fmt: skip
_SCRIPTS = (".sh",)
_RUN_BY_NAME = ("serve", "train")  #: what SageMaker runs in an image, whether it has a command or none
_SYSTEMS = {"alpine", "busybox"}  #: bases on which anything may be built


def faults(repo: Repo, image: Image, *, commanded: bool = False, mounted: bool = False) -> tuple[Evidence, ...]:
    """Return what a build of a clone would lack, or its container would fail at; () when it is sound as far as seen.

    What the image itself starts is not asked when every manifest that runs it gives a command of its own. Code that a
    manifest mounts lets its container run, as a model does that whoever builds it trains before, and the image is
    nothing to hand on: ``mounted`` asks about the former.
    """
    missing = (one for one in _missing(repo, image) if not (mounted and is_stored_by_a_training(repo, one.source)))
    found = [as_evidence(one) for one in missing]
    others = _starts_others(image)
    code = (*_CODE, *(_OTHER_CODE if others else ()), *(_SCRIPTS if others and not _of_a_tool(image) else ()))
    if not _engine(image) and not _brings_code(repo, image, code):
        lacks = "code" if others else "Python"
        mount = _mount(repo, image, code)
        what = f"{image.path} brings none of the owner's {lacks} into the image"
        if not (mount and mounted):
            found.append(Evidence(image.place, f"{what}; {mount} mounts it" if mount else what))
    starts = () if commanded else _start_faults(repo, image)
    return (*found, *foreign_packages(image), *missing_lists(repo, image), *starts)


def _missing(repo: Repo, image: Image) -> Iterator[Missing]:
    """Yield what the build copies that a clone lacks, and that CI brings nowhere before it builds."""
    for one in missing_sources(repo, image.path, image.context, image.sent):
        if not brings(repo, image.path, posixpath.normpath(posixpath.join(image.context, one.source.lstrip("/")))):
            yield one


def failing_starts(repo: Repo, image: Image) -> tuple[Evidence, ...]:
    """Return why the program that an image starts is sure to fail.

    It is not there, it lacks what it imports, or the image is never built, since nothing brings what that copies.
    """
    place = image.start_place or image.place
    found = (fault for command in _seen(image) for fault in _command_faults(repo, image, command, place))
    lost = (one for one in _missing(repo, image) if one.ignored or not may_be_brought(repo, image.context, one.source))
    return (*map(_unbuilt, lost), *foreign_packages(image), *found)


def _unbuilt(one: Missing) -> Evidence:
    return Evidence(
        one.place, one.what if one.ignored else f"{one.place.path} copies {one.source}, which nothing here brings"
    )


def _engine(image: Image) -> bool:
    """Tell whether it starts a program that serves whatever model it is given; MLflow's tracking server does not."""
    return any(engine_of_command(one) for one in image.start)


def _of_a_tool(image: Image) -> bool:
    """Tell whether it stands on a program that everybody knows: its scripts set that up, and are no product."""
    base = image.outermost
    return base is not None and base.name not in _SYSTEMS and names_infrastructure(base.name)


def _starts_others(image: Image) -> bool:
    """Tell whether it starts a program, and none that is given a file or a module of Python: Java, Node, nginx."""
    starts = [one for command in image.start for one in launches(command, image.variables)]
    return bool(starts) and not any(one.file or one.module for one in starts)


def _brings_code(repo: Repo, image: Image, code: tuple[str, ...]) -> bool:
    own = {project.name.lower().replace("_", "-") for project in python_projects(repo) if project.name}
    for command, _ in image.runs:
        words = [re.split(r"[\[=<>~!;@]", word)[0].lower().replace("_", "-") for word in command.arguments]
        if command.starts("git", "clone") or ("install" in words and own & set(words)):
            return True
    return any(_is_code(repo, image, source, code) for copy in (*image.sent, *image.mounted) for source in copy.sources)


def _mount(repo: Repo, image: Image, code: tuple[str, ...]) -> str:
    """Return the manifest that mounts a folder with code into the image that it builds; "" when none does."""
    for work in workloads(repo):
        for one in work.containers:
            if one.build and one.build.dockerfile == image.path:
                paths = (path for path in one.mounts if path.startswith("."))  # others are named volumes
                here = (posixpath.normpath(posixpath.join(posixpath.dirname(work.path), path)) for path in paths)
                below = tuple("" if path == "." else f"{path}/" for path in here)
                if any(name.startswith(below) and name.endswith(code) for name in repo.paths):
                    return work.path
    return ""


def _is_code(repo: Repo, image: Image, source: str, code: tuple[str, ...]) -> bool:
    """Tell whether a source of COPY holds code; wheels and patterns may."""
    if "://" in source:
        return source.endswith((".git", ".whl", ".tar.gz", ".zip"))
    if set("*?[") & set(source):
        return (
            source.endswith((".whl", ".gz", ".jar", *code)) or source.rstrip("*").endswith(("/", ".")) or source == "*"
        )
    path = posixpath.normpath(posixpath.join(image.context, source.lstrip("/")))
    below = "" if path == "." else f"{path}/"
    return any(
        (name == path or name.startswith(below)) and name.endswith(code) and role(repo, name) is not Role.VENDORED
        for name in repo.paths
    )


def _start_faults(repo: Repo, image: Image) -> Iterator[Evidence]:
    place = image.start_place or image.place
    if not image.argv:
        given = any(brought_command(repo, name, image) for name in _RUN_BY_NAME)
        if starts_nothing(image.outermost) and not given:
            yield Evidence(image.place, f"{image.path} has neither CMD nor ENTRYPOINT")
    elif starts_none(repo, image):
        yield Evidence(place, f"{image.path} starts {' '.join(image.argv)[:80]}, which is no program of the owner's")
    else:
        for command in _seen(image):
            yield from _command_faults(repo, image, command, place)


def _seen(image: Image) -> Iterator[Command]:
    """Yield what an image starts, up to a command that unpacks what it is handed: that may hold the rest."""
    return takewhile(lambda command: not _unpacks(command), image.start)


def _unpacks(command: Command) -> bool:
    """Tell whether a command of a start fetches or unpacks files that nobody can see here."""
    if command.program == "tar":
        return any(word.lstrip("-").startswith("x") or word == "--extract" for word in command.arguments[:2])
    return command.program == "unzip" or command.starts("git", "clone")


def _command_faults(repo: Repo, image: Image, command: Command, place: Place) -> Iterator[Evidence]:
    if is_python(command.program) and "-c" in command.arguments:
        return  # a line of its own imports what it likes
    wanted = [one for one in launches(command, image.variables) if one.file or one.module]
    found = [(goal, one) for one in wanted if (goal := target(repo, one, "", image))]
    if wanted and not found and _is_named(wanted[0]):
        yield Evidence(place, f"{image.path} starts {_written(wanted[0])}, which is no file here")
    elif found:
        yield from _target_faults(repo, image, command, *found[0])


def _target_faults(repo: Repo, image: Image, command: Command, goal: Target, launch: Launch) -> Iterator[Evidence]:
    if not _defines(repo, goal):
        yield Evidence(image.start_place or image.place, f"{goal.path} has no {goal.name}, which {image.path} starts")
    elif lacks := missing_module(repo, goal.path) or lost_import(repo, image, command, launch, goal):
        yield lacks
    else:
        yield from missing_packages(repo, image, (goal.path,))


def starts_none(repo: Repo, image: Image) -> bool:
    """Tell whether an image starts none of the owner's programs: nothing, a shell, or an interpreter without a file."""
    return all(_is_idle(repo, image, index) for index in range(len(image.start)))


def _is_idle(repo: Repo, image: Image, index: int) -> bool:
    command = image.start[index]
    return command.program in _IDLE and not any(
        target(repo, one, "", image) or one.file or one.module for one in launches(command, image.variables)
    )


def _is_named(launch: Launch) -> bool:
    """Leave out what a variable decides, patterns of names, and modules that a package of others may bring.

    A bare word is no file: it is what a script hands on of its arguments, in a branch that they may not reach.
    """
    is_file = launch.file.endswith(_CODE) or "/" in launch.file
    return not set("$*") & set(launch.file + launch.module) and bool(launch.attribute or is_file)


def _written(launch: Launch) -> str:
    name = launch.file or launch.module
    return f"{name}:{launch.attribute}" if launch.attribute else name


def _defines(repo: Repo, goal: Target) -> bool:
    """Tell whether a file holds the object that a server is told to serve."""
    file = python_file(repo, goal.path)
    if not goal.name or file is None or file.broken or any(item.name == "*" for item in file.imports):
        return True
    name = goal.name.partition(".")[0].partition("(")[0]
    defined = {item.name for item in file.functions} | {item.name for item in file.classes}
    return name in defined | {item.alias for item in file.imports} | {item.target for item in file.assignments}
