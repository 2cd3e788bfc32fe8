"""Which built units does the repository deliver: images, bundles of model platforms, packages, functions?"""

import posixpath
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.deployment.clouds.code_endpoints import code_endpoints
from seatrial.facts.deployment.clouds.code_functions import code_functions
from seatrial.facts.deployment.manifests import Platform, Workload, workloads
from seatrial.facts.images.builds import ci_builds
from seatrial.facts.images.containers import images
from seatrial.facts.images.front_ends import front_end_builds
from seatrial.facts.images.handed_programs import handed_programs, tool_commands
from seatrial.facts.images.handed_steps import handed_steps, handing_runs
from seatrial.facts.images.image import Image
from seatrial.facts.images.image_faults import faults, starts_none
from seatrial.facts.images.image_files import repository_path
from seatrial.facts.images.image_standing import standing
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.project.dependency_set import DependencySet
from seatrial.facts.project.dependency_sets import dependency_sets
from seatrial.facts.project.releases import is_uploaded
from seatrial.facts.reach.entry_points import Kind, entry_points, lost_starts
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import targets_of
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.grades import Ordered
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command
from seatrial.read.project.project_record import Project
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Commands that build the bundle of a platform, or a Python package.
_BUNDLERS = (
    "bentoml build", "bentoml containerize", "bentoml deploy", "cog build", "cog push", "sam build", "sam deploy",
    "serverless deploy", "serverless package", "sls deploy", "truss push", "langgraph build", "langgraph up",
    "cdk synth", "cdk deploy", "pulumi preview", "pulumi up",
    "langgraph deploy", "databricks bundle", "modal deploy", "mlflow models build-docker", "anyscale service",
)  # fmt: skip
_PACKAGERS = (
    "build", "uv build", "poetry build", "hatch build", "pdm build", "flit build", "maturin build", "rye build",
    "python setup.py sdist", "python setup.py bdist_wheel", "python3 setup.py sdist", "cibuildwheel", "pip wheel",
    "poetry publish", "flit publish", "hatch publish",
)  # fmt: skip
_PACKAGING_ACTIONS = (
    "pypa/cibuildwheel", "pypa/build", "hynek/build-and-inspect-python-package", "PyO3/maturin-action",
    "JRubics/poetry-publish", "pypa/gh-action-pypi-publish",
)  # fmt: skip
#: Platforms that are handed code and what it needs, and build or install that themselves.
_BUNDLED = frozenset({Platform.MODEL_PLATFORM, Platform.SERVERLESS, Platform.DATA_PLATFORM})
#: Platforms that build from a list of packages, where no image is named.
_YAML = (".yml", ".yaml")
_VARIABLE = regex(r"\$\{?\w+\}?")  #: an image that only whoever starts it names: the one that is built here
_MOVES = regex(r"cd ([\w./-]+) && ")  #: a platform builds the folder that its command begins in
_BUILDPACKS = frozenset({Platform.PROCFILE, Platform.APP_PLATFORM})


class UnitKind(Ordered):
    """What is delivered, what starts by itself first."""

    IMAGE = "image"
    BUNDLE = "bundle"  #: of a model, function, data or application platform, which builds the image itself
    STEP = "step"  #: a program that a platform runs in an image of its own, and that answers nobody
    PACKAGE = "package"  #: wheel or source distribution


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is built and handed over as a whole."""

    kind: UnitKind
    place: Place
    what: str
    faults: tuple[Evidence, ...] = ()  #: what keeps it from being built or started
    builds: tuple[Evidence, ...] = ()  #: where CI builds it without being asked
    role: Role = Role.OWN
    thin: bool = False  #: a form that only makes a working copy importable

    @property
    def owned(self) -> bool:
        """Tell whether it is the owner's own, and no example or documentation."""
        return self.role is Role.OWN


@fact
def units(repo: Repo) -> tuple[Unit, ...]:
    """Return what the repository delivers, the likeliest image first; those for development and tests are none."""
    built = (*_images(repo), *_by_front_ends(repo), *_bundles(repo), *_by_buildpacks(repo))
    return (*built, *_handed(repo), *_packages(repo))


def _images(repo: Repo) -> Iterator[Unit]:
    for image in sorted(images(repo), key=partial(standing, repo)):
        if image.helper or image.role is Role.TEST:
            continue
        found = faults(repo, image, commanded=_is_commanded(repo, image) or _is_handed_one(repo, image))
        yield Unit(UnitKind.IMAGE, image.place, image.what, found, _builds_of(repo, image), role=image.role)


def _is_commanded(repo: Repo, image: Image) -> bool:
    """Tell whether manifests start the owner's code in an image, and none leaves to the image what it starts.

    An image without a command may be what jobs of a cloud run in, whose files give each the command.
    """
    if not image.argv and any(
        one.kind is Kind.PIPELINE and one.place.path.endswith(_YAML) for one in entry_points(repo)
    ):
        return True
    started = {entry.place for entry in entry_points(repo) if entry.kind is Kind.WORKLOAD}
    containers = [one for work in workloads(repo) if work.role is Role.OWN for one in work.containers]
    built = [one for one in containers if one.build and one.build.dockerfile == image.path]
    named = {PurePosixPath(image.path).parent.name} - {""}
    alone = len([one for one in images(repo) if not one.helper and one.role is Role.OWN]) == 1
    called = [one for one in containers if not one.build and _name(one.image) in named]
    built += [one for one in containers if alone and not one.build and _VARIABLE.fullmatch(one.image)]
    left = any(not one.command and not one.arguments for one in (*built, *called))
    return not left and any(one.place in started for one in built)


def _is_handed_one(repo: Repo, image: Image) -> bool:
    """Tell an image that starts nothing of its own, or an interpreter, where people hand a container what it brings.

    One that brings nothing runs what is mounted into it.
    """
    if not starts_none(repo, image):
        return False
    handed = any(_may_hold(image, goal.path) for goal in handed_programs(repo))
    return handed or any(_brings(repo, image, step) for step in tool_commands(repo))


def _brings(repo: Repo, image: Image, step: Command) -> bool:
    """Tell whether an image brings the owner's script or program that a command of a workflow runs."""
    files = (repository_path(repo, image.context, image.contents, word) for word in step.argv)
    goals = targets_of(repo, launches(step), "", image)
    return any(path in repo.entries for path in files) or any(_may_hold(image, goal.path) for goal in goals)


def _may_hold(image: Image, path: str) -> bool:
    brought = (source.lstrip("/") for copy in image.contents for source in copy.sources)
    bases = [posixpath.normpath(posixpath.join(image.context, source)) for source in brought]
    return not bases or any(base == "." or f"{path}/".startswith(f"{base}/") or "*" in base for base in bases)


def _name(image: str) -> str:
    """Return the last part of an image's name, without tag and digest: ``backend`` of ``acme/backend:1.2``."""
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0]


def _builds_of(repo: Repo, image: Image) -> tuple[Evidence, ...]:
    found = (build for build in ci_builds(repo) if build.dockerfile == image.path and build.automatic)
    return tuple(dict.fromkeys(as_evidence(build) for build in found))


def _by_front_ends(repo: Repo) -> Iterator[Unit]:
    for path, work in front_end_builds(repo):
        what = f"{path} is read by a front end of BuildKit, and what it builds was not judged"
        yield Unit(UnitKind.IMAGE, work.place, work.what, (Evidence(Place(path, 1), what),), role=work.role)


def _bundles(repo: Repo) -> Iterator[Unit]:
    started = {entry.place for entry in entry_points(repo) if entry.kind in {Kind.WORKLOAD, Kind.SERVER}}
    for work in (*workloads(repo), *code_functions(repo), *code_endpoints(repo)):
        if work.platform in _BUNDLED and work.kind != "ECS task":
            known = not _command(work) or work.containers[0].place in started or _is_there(repo, work)
            lost = () if known else (Evidence(work.place, f"{_command(work)} is no object of the repository"),)
            yield Unit(UnitKind.BUNDLE, work.place, work.what, lost, _run(repo, _BUNDLERS), role=work.role)


def _is_there(repo: Repo, work: Workload) -> bool:
    """Tell whether the file that a platform starts is there, in a language whose objects are not looked up."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(work.path), _command(work).partition(":")[0]))
    return path in repo.entries and not path.endswith(".py")


def _by_buildpacks(repo: Repo) -> Iterator[Unit]:
    """Find what an application platform builds by itself: from the list of packages beside the command to start."""
    started = {entry.place for entry in entry_points(repo) if entry.kind is Kind.WORKLOAD}
    lists = {group.folder: group for group in dependency_sets(repo) if group.asked or group.locks}
    for work in workloads(repo):
        first = work.containers[0] if work.containers else None
        moved = _MOVES.match(first.command[-1]) if first and first.command[:2] == ("sh", "-c") else None
        group = lists.get(moved[1] if moved else posixpath.dirname(work.path))
        if work.platform not in _BUILDPACKS or group is None or first is None or first.build or first.image:
            continue
        if first.place in started:
            yield Unit(UnitKind.BUNDLE, work.place, work.what, _left_open(group), role=work.role)


def _left_open(group: DependencySet) -> tuple[Evidence, ...]:
    """Tell what a platform may install at any version: of its own list, requirements.txt, where there is one."""
    if group.held:
        return ()
    own = [one for one in group.loose if PurePosixPath(one.path).name == "requirements.txt"]
    if not own:
        if any(PurePosixPath(one.path).name == "requirements.txt" for one in group.asked):
            return ()
        return (Evidence(group.place, f"{group.manifest} leaves open which versions the platform installs"),)
    more = f" and {len(own) - 1} more" if len(own) > 1 else ""
    return (Evidence(own[0].place, f"{own[0].path} leaves open which version of {own[0].name}{more} is installed"),)


def _handed(repo: Repo) -> Iterator[Unit]:
    for step in handed_steps(repo):
        what = f"{step.place.path} names no version of the image that the platform takes"
        lost = () if step.versioned else (Evidence(step.place, what),)
        yield Unit(UnitKind.STEP, step.place, step.what, lost, handing_runs(repo), role=step.role)


def _command(work: Workload) -> str:
    return " ".join(work.containers[0].command)


def _packages(repo: Repo) -> Iterator[Unit]:
    lost = {one.place.path: as_evidence(one) for one in lost_starts(repo)}
    for project in python_projects(repo):
        built_by = project.build_backend or project.form in {"setup.py", "setup.cfg", "poetry"}
        if not project.name or not (built_by or is_uploaded(repo, project)):
            continue
        built = (*_run(repo, _PACKAGERS), *_used(repo)) if role(repo, project.path) is Role.OWN else ()
        faulty = _nameless(repo, project) or ((lost[project.path],) if project.path in lost else ())
        thin = () if built or faulty else _thin(project)
        what = f"{project.path} declares the package {project.name}"
        of = role(repo, project.path)
        yield Unit(UnitKind.PACKAGE, project.place, what, faulty or thin, built, role=of, thin=bool(thin))


def _nameless(repo: Repo, project: Project) -> tuple[Evidence, ...]:
    """Return what stops a backend that finds its package by the project's name alone: nothing is called so."""
    folder = PurePosixPath(project.path).parent
    wanted = _plain(project.name)
    paths = map(PurePosixPath, repo.paths if project.by_name else ())
    inner = (path.relative_to(folder).parts for path in paths if path.is_relative_to(folder))
    tops = (parts[1:] if parts[0] == "src" else parts for parts in inner)
    if not project.by_name or any(parts and _plain(parts[0].removesuffix(".py")) == wanted for parts in tops):
        return ()
    what = f"{project.path} is built by {project.build_backend}, and no folder or module is called {project.name}"
    return (Evidence(project.place, what),)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _thin(project: Project) -> tuple[Evidence, ...]:
    """A form that says no more than a name serves to install a working copy, and delivers nothing."""
    said = project.description or project.classifiers or project.scripts or project.people
    has = ("a description", project.description), ("its authors", project.people), ("a version", project.version)
    lacks = ", ".join(word for word, sentence in has if not sentence)
    what = f"{project.path} makes a working copy importable, and describes nothing to deliver: it lacks {lacks}"
    return () if said and (project.version or "version" in project.dynamic) else (Evidence(project.place, what),)


def _run(repo: Repo, programs: tuple[str, ...]) -> tuple[Evidence, ...]:
    wanted = [tuple(program.split()) for program in programs]
    automatic = (one for one in ci_commands(repo) if one.can_fail and one.unattended)
    found = (one for one in automatic if any(one.command.starts(*words) for words in wanted))
    return tuple(dict.fromkeys(as_evidence(one) for one in found))


def _used(repo: Repo) -> tuple[Evidence, ...]:
    found = (action for action in ci_actions(repo) if action.name in _PACKAGING_ACTIONS and action.can_fail)
    return tuple(as_evidence(action) for action in found)
