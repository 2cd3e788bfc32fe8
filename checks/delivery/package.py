"""Is there one built unit that holds code and environment?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Place, Severity, Stage, delivery
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.teaching import for_use
from seatrial.facts.images.containers import images, unread_dockerfiles
from seatrial.facts.images.deliverables import Unit, UnitKind, units
from seatrial.facts.images.foreign_packages import foreign_packages
from seatrial.facts.product.own_trainings import teaches
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.project.dependencies import declared_names, own_projects
from seatrial.facts.project.dependency_sets import main_sets
from seatrial.facts.serving.serving import network_service, served
from seatrial.facts.serving.ui_apps import ui_apps

from .. import acts

LOOKED_FOR = (
    "a Dockerfile that copies the code and starts it, bentofile.yaml, cog.yaml, a SAM or serverless bundle, programs "
    "that a platform is given with the image they run in, a Python package with a build backend, what a manifest of "
    "another language builds, and a CI step that builds it"
)
_PACKAGED = (
    "Describe the package in {package:pyproject.toml}: {lacking:version, description, dependencies, what builds it}.",
    "Build the wheel in CI on every change: `python -m build`; install it there and import the package.",
)
_IN_AN_IMAGE = (
    "Write {unit:Dockerfile}: copy the code, install from {list:the lock file}, start it with an exec-form CMD.",
    "Build {unit:the image} in CI on every change, and let the build's failure stop the change.",
)
_BY_PACKAGE = (Archetype.LIBRARY, Archetype.RESEARCH_CODE)  #: what is delivered as a package, whatever images are there
_FAULTY = "where what is there cannot be built or started"
_EMPTY = "where the image holds none of the code"
_PAGE = "where the whole of it is a page that people open, and no package"
_LOOSE = "where a platform installs whatever is newest"
_UNREAD = "where a front end of BuildKit builds the image"


def delivers(component: Component) -> bool:
    """Tell whether there is anything to deliver: of a course, or of an entry of a competition, only what serves."""
    return bool(served(component)) or (not teaches(component) and for_use(component))


@delivery.practice(
    "OPS-05",
    question="Is there one built unit that holds code plus environment?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="What is assembled by hand on each machine is different on each machine, and nobody can bring it back.",
    act_when={_FAULTY: acts.IMAGE, _EMPTY: acts.IMAGE},
    fix=_IN_AN_IMAGE,
    fix_when={
        _PAGE: _IN_AN_IMAGE,
        _FAULTY: (
            "Mend what keeps {unit:the image} from being built or started: {fault:what is said above}.",
            "Build {unit:the image} in CI on every change, and let the build's failure stop the change.",
        ),
        _EMPTY: (
            "Copy the code into {unit:the image} after its packages are installed; mount it for development only.",
            "Build {unit:the image} in CI on every change, and let the build's failure stop the change.",
        ),
        _LOOSE: (
            "Pin each package in {list:its list} at one version, and those too that come along with them.",
            "Raise the versions in changes of their own, which CI installs and tests.",
        ),
        _UNREAD: (
            "Where CI builds {unit:the image} on every change, `attest` OPS-05 in seatrial.yaml, with a link to a run.",
        ),
    },
    fix_for=dict.fromkeys(_BY_PACKAGE, _PACKAGED),
    references=("42001 A.6.2.5", "MTS-Infra6"),
    when=delivers,
    when_not="a course, or an entry of a competition, delivers no program",
)
def deployable_package(component: Component) -> Graded:
    strange = _of_other_programs(component)
    made = (*component.of(units(component.repo)), *foreign_packages(component))
    beside = UnitKind.STEP if _must_serve(component) else None  # what a platform runs once answers nobody
    found = _nearest([unit for unit in made if unit.place not in strange and unit.kind is not beside], component)
    if not found and (unread := [item for item in unread_dockerfiles(component.repo) if item.path in component]):
        return Graded.unknown(str(unread[0]), looked_for=LOOKED_FOR)
    sound = [unit for unit in found if _is_sound(unit, component)]
    graded = Graded.best(
        (Grade.IN_USE, [evidence for unit in sound if unit.builds for evidence in _shown(unit, unit.builds)]),
        (Grade.SUBSTANTIVE, sound),
        (Grade.PRESENT, [evidence for unit in found if not unit.thin for evidence in _shown(unit, unit.faults)]),
        (Grade.ABSENT, [evidence for unit in found for evidence in _shown(unit, unit.faults)]),
        looked_for=LOOKED_FOR,
        message=_message(found, sound, component),
    )
    package = next((unit for unit in sound or found if unit.kind is UnitKind.PACKAGE), None)
    built = [unit for unit in sound or found if unit.kind is not UnitKind.PACKAGE]
    first = min(built, key=lambda unit: unit.kind.rank, default=None)  # of equals the likeliest, as the fact lists them
    named = graded.naming(unit=first, package=package, list=_installed(component), lacking=_lacking(component, package))
    if not found and archetype(component).archetype in _BY_PACKAGE and _is_a_page(component):
        return named.in_case(_PAGE)
    by_package = archetype(component).archetype in _BY_PACKAGE and package is not None
    if first is None or not first.faults or by_package:
        return named.having_done(1) if sound else named
    fault = first.faults[0].what
    if "front end of BuildKit" in fault:
        return named.naming(unit=first.faults[0]).in_case(_UNREAD)
    if "leaves open which version" in fault:
        return named.naming(list=first.faults[0].place.path).in_case(_LOOSE)
    return named.naming(fault=fault).in_case(_EMPTY if "brings none of" in fault else _FAULTY)


def _is_a_page(component: Component) -> bool:
    """Tell an application that people open in a browser, which nobody installs; a demonstration is none."""
    own = (page.place.path for page in ui_apps(component.repo) if page.place.path in component.own)
    return any(not stands_beside(path) for path in own)


def _lacking(component: Component, package: Unit | None) -> str | None:
    """Say what the form of a package leaves empty; None where there is no package, or where it says all."""
    form = next((one for one in own_projects(component.repo) if package and one.path == package.place.path), None)
    if form is None:
        return None
    all_of_them = len(form.requirements) >= len(declared_names(component.repo))
    said = {"version": form.version or "version" in form.dynamic, "description": form.description,
            "authors": form.people, "all dependencies": all_of_them, "what builds it": form.build_backend}  # fmt: skip
    return ", ".join(word for word, sentence in said.items() if not sentence)


def _installed(component: Component) -> str | None:
    """Return what there is to install from: the lock, else the list of packages."""
    group = next((one for one in component.of(main_sets(component.repo)) if one.locks or one.asked), None)
    if group is None:
        return None
    return group.locks[0].path if group.locks else group.manifest


def _shown(unit: Unit, more: tuple[Evidence, ...]) -> tuple[Evidence | Unit, ...]:
    return (unit, *more[:2])


def _is_sound(unit: Unit, component: Component) -> bool:
    """A package delivers a library or a job; a service needs the environment too, which no wheel holds."""
    serves = unit.kind is not UnitKind.PACKAGE or not _must_serve(component)
    return not unit.faults and unit.owned and serves


def _must_serve(component: Component) -> bool:
    """A sample endpoint beside a library makes it no service."""
    return network_service(component) and archetype(component).archetype is not Archetype.LIBRARY


def _of_other_programs(component: Component) -> frozenset[Place]:
    """Return the images of a service's repository that are built from a folder which holds nothing of the service."""
    homes = [item.endpoint.handler_path for item in served(component) if item.endpoint.handler_path]
    if not homes or not _must_serve(component):
        return frozenset()
    beside = (one for one in images(component.repo) if one.context and not one.start)
    return frozenset(one.place for one in beside if not any(path.startswith(f"{one.context}/") for path in homes))


def _nearest(found: list[Unit], component: Component) -> tuple[Unit, ...]:
    """A part that has an image or a package of its own is not delivered by the one of the part beside it."""
    kinds = {unit.kind for unit in found if unit.place.path in component.own}
    return tuple(unit for unit in found if unit.place.path in component.own or unit.kind not in kinds)


def _message(found: tuple[Unit, ...], sound: list[Unit], component: Component) -> str:
    if not found:
        return "nothing is built that could be delivered as a whole"
    if sound:
        return "" if any(unit.builds for unit in sound) else "the unit is sound, and CI does not build it"
    for unit in found:
        if unit.faults:
            return unit.faults[0].what
    if not any(unit.owned for unit in found):
        return "only examples and documentation have one"
    return "the package brings code and no environment for the service" if _must_serve(component) else ""
