"""Which code, starts and manifests lead to nothing that runs, since what is imported is not in the repository?"""

from collections.abc import Iterable, Mapping, Sequence

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiAction, CiCommand, ci_actions, ci_commands, workflows
from seatrial.facts.code.missing_modules import unimportable_files
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.manifests import Container, workloads
from seatrial.facts.images.containers import images, serving_image
from seatrial.facts.images.image_faults import failing_starts
from seatrial.facts.reach.entry_points import EntryPoint, entry_points
from seatrial.facts.reach.reach import Reach, reach
from seatrial.facts.serving.process.serving_starts import serving_starts, unimportable
from seatrial.facts.serving.process.start_packages import lacking_packages
from seatrial.facts.serving.serving import served
from seatrial.model import Evidence, Liveness, Place
from seatrial.model.grouped import grouped
from seatrial.repo import Repo, Role, role


def all_stopped(component: Component, places: Iterable[Place]) -> Evidence | None:
    """Return what keeps that which stands at these places from running; None where it may run.

    Code cannot run that cannot be imported, or that only such code starts; a start cannot run when none of what it
    starts can be imported, nor a step of CI whose job fails before it; and what manifests and images say of a service
    comes to nothing when none of its applications can be started. Code that nobody starts takes no side.

    What rests on steps of CI needs one that is reached, whatever stands beside it; of others one that runs is enough.
    """
    known, at = reach(component.repo), tuple(places)
    if fault := stopped_steps(component.repo, at):
        return fault
    asked = [one for one in at if not (one.path.endswith(".py") and known.liveness(one.path) is Liveness.DEAD)]
    first: Evidence | None = None
    for place in asked:
        fault = _fault(component, place)
        if fault is None:
            return None
        first = first or fault
    return first


def stopped_steps(repo: Repo, places: Iterable[Place]) -> Evidence | None:
    """Return why no step of CI at these places is reached; None where one is, or where there is none."""
    return _first_if_all([one.stopped for place in places for one in _runs_at(repo).get(place, ())])


def _fault(component: Component, place: Place) -> Evidence | None:
    repo = component.repo
    if role(repo, place.path) is not Role.OWN:
        return None
    lost = unimportable_files(repo)
    if place.path.endswith(".py"):
        return (lost.get(place.path) or _stopped_with_others(repo).get(place.path)) if lost else None
    if place.path in _workflow_paths(repo):
        return stopped_steps(repo, (place,))
    if started := _started_at(repo).get(place):
        lacking = lacking_packages(repo)
        faults = [lost.get(entry.path) or lacking.get(entry) for entry in started]
        return _first_if_all(faults) or _undescribed(component, place)
    return _undescribed(component, place)


def _undescribed(component: Component, place: Place) -> Evidence | None:
    """Return why nothing is started of which a manifest or the recipe of an image speaks: the fault of that image."""
    faults = _no_start(component) if place.path in _descriptions(component.repo) else {}
    return faults.get(_recipe(component.repo, place)) or next(iter(faults.values()), None)


def _recipe(repo: Repo, place: Place) -> str:
    """Return the recipe that is spoken of at a place: itself, or that of the container whose lines these are."""
    above = [one for one in _containers_in(repo).get(place.path, ()) if one.place.line <= place.line]
    built = max(above, key=lambda one: one.place.line).build if above else None
    return built.dockerfile if built else place.path


@fact
def _containers_in(repo: Repo) -> Mapping[str, tuple[Container, ...]]:
    return grouped((one.place.path, one) for work in workloads(repo) for one in work.containers)


def _first_if_all(faults: Sequence[Evidence | None]) -> Evidence | None:
    return faults[0] if faults and all(faults) else None


@fact
def _no_start(component: Component) -> Mapping[str, Evidence]:
    """Return why no application of the component can be started, by each image's recipe, the serving one first.

    What holds of none in particular stands under ""; one that may be started leaves nothing.
    """
    if lost := unimportable(component):
        return {"": lost[0]}
    if not served(component) or serving_starts(component):
        return {}
    first = serving_image(component)
    built = [image for image in component.of(images(component.repo)) if image.start]
    built.sort(key=lambda image: image is not first)
    found = {image.path: next(iter(failing_starts(component.repo, image)), None) for image in built}
    faults = {path: fault for path, fault in found.items() if fault}
    return faults if len(faults) == len(found) else {}


@fact
def _descriptions(repo: Repo) -> frozenset[str]:
    """Return the files that say how something is built and deployed: images, objects of a cluster, infrastructure."""
    objects = {one.place.path for one in manifests(repo)} | {one.path for one in workloads(repo)}
    return frozenset(objects | {image.path for image in images(repo)} | set(repo.matching(_is_terraform)))


def _is_terraform(path: str) -> bool:
    return path.endswith(".tf")


@fact
def _workflow_paths(repo: Repo) -> frozenset[str]:
    return frozenset(one.path for one in workflows(repo))


@fact
def _runs_at(repo: Repo) -> Mapping[Place, tuple[CiCommand | CiAction, ...]]:
    runs: tuple[CiCommand | CiAction, ...] = (*ci_commands(repo), *ci_actions(repo))
    return grouped((one.place, one) for one in runs)


@fact
def _started_at(repo: Repo) -> Mapping[Place, tuple[EntryPoint, ...]]:
    return grouped((entry.place, entry) for entry in entry_points(repo))


@fact
def _stopped_with_others(repo: Repo) -> Mapping[str, Evidence]:
    """Return the files that can be imported, and that run only by way of one that cannot, each with what that lacks."""
    lost, known = unimportable_files(repo), reach(repo)
    left = Reach(repo, known.edges, lost).run_files()
    return {path: _on_the_way(known, path, lost) for path in known.run_files() - left - lost.keys()}


def _on_the_way(known: Reach, path: str, lost: Mapping[str, Evidence]) -> Evidence:
    files = (step.partition(":")[0] for step in known.chain(path))
    return next((lost[file] for file in files if file in lost), next(iter(lost.values())))
