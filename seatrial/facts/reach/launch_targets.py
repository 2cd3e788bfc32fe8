"""Which file of the repository does a started file, module or command stand for?"""

from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname, join, normpath

from seatrial.facts import fact
from seatrial.facts.code.modules import Found, modules
from seatrial.facts.code.resolution import resolution
from seatrial.facts.code.scripts import is_python_script, is_shell
from seatrial.facts.images.image import Image
from seatrial.facts.images.image_files import repository_path
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.reach.launch import Launch, launches
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import SHELL
from seatrial.read.posix_path import is_python
from seatrial.read.project.project_record import FILES, Script
from seatrial.repo import Repo, own_paths

_ENDS = (".py", ".ipynb")
_COMMANDS = ("/usr/local/bin", "/usr/bin", "/bin")


@dataclass(frozen=True, slots=True)
class Target:
    """The file that is started, and the object in it."""

    path: str
    name: str = ""
    main: bool = False


@fact
def console_scripts(repo: Repo) -> Mapping[str, Script]:
    """Return the commands that installing the repository's projects makes."""
    return {script.name: script for project in python_projects(repo) for script in project.scripts}


def targets_of(repo: Repo, found: Iterable[Launch], folder: str = "", image: Image | None = None) -> Iterator[Target]:
    """Yield what the launches of one command stand for: the first that is found, and what is started besides."""
    first = True
    for launch in found:
        if (first or launch.besides) and (goal := target(repo, launch, folder, image)):
            first = first and launch.besides
            yield goal


def target(repo: Repo, launch: Launch, folder: str = "", image: Image | None = None) -> Target | None:
    """Return what a launch stands for, started in a folder of the repository or in an image; None if foreign."""
    if launch.console:
        script = console_scripts(repo).get(launch.console)
        found = next(script_targets(repo, script, folder), None) if script else None
        return found or (brought_command(repo, launch.console, image) if image else None)
    if launch.file:
        moved = _file(repo, join(launch.folder, launch.file), folder, image) if launch.folder else None
        path = moved or _file(repo, launch.file, folder, image)
        return Target(path, launch.attribute, launch.main) if path else None
    return _module(repo, launch, folder, image)


def brought_command(repo: Repo, name: str, image: Image) -> Target | None:
    """Return the program of Python that an image brings by such a name into a folder of its PATH, or None."""
    folders = (*dict(image.variables).get("PATH", "").split(":"), *_COMMANDS)
    places = (join(one, name) for one in folders if "$" not in one)
    inside = (repository_path(repo, image.context, image.contents, place) for place in places)
    found = (path for path in inside if path and (is_python(path) or is_python_script(repo, path)))
    return next((Target(path, "", main=True) for path in found), None)


def script_targets(repo: Repo, script: Script, folder: str) -> Iterator[Target]:
    """Yield what a command calls: ``package.module:function``, or what a file of Python or of shell starts."""
    if script.group == FILES:
        yield from of_script_file(repo, normpath(join(folder, script.target)), folder)
        return
    module, _, name = script.target.partition("[")[0].strip().partition(":")
    if goal := _module(repo, Launch(module=module.strip(), attribute=name.strip()), folder, None):
        yield goal


def of_script_file(repo: Repo, path: str, folder: str) -> Iterator[Target]:
    """Yield the program of Python that a file is, or those that a script of a shell starts from a folder."""
    if path in repo.entries and path.endswith(".py"):
        yield Target(path, "", main=True)
    for record in repo.records(SHELL, (path,)) if is_shell(repo, path) else ():
        for item in record.commands:
            found = (launch for launch in launches(item) if not launch.console)  # else it may call itself
            yield from targets_of(repo, found, folder)


def _file(repo: Repo, written: str, folder: str, image: Image | None) -> str | None:
    for path in _possible(repo, written, folder, image):
        if path in repo.entries and path.endswith(_ENDS):
            return path
        if f"{path}/__main__.py" in repo.entries:
            return f"{path}/__main__.py"
    return _by_tail(repo, written, image.context if image else folder)


def _possible(repo: Repo, written: str, folder: str, image: Image | None) -> Iterator[str]:
    if image:
        yield repository_path(repo, image.context, image.contents, join(image.workdir, written)) or ""
        yield normpath(join(image.context, written.lstrip("/")))
    yield normpath(join(folder, written)) if not written.startswith("/") else ""
    yield normpath(written.lstrip("/"))


def _by_tail(repo: Repo, written: str, folder: str) -> str | None:
    """Find a file whose folders outside the repository are unknown: the one with the same end, or at least name."""
    if not written.endswith(_ENDS):
        return None
    tail = normpath(written).lstrip("./")
    for end in (tail, basename(tail)) if written.startswith(("/", "$")) else (tail,):
        found = [path for path in _by_last_name(repo).get(basename(end), ()) if path.endswith(f"/{end}")]
        near = [path for path in found if path.startswith(folder + "/")]
        if len(near or found) == 1:
            return (near or found)[0]
    return None


@fact
def _by_last_name(repo: Repo) -> Mapping[str, tuple[str, ...]]:
    """Return the own programs, by the last part of their path."""
    return grouped((basename(path), path) for path in own_paths(repo, _is_program))


def _is_program(path: str) -> bool:
    return path.endswith(_ENDS)


def _module(repo: Repo, launch: Launch, folder: str, image: Image | None) -> Target | None:
    dotted = f"{launch.module}.{launch.attribute}" if launch.attribute else launch.module
    if image and (there := _in_image(repo, launch, image)):
        return there
    for place in _searched(repo, launch, folder, image):
        found = modules(repo).find(dotted, join(place, "__start__"))
        if not found or (launch.main and found.rest):
            continue
        package = found.path.removesuffix("/__init__.py")
        if launch.main and f"{package}/__main__.py" in repo.entries:
            return Target(f"{package}/__main__.py", "", main=True)
        if found.path.endswith(".py") and _holds(repo, found):
            return Target(found.path, found.rest, launch.main)
    return None


def _in_image(repo: Repo, launch: Launch, image: Image) -> Target | None:
    """Return the file that an image holds where a module is looked for: its folders may come from several places."""
    for start in _starts_in(launch, image):
        inside = join(start, launch.module.replace(".", "/"))
        ends = ("/__main__.py", ".py") if launch.main else (".py",)
        for path in (repository_path(repo, image.context, image.contents, f"{inside}{end}") for end in ends):
            if path and path in repo.entries:
                return Target(path, launch.attribute, launch.main)
    return None


def _starts_in(launch: Launch, image: Image) -> list[str]:
    """Return the folders of an image in which modules are looked for: where the program starts, and PYTHONPATH."""
    paths = dict(image.variables).get("PYTHONPATH", "").split(":")
    return [
        join(image.workdir, path) for path in (launch.folder, *paths) if "$" not in path and (path or not launch.folder)
    ]


def _holds(repo: Repo, found: Found) -> bool:
    """Tell whether a package really has what is asked of it: a missing module looks like one of its names."""
    if not found.rest or not found.path.endswith("/__init__.py"):
        return True
    names = resolution(repo).names(found.path)
    return bool(names.stars) or found.rest.partition(".")[0] in names.own


def _searched(repo: Repo, launch: Launch, folder: str, image: Image | None) -> Iterator[str]:
    """Yield the folders of the repository that stand for the working directory, likeliest first."""
    for start in _starts_in(launch, image) if image else ():
        found = repository_path(repo, image.context, image.contents, start) if image else None
        if found is not None:
            yield found
    if image and image.mounted:  # the project whose folder the Dockerfile stands in was installed
        yield dirname(image.path)
    base = image.context if image else folder
    if launch.folder and not launch.folder.startswith("/"):
        inner = normpath(join(base, launch.folder))
        yield "" if inner == "." else inner
    yield base
