"""Are data, features, training and serving units of their own that can be imported?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Place, Severity, Stage, architecture
from seatrial.facts.archetype import archetype
from seatrial.facts.code.layout import (
    copied_functions,
    mixed_modules,
    own_programs,
    packages,
    path_edits,
    shared_modules,
    used_by_both,
)
from seatrial.facts.code.programs import Program, why_absence_proves_nothing
from seatrial.facts.project.library_interface import public_packages, tests_of_package
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import trainings

from .. import acts

LOOKED_FOR = (
    "folders of modules that other files import, modules that training and the service both import; against these: one "
    "program for everything, copied functions, edits of sys.path, training in or behind a module that answers requests"
)
_MOST = 0.7  #: of all statements in one program
_LOOSE = "where modules stand beside the scripts that import them, and nothing is trained"
_MIXED = "where what answers requests trains too"
_COPIES = "where functions stand in several files, as copies"
_EDITS = "where only sys.path is edited"
_IN_NOTEBOOKS = 0.9  #: of all statements in notebooks


@architecture.practice(
    "ARC-05",
    question="Are data, features, training, evaluation and serving separate importable units?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PILOT,
    why="What stands in one script can neither be tested nor used again: a change of the training breaks the service.",
    act=acts.MODULES,
    act_when={Archetype.LIBRARY: "", _LOOSE: "", _MIXED: "", _EDITS: ""},
    fix=(
        "Move the functions of {program:the script} into a package: src/<name>/data.py, features.py, train.py ...",
        "Import them where {copy:a second file} has copies of them, and delete the edits of sys.path.",
    ),
    fix_when={
        _LOOSE: (
            "Put {program:the program} and the modules that it imports into one package, and start it by that name.",
        ),
        _MIXED: (
            "Put what the service needs of {program:it} into a module that trains nothing, and import that one there.",
            "Train in a program of its own, which stores the model and which the service never imports.",
        ),
        _COPIES: ("Keep each function once, and import it where {copy:a second file} and others have copies of it.",),
        _EDITS: ("Install the code as a package (`pip install -e .`), and delete the edits of sys.path in {copy:it}.",),
    },
    fix_for={
        Archetype.LIBRARY: ("Put the modules of {program:the code} below one package, and name it in pyproject.toml.",)
    },
    missing="no module of the code is imported by another",
    references=("MTS-Data6", "42001 A.6.1.3", "42001 A.6.2.3"),
)
def modular_code(component: Component) -> Graded:
    if archetype(component).archetype is Archetype.LIBRARY:
        return _library(component)
    if not (trainings(component) or served(component) or jobs_of(component)):
        return Graded.not_applicable("nothing here trains or predicts in Python")
    everything, shared = own_programs(component), shared_modules(component)
    if not everything:
        return Graded.unknown(why_absence_proves_nothing(component.repo) or "it holds no Python that does anything")
    first = max(everything, key=lambda item: (_works(component, item), item.file.statements))
    copies, edits, mixed = copied_functions(component), path_edits(component), mixed_modules(component)
    faults = [*mixed[:4], *copies[:4], *edits[:3]]
    whole = bool(packages(component)) and not faults
    folders = [Evidence(Place(name), f"{name}/ holds modules that can be imported") for name in packages(component)]
    graded = Graded.best(
        (Grade.IN_USE, used_by_both(component)[:5] if whole else ()),
        (Grade.SUBSTANTIVE, folders[:3] if whole else ()),
        (Grade.PRESENT, [*faults, *_modules(shared)] if shared or not _does_all(component) else ()),
        looked_for=LOOKED_FOR,
        message="" if whole else _message(component, faults, shared, copied=len(copies)),
    )
    if graded.grade is None or (not graded.evidence and not _does_all(component)):
        graded = Graded(Grade.PRESENT, (), LOOKED_FOR, "the scripts stand side by side, and none imports another")
    loose = shared and not whole and not trainings(component)
    case = _MIXED if mixed else _COPIES if copies else _EDITS if edits else _LOOSE if loose else ""
    named = graded.naming(program=next(iter(mixed), Place(first.path)), copy=next(iter([*copies, *edits]), None))
    return named.in_case(case).having_done(*(() if copies or edits or mixed else (2,)))


def _works(component: Component, item: Program) -> int:
    """Rank programs by what their owner would divide first: code before notebooks, what trains or answers first."""
    doing = {one.place.path for one in trainings(component)} | {one.endpoint.handler_path for one in served(component)}
    return 2 * (not item.notebook) + (item.path in doing)


def _library(component: Component) -> Graded:
    offered = public_packages(component)
    tested = tests_of_package(component) if offered else ()
    return Graded.best(
        (Grade.IN_USE, tested[:3]),
        (Grade.SUBSTANTIVE, offered[:3]),
        (Grade.PRESENT, _modules(shared_modules(component))),
        looked_for="an importable package, and tests that import it by its name",
    )


def _modules(shared: tuple[str, ...]) -> list[Evidence]:
    return [Evidence(Place(path), f"{path} is imported by other files") for path in shared[:4]]


def _does_all(component: Component) -> bool:
    """Tell whether one program holds most of the code, or notebooks hold all of it."""
    everything = own_programs(component)
    total = sum(item.file.statements for item in everything)
    largest = max(item.file.statements for item in everything)
    in_notebooks = sum(item.file.statements for item in everything if item.notebook)
    return in_notebooks >= _IN_NOTEBOOKS * total or largest >= _MOST * total


def _message(component: Component, faults: list[Evidence], shared: tuple[str, ...], *, copied: int) -> str:
    if copied and not mixed_modules(component):
        return f"{copied} functions stand in several files each, as copies"
    if faults:
        return faults[0].what
    if shared:
        return "modules stand loose beside the scripts that import them, and not in a package"
    if all(item.notebook for item in own_programs(component)):
        return "all code stands in notebooks"
    return "one program, or a row of notebooks, does everything" if _does_all(component) else ""
