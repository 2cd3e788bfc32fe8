"""Does anything start the code behind an endpoint, or does it wait for a person?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.missing_modules import missing_module
from seatrial.facts.code.python_files import python_file
from seatrial.facts.images.containers import images
from seatrial.facts.images.image_faults import faults
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.process.start_packages import lacking_packages
from seatrial.facts.serving.service_files import application_beside
from seatrial.facts.serving.serving import Served, served
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo

#: Who starts a service: a command of an image, a manifest, a platform's file, a step that deploys.
_STARTS = frozenset({Kind.IMAGE, Kind.WORKLOAD, Kind.DEPLOY, Kind.SCHEDULE})


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
    entries = (one for one in _entries(component, endpoint) if _starts(one))
    entry = next((one for one in entries if not _faults(component, one)), None)
    if entry is None:
        return None
    what = f"{entry.what}, which answers {endpoint.url or endpoint.framework}"
    sure = entry.confidence is item.confidence is Confidence.VERIFIED
    return Start(entry.place, what, item, Confidence.VERIFIED if sure else Confidence.LIKELY)


def _entries(component: Component, endpoint: Endpoint) -> Iterator[EntryPoint]:
    """Yield from where a handler is reached first, and from where the class that a model server starts whole is.

    What starts the same as well comes after it: one of two images may be whole.
    """
    repo, path = component.repo, endpoint.handler_path
    owner = endpoint.handler.rpartition(".")[0] if endpoint.door is Door.MODEL_SERVER else ""
    for scope in (endpoint.handler, *([owner] if owner else [])):
        entry = reach(repo).entry(path, scope)
        if entry and not (owner and _is_of_another(repo, entry, path, owner)):
            yield entry
            same = (one for one in entry_points(repo) if (one.path, one.name) == (entry.path, entry.name))
            yield from (one for one in same if one is not entry)


def _is_of_another(repo: Repo, entry: EntryPoint, path: str, owner: str) -> bool:
    """Tell whether an entry is another class of the file: what it starts imports the file, and answers by that."""
    file = python_file(repo, path)
    others = {item.name for item in file.classes} - {owner} if file else set()
    return entry.path == path and entry.name in others


@fact
def faulty_starts(component: Component) -> tuple[Evidence, ...]:
    """Return why images that would start the component's endpoints cannot be built from a clone, or cannot run."""
    endpoints = (item.endpoint for item in served(component))
    entries = (entry for one in endpoints for entry in _entries(component, one))
    return tuple(dict.fromkeys(fault for one in entries if _starts(one) for fault in _faults(component, one)))


@fact
def unimportable(component: Component) -> tuple[Evidence, ...]:
    """Return why no application with a model behind it can be imported; () where one of them can, or none is there.

    Nobody can start it then, by an image or by hand: a module of the owner's that it imports is not in the repository.
    """
    faults = [_import_fault(component, item) for item in served(component)]
    found = tuple(dict.fromkeys(fault for fault in faults if fault is not None))
    return found if all(fault is not None for fault in faults) else ()


def _import_fault(component: Component, item: Served) -> Evidence | None:
    """Return what stops the import of an endpoint's own file, or of every file from which it is known to be started."""
    handler = item.endpoint.handler_path
    if handler and (fault := missing_module(component.repo, handler)):
        return fault
    made = application_beside(component, item.place)
    paths = {made.path if made else handler}
    paths |= {entry.path for entry in _entries(component, item.endpoint)}
    faults = [missing_module(component.repo, path) if path else None for path in sorted(paths)]
    return next(iter(faults)) if all(fault is not None for fault in faults) else None


def _faults(component: Component, entry: EntryPoint) -> tuple[Evidence, ...]:
    """Return why an image cannot run: it lacks what it starts or imports, or holds packages of another Python."""
    repo = component.repo
    if entry.kind is not Kind.IMAGE:
        lacks = lacking_packages(repo).get(entry)
        return (lacks,) if lacks else ()
    built = (image for image in images(repo) if image.path == entry.place.path)
    return tuple(fault for image in built for fault in faults(repo, image, mounted=True))


def _starts(entry: EntryPoint) -> bool:
    return entry.kind in _STARTS and entry.deployed
