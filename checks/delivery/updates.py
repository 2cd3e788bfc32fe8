"""Does somebody learn when what the software stands on changes?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, delivery
from seatrial.facts.ci.ci_tests import ci_test_runs
from seatrial.facts.ci.scanning.scanner_names import Subject
from seatrial.facts.ci.scanning.scanners import Scan, scans_of
from seatrial.facts.ci.workflows import CiCommand, workflows
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.images.containers import images
from seatrial.facts.project.dependency_set import DependencySet
from seatrial.facts.project.dependency_sets import main_sets
from seatrial.facts.project.update_bots import Kind, Watch, update_watches

from .. import acts

LOOKED_FOR = (
    "dependabot.yml, renovate.json, .pyup.yml, runs by the clock that upgrade the lock, and tests that the clock starts"
)


@delivery.practice(
    "OPS-18",
    question="Does someone learn when a dependency or upstream data/model changes?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A library whose holes are mended upstream stays open here until somebody happens to look.",
    act=acts.VERSIONS,
    fix=(
        "Let {bot:.github/dependabot.yml} watch pip{beside:, docker and actions}, where {manifest:the manifest} is.",
        "Run the tests by the clock, once a week, against the newest versions that are allowed.",
    ),
    missing="nothing tells when a dependency has a newer version",
    references=("MTS-Mon1", "PCI 6.3.3", "GV 6.1", "MG 3.2"),
)
def dependency_updates_watched(component: Component) -> Graded:
    found = component.of(update_watches(component.repo))
    sets = [group for group in component.of(main_sets(component.repo)) if group.asked or group.locks]
    useful = [watch for watch in found if not watch.off and _is_about(watch, sets)]
    open_sets = [group for group in sets if not any(watch.covers(group.manifest) for watch in useful)]
    about = [watch for watch in useful if not sets or any(watch.covers(group.manifest) for group in sets)]
    covering = about if not open_sets else []
    clocked = [one for one in component.of(ci_test_runs(component.repo)) if one.scheduled and one.can_fail]
    graded = Graded.best(
        (Grade.IN_USE, [*covering[:4], *clocked[:2]] if covering and clocked else []),
        (Grade.SUBSTANTIVE, covering[:6]),
        (Grade.PRESENT, [*found[:6], *map(_clocked, clocked[:2]), *_scans(component)[:2]]),
        looked_for=LOOKED_FOR,
        message="" if covering else _told(found, useful, open_sets, clocked),
    )
    manifest = next(iter([*open_sets, *sets]), None)
    return graded.naming(bot=found[0] if found else None, manifest=manifest, beside=_beside(component))


def _beside(component: Component) -> str:
    """Say what is to be watched besides packages: images and actions, where there are any."""
    images_here = images(component.repo) or compose_paths(component.repo)
    acting = any(flow.system == "GitHub Actions" for flow in workflows(component.repo))
    words = [*(["docker"] if images_here else []), *(["actions"] if acting else [])]
    return "".join((*(f", {word}" for word in words[:-1]), *(f" and {word}" for word in words[-1:])))


def _is_about(watch: Watch, sets: list[DependencySet]) -> bool:
    """Tell whether a watch is about what the product is made of; without Python packages, its images."""
    return watch.kind is Kind.PYTHON if sets else watch.kind in {Kind.IMAGES, Kind.OTHER}


def _clocked(one: CiCommand) -> Evidence:
    return Evidence(one.place, f"{one.what}, started by the clock")


def _scans(component: Component) -> list[Scan]:
    bots = {"dependabot", "renovate"}
    found = scans_of(component)
    return [scan for scan in found if scan.subject is Subject.DEPENDENCIES and scan.tool not in bots]


def _told(
    found: tuple[Watch, ...], useful: list[Watch], open_sets: list[DependencySet], clocked: list[CiCommand]
) -> str:
    if useful and open_sets:
        return f"the dependencies of {open_sets[0].manifest} are in no folder that is watched"
    if found:
        off = next((watch.off for watch in found if watch.off and watch.kind is Kind.PYTHON), "")
        kinds = " and ".join(sorted({watch.kind for watch in found}))
        return f"{found[0].tool} is set up, but {off}" if off else f"only {kinds} are watched"
    return "the tests run by the clock, and nothing asks for newer versions" if clocked else ""
