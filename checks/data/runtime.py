"""Is the interpreter itself the same for who writes the code, who tests it and what runs it?"""

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, data
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.version_matrix import version_matrices
from seatrial.facts.code.language import Language, language
from seatrial.facts.code.programs import programs
from seatrial.facts.images.containers import serving_image
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.project.python_versions import PythonVersion, Where, ended, python_versions, refused

from .. import acts

_ENDED = "where the support of the Python that is named has ended"
LOOKED_FOR = (
    ".python-version, runtime.txt, .tool-versions, requires-python, the Python of environments, Pipfile and base "
    "images, and the version that CI sets up"
)


def has_python(component: Component) -> bool:
    """Tell whether the component is written in Python, or says what it needs of it: not by a script beside the code."""
    repo = component.repo
    held = language(component) is Language.PYTHON and any(item.path in component for item in programs(repo))
    return held or bool(component.of(python_projects(repo)))


@data.practice(
    "DAT-14",
    question="Are Python and what lies below it fixed?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="Packages are locked for one Python: another one resolves, rounds and pickles differently.",
    act=acts.VERSIONS,
    act_when={Archetype.LIBRARY: "", _ENDED: ""},
    fix=(
        "Write the minor version into .python-version{tag:, and give the base image the tag of the same version}.",
        "Set up the same version in CI: `python-version-file: .python-version`.",
    ),
    fix_when={
        _ENDED: (
            "Move {old:what is named} to a Python that is still supported, and run the tests on it.",
            "Name the same version in .python-version and wherever it is installed, so that the next move is one.",
        )
    },
    fix_for={
        Archetype.LIBRARY: (
            "State requires-python, and let CI try the lowest and the newest version that it allows.",
            "Leave out versions whose support has ended.",
        )
    },
    missing="nothing says which Python is meant",
    references=("MTS-Infra1", "42001 A.4.4", "42001 A.4.5"),
    when=has_python,
    when_not="no Python is kept here",
)
def runtime_pinned(component: Component) -> Graded:
    found = _nearest(component)
    image = next((item for item in found if item.where is Where.IMAGE), None)
    if archetype(component).archetype is Archetype.LIBRARY:
        return _of_library(component, found)
    old = [item for item in found if item.where in (Where.CODE, Where.IMAGE) and ended(component.repo, item.version)]
    if old:
        message = f"the support of Python {old[0].version} ended on {ended(component.repo, old[0].version)}"
        return (
            Graded.best((Grade.ABSENT, old), looked_for=LOOKED_FOR, message=message).naming(old=old[0]).in_case(_ENDED)
        )
    if found and all(item.where is Where.CI for item in found):
        return Graded(Grade.ABSENT, (), LOOKED_FOR, f"only CI names a version, {found[0].version}")
    if against := refused(found):
        ranged = next(item for item in found if item.where is Where.RANGE)
        message = f"{against[0].what}, and the package refuses it: {ranged.version}"
        return Graded.best((Grade.PRESENT, [*against, ranged]), looked_for=LOOKED_FOR, message=message).naming(
            tag=_tag(component, image)
        )
    built = serving_image(component) is not None
    full, tested, said = _agreed(found, built=built)
    return Graded.best(
        (Grade.IN_USE, [*full, *tested] if full and tested else ()),
        (Grade.SUBSTANTIVE, full),
        (Grade.PRESENT, [item for item in found if item.where is not Where.CI]),
        looked_for=LOOKED_FOR,
        message=said,
    ).naming(tag=_tag(component, image))


def _tag(component: Component, image: PythonVersion | None) -> str:
    """Say which base image follows the version; nothing where no image is built."""
    if image is None and serving_image(component) is None:
        return ""
    base = f"the base image of {image.place.path}" if image else "the base image"
    return f", and give {base} the tag of the same version"


def _nearest(component: Component) -> tuple[PythonVersion, ...]:
    """Return what is said of a part by its own files, those at the root and CI."""
    found = component.of(python_versions(component.repo))
    if not component.root:
        return found
    return tuple(item for item in found if item.place.path in component.own or _for_all(item))


def _for_all(item: PythonVersion) -> bool:
    return item.where is Where.CI or "/" not in item.place.path


def _agreed(found: tuple[PythonVersion, ...], *, built: bool) -> tuple[list[PythonVersion], list[PythonVersion], str]:
    """Return what names one version together, where CI uses it, and what is amiss otherwise."""
    by = {where: [item for item in found if item.where is where] for where in Where}
    code, image = by[Where.CODE], by[Where.IMAGE]
    if not code:
        stated = image or by[Where.RANGE]
        said = "no file fixes the minor version for those who work on the code" if stated else ""
        return [], [], said if stated else ""
    versions = {item.version for item in (*code, *image)}
    if len(versions) > 1:
        return [], [], f"the files name different versions: {', '.join(sorted(versions))}"
    if built and not image:
        return [], [], f"the code names Python {code[0].version}, and the base image does not say which it holds"
    tested = [item for item in by[Where.CI] if item.version in versions]
    if by[Where.CI] and not tested:
        return [], [], f"CI runs Python {by[Where.CI][0].version}, and {code[0].version} is what is used"
    return [*code, *image], tested, "" if tested else "CI does not say which Python it runs"


def _of_library(component: Component, found: tuple[PythonVersion, ...]) -> Graded:
    """Judge a library, which runs on what its users have: a range, and a matrix that tries it."""
    ranged = [item for item in found if item.where in (Where.RANGE, Where.CODE)]
    tested = [item for item in found if item.where is Where.CI]
    matrix = component.of(version_matrices(component.repo))
    return Graded.best(
        (Grade.IN_USE, [*ranged, *matrix] if ranged and matrix else ()),
        (Grade.SUBSTANTIVE, [*ranged, *tested[:3]] if ranged and tested else ()),
        (Grade.PRESENT, [*ranged, *tested[:3]]),
        looked_for="requires-python, and a matrix of CI that tries what it allows",
    )
