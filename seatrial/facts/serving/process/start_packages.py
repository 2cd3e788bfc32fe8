"""Does the image that a manifest starts with a command of its own hold what that command imports?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.deployment.deployed import names_infrastructure
from seatrial.facts.deployment.manifests import Container, workloads
from seatrial.facts.images.containers import images, own_images
from seatrial.facts.images.image import Image
from seatrial.facts.images.missing_packages import missing_packages
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.model import Evidence, Place
from seatrial.model.grouped import grouped
from seatrial.repo import Repo


@fact
def lacking_packages(repo: Repo) -> Mapping[EntryPoint, Evidence]:
    """Return the starts by manifests whose image installs no package that is imported with what they start."""
    return dict(_lacking(repo))


def _lacking(repo: Repo) -> Iterator[tuple[EntryPoint, Evidence]]:
    for entry in entry_points(repo):
        image = _image_of(repo, entry.place) if entry.kind is Kind.WORKLOAD else None
        if image and (found := missing_packages(repo, image, (entry.path,))):
            yield entry, found[0]


def _image_of(repo: Repo, place: Place) -> Image | None:
    """Return the image that a container at a place runs: what is built for it, else the only one that is built here."""
    container = next(iter(_containers(repo).get(place, ())), None)
    if container is None:
        return None
    if container.build:
        return next((one for one in images(repo) if one.path == container.build.dockerfile), None)
    own = own_images(repo)
    return own[0] if len(own) == 1 and container.image and not names_infrastructure(container.image) else None


@fact
def _containers(repo: Repo) -> Mapping[Place, tuple[Container, ...]]:
    return grouped((one.place, one) for work in workloads(repo) for one in work.containers)
