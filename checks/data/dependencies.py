"""Will the same code install the same packages next year?"""

import posixpath
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Severity,
    Stage,
    as_evidence,
    data,
    regex,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.outside_calls import outside_calls
from seatrial.facts.ci.version_matrix import version_matrices
from seatrial.facts.images.containers import images
from seatrial.facts.images.image_files import missing_sources
from seatrial.facts.images.installs import LockedInstall, locked_installs
from seatrial.facts.project.dependencies import Dependency, unread_dependencies
from seatrial.facts.project.dependency_set import DependencySet, Hold
from seatrial.facts.project.dependency_sets import dependency_sets, main_sets
from seatrial.facts.project.foreign_manifests import foreign_manifests, held_by_the_build, language_locks
from seatrial.facts.serving.foreign_services import foreign_locks

from .. import acts

_NONE = "where no manifest is there"
_LEFT_OUT = "where an image installs from a list that is not tracked"
_STALE = "where the lock does not hold what the manifest asks for"
_UNUSED = "where a lock is there, and nothing installs from it"
_POETRY = "where Poetry holds the project"
_PDM = "where PDM holds the project"
_CONDA = "where conda holds the environment"
_EXPORTED = "where conda wrote the environment out as it stood"
_PROGRAM = "where one version of each direct dependency is named"
_STEPS = (
    "Lock what {manifest:a new pyproject.toml} brings in: `uv lock`, or `uv pip compile --generate-hashes`.",
    "Commit the lock file and renew it when {manifest:the manifest} changes.",
    "Install from it alone, wherever it runs and in CI: `uv sync --frozen`, or `pip install --require-hashes -r`.",
)
#: Names of what a build installs from.
_LIST = regex(r"(?:^|/)(?:requirements[\w.-]*\.(?:txt|in)|Pipfile(?:\.lock)?|environment\.ya?ml|pyproject\.toml)$")
LOOKED_FOR = (
    "uv.lock, poetry.lock, pdm.lock, pylock.toml, Pipfile.lock, conda-lock.yml, pixi.lock, compiled or hashed "
    "requirements, and an image or CI that installs from them"
)


@data.practice(
    "DAT-04",
    question="Will the same code install the same packages next year?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A package that changes under unchanged code breaks the service, or the model's numbers, with nobody to blame.",
    act=acts.VERSIONS,
    act_when={Archetype.LIBRARY: ""},
    fix=_STEPS,
    fix_when={
        _LEFT_OUT: (
            "Commit {list:the list of packages} with exact versions: {image:the image} installs from it.",
            "Let CI build {image:the image} from a clone, so that what is left out is seen.",
        ),
        _NONE: (
            "Declare in a new pyproject.toml what the code imports, and lock it: `uv lock`.",
            "Install from the lock alone wherever the code runs: `uv sync --frozen`.",
        ),
        _STALE: (
            "Make {lock:the lock} anew from {manifest:the manifest}: it lacks {lacking:what is said above}.",
            "Let CI fail when the two part: `uv lock --check`, `poetry check --lock`, or compile and compare.",
            "Install from the lock alone, wherever it runs and in CI.",
        ),
        _UNUSED: (
            "Install from {lock:the lock} alone, wherever it runs and in CI: `uv sync --frozen`, or `pip install -r`.",
        ),
        **{
            case: (
                f"Lock what {{manifest:the manifest}} brings in: `{tool} lock`.",
                f"Commit {tool}.lock and renew it when {{manifest:the manifest}} changes.",
                f"Install from it alone, wherever it runs and in CI: `{tool} sync`.",
            )
            for case, tool in ((_POETRY, "poetry"), (_PDM, "pdm"))
        },
        _CONDA: (
            "Lock what {manifest:environment.yml} brings in by `conda-lock`, for each platform that is used.",
            "Commit conda-lock.yml and renew it when {manifest:the environment} changes.",
            "Install from it alone, wherever it runs and in CI: `conda-lock install`.",
        ),
        _EXPORTED: (
            "Make the environment from {lock:what conda wrote out} alone, wherever it runs: `conda env create -f`.",
            "Write it out anew when a package changes, and let CI make it.",
        ),
        _PROGRAM: _STEPS,
    },
    fix_for={
        Archetype.LIBRARY: (
            "Give every dependency in {manifest:the manifest} the lowest version that works: `numpy>=1.24`.",
            "Test the lowest and the newest versions by a matrix in CI: of Python, or of the main dependencies.",
        )
    },
    references=("MTS-Infra1", "MTS-Mon1", "LLM03", "ML06", "PCI 6.3.2", "AIA 15"),
    raised_by=("finance", "healthcare"),
)
def dependencies_locked(component: Component) -> Graded:
    sets = [group for group in main_sets(component.repo) if group.place.path in component]
    # what a part declares for itself is what it installs, and the root beside it may be another project
    sets = [group for group in sets if group.place.path in component.own] or _of_its_own(component) or sets
    if not sets:
        unread = [item for item in unread_dependencies(component.repo) if item.path in component]
        if unread:
            return Graded.unknown(str(unread[0]), looked_for=LOOKED_FOR)
        return _elsewhere(component)
    packaged = [group for group in sets if group.packages] or sets
    holds = {group.hold for group in packaged}
    # who lists one version of each installs a program, whatever else it offers: nothing is left to try
    fixed = holds == {Hold.PINNED} and not component.of(version_matrices(component.repo))
    if archetype(component).archetype is Archetype.LIBRARY and Hold.LOCKED not in holds and not fixed:
        return _ranges(component, packaged)
    installs = locked_installs(component.repo)
    # Most sets decide: one helper without a lock costs a repository of many locked parts nothing.
    judged = sorted(((_grade(group, installs), group) for group in sets), key=lambda pair: pair[0])
    grade, group = judged[(len(judged) - 1) // 2]
    used = _from(group, installs)
    manifest = _copied_list(component, group) or group.manifest
    loose = sorted(group.loose, key=lambda item: item.path != manifest)[:5]
    evidence = Graded.best((grade, (*used, *(group.proof or loose))), looked_for=LOOKED_FOR).evidence
    asked = {item.path for item in group.asked}
    shown = [item.place.path for item in evidence if item.place.path in asked]
    if shown and manifest not in shown:
        manifest = shown[0]  # the list that the message is about, and not another one beside it
    graded = Graded(grade, evidence, LOOKED_FOR, _message(group, used)).naming(manifest=manifest)
    named = graded.naming(lock=min(group.lock_paths, default=None), lacking=_names(group.missing) or None)
    if group.missing:  # of several lists the one that asks for what lacks, which is what the lock is made of
        named = named.naming(manifest=group.missing[0].path)
    return named.in_case(_case(group, grade))


def _copied_list(component: Component, group: DependencySet) -> str | None:
    """Return the list that the image is given, where it is not the metadata beside it; what pip compiles from first."""
    asked = {item.path for item in group.asked}
    sources = [
        posixpath.normpath(posixpath.join(image.context, source))
        for image in component.of(images(component.repo))
        for copy in image.sent
        for source in copy.sources
        if _LIST.search(source.rstrip("*"))
    ]
    given = [path for path in asked if any(fnmatchcase(path, source) for source in sources)]
    return min(given, key=lambda path: (not path.endswith(".in"), path), default=None)


def _of_its_own(component: Component) -> list[DependencySet]:
    """Return what a part declares for itself, beside another that is started and speaks for the product."""
    declared = (group for group in dependency_sets(component.repo) if group.asked or group.locks)
    return [group for group in declared if group.place.path in component.own]


def _elsewhere(component: Component) -> Graded:
    """Judge packages of another language: a lock holds them, and a manifest alone declares them."""
    locks = (*component.of(foreign_locks(component.repo)), *language_locks(component))
    locks = locks or held_by_the_build(component)
    declared = foreign_manifests(component)
    if not locks and not declared:
        said = "no manifest declares what has to be installed"
        lost, listed, image = _left_out(component)
        if lost:
            absent = Graded.absent((lost,), LOOKED_FOR, f"{said}: {lost.what}")
            return absent.naming(list=listed, image=image).in_case(_LEFT_OUT)
        return Graded(Grade.ABSENT, looked_for=LOOKED_FOR, message=said).in_case(_NONE)
    return Graded.best(
        (Grade.SUBSTANTIVE, locks[:3]),
        (Grade.PRESENT, declared[:3]),
        looked_for=LOOKED_FOR,
        message="" if locks else f"{declared[0].what}, and no lock holds what they bring along",
    ).naming(manifest=next(iter(declared), None))


def _left_out(component: Component) -> tuple[Evidence | None, str | None, str | None]:
    """Return where an image copies a list of packages that no clone has, with the list and the image."""
    for image in component.of(images(component.repo)):
        for lost in missing_sources(component.repo, image.path, image.context, image.sent):
            if _LIST.search(lost.source):
                path = posixpath.normpath(posixpath.join(image.context, lost.source.lstrip("/")))
                return as_evidence(lost), path, image.path
    return None, None, None


def _case(group: DependencySet, grade: Grade) -> str:
    """Say what is left to do: make a lock, make it anew, or install from it."""
    if group.hold is Hold.LOCKED:
        return "" if grade is Grade.IN_USE else _EXPORTED if group.exported else _UNUSED
    if group.hold is Hold.STALE:
        return _STALE
    if group.place.path.endswith((".yml", ".yaml")):
        return _CONDA
    makers = {name for package in group.packages for name in (package.form, package.build_backend.partition(".")[0])}
    return _POETRY if "poetry" in makers else _PDM if "pdm" in makers else _PROGRAM if group.hold is Hold.PINNED else ""


def _names(asked: Iterable[Dependency]) -> str:
    return ", ".join(dict.fromkeys(item.name for item in list(asked)[:3]))


def _grade(group: DependencySet, installs: Iterable[LockedInstall]) -> Grade:
    if group.hold is Hold.LOCKED:
        return Grade.IN_USE if _from(group, installs) else Grade.SUBSTANTIVE
    if group.hold in (Hold.STALE, Hold.PINNED, Hold.BOUNDED):
        return Grade.PRESENT
    return Grade.PRESENT if group.limited >= 0.8 else Grade.ABSENT


def _ranges(component: Component, sets: list[DependencySet]) -> Graded:
    """A library must not lock its users: lower limits are right for it, when CI tries what they allow."""
    ranged = [group for group in sets if group.ranged]
    tried = component.of(version_matrices(component.repo))
    hidden = component.of(outside_calls(component.repo))  # which versions a workflow elsewhere tries, nobody sees here
    held = [group for group in sets if _mostly(group) or group.hold in (Hold.STALE, Hold.PINNED)]
    return (
        Graded.best(
            (Grade.SUBSTANTIVE, [*tried, *ranged] if tried and ranged else ()),
            (Grade.PRESENT, [*(item for group in held for item in group.bottomless[:3]), *ranged, *held]),
            looked_for="lower limits for all dependencies of the library, and a CI matrix that tries several versions",
            message=_unlimited(next((group for group in sets if group.bottomless), sets[0]), tried, hidden)
            if not (tried and ranged)
            else "",
        )
        .naming(manifest=next((group for group in sets if group.bottomless), sets[0]))
        .having_done_if(ranged, tried)
    )


def _mostly(group: DependencySet) -> bool:
    return group.limited >= 0.8 or 5 * len(group.bottomless) <= len(group.declared)


def _unlimited(group: DependencySet, tried: Sequence[Evidence], hidden: Sequence[Evidence]) -> str:
    untried = hidden[0].what if hidden else "CI does not try several versions"
    if group.ranged:
        return f"the lower limits are there, and {untried}"
    if not group.asked:
        return group.near_miss
    has = "has" if len(group.bottomless) == 1 else "have"
    count = f"{len(group.bottomless)} of {len(group.declared)} dependencies"
    said = f"{count} {has} no lower limit: {_names(group.bottomless)}"
    return said if tried or hidden else f"{said}; {untried}"


def _from(group: DependencySet, installs: Iterable[LockedInstall]) -> tuple[LockedInstall, ...]:
    return tuple(install for install in installs if install.lock in group.lock_paths)[:5]


def _message(group: DependencySet, used: tuple[LockedInstall, ...]) -> str:
    if group.hold is Hold.LOCKED and group.exported:
        said = f"{group.exported} lists every package at one version, as conda wrote it out"
        return "" if used else f"{said}, and neither an image nor CI makes its environment from it"
    if group.hold is Hold.LOCKED:
        return "" if used else "a lock is committed, and neither the image nor CI installs from it"
    if group.hold is Hold.STALE:
        return f"the lock does not hold what the manifest asks for: {_names(group.missing)}"
    if group.hold is Hold.PINNED:
        return "direct dependencies are exact, what they bring along is not held"
    return group.near_miss
