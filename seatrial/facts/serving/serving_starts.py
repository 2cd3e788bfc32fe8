"""Does anything start the code behind an endpoint, or does it wait for a person?"""

from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.images.containers import images
from seatrial.facts.images.image_faults import faults
from seatrial.facts.reach.entry_points import EntryPoint, Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import Served, served
from seatrial.facts.web.endpoints import Door
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.record import dataclass

#: Who starts a service: a command of an image, a manifest, a platform's file, a step that deploys.
_STARTS: Final = frozenset({Kind.IMAGE, Kind.WORKLOAD, Kind.DEPLOY, Kind.SCHEDULE})


@dataclass(frozen=True, slots=True)
class Start:
    """That a deployment starts what answers an endpoint with a model."""

    place: Place  #: where the start is declared
    what: str
    served: Served
    confidence: Confidence = Confidence.VERIFIED


@fact
def serving_starts(component: Component) -> tuple[Start, ...]:
    """Return the starts of the component's endpoints that run a model, one for each endpoint that is started."""
    return tuple(start for item in served(component) if (start := _start(component, item)))


def _start(component: Component, item: Served) -> Start | None:
    endpoint = item.endpoint
    if endpoint.door in (Door.ENGINE, Door.MANAGED):
        return Start(endpoint.place, endpoint.what, item, item.confidence)
    entry = reach(component.repo).entry(endpoint.handler_path, endpoint.handler)
    if entry is None or not _starts(entry) or _is_broken(component, entry):
        return None
    what = f"{entry.what}, which answers {endpoint.url or endpoint.framework}"
    sure = entry.confidence is item.confidence is Confidence.VERIFIED
    return Start(entry.place, what, item, Confidence.VERIFIED if sure else Confidence.LIKELY)


@fact
def faulty_starts(component: Component) -> tuple[Evidence, ...]:
    """Return why images that would start the component's endpoints cannot be built from a clone, or cannot run."""
    endpoints = (item.endpoint for item in served(component))
    entries = (reach(component.repo).entry(one.handler_path, one.handler) for one in endpoints)
    return tuple(fault for entry in entries if entry and _starts(entry) for fault in _faults(component, entry))


def _is_broken(component: Component, entry: EntryPoint) -> bool:
    """Tell the start of an image that cannot run: it lacks what it starts, or holds packages of another Python."""
    return bool(_faults(component, entry))


def _faults(component: Component, entry: EntryPoint) -> tuple[Evidence, ...]:
    if entry.kind is not Kind.IMAGE:
        return ()
    repo = component.repo
    built = (image for image in images(repo) if image.path == entry.place.path)
    return tuple(fault for image in built for fault in faults(repo, image, mounted=True))


def _starts(entry: EntryPoint) -> bool:
    return entry.kind in _STARTS and entry.deployed
