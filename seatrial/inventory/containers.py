"""Inventory: images, manifests, limits and scaling."""

from collections.abc import Iterator

from seatrial.facts.deployment.clusters.confinement import nonroot_by_manifests
from seatrial.facts.deployment.clusters.helm import charts
from seatrial.facts.deployment.deployed import is_front_end, is_infrastructure, serves_documents
from seatrial.facts.deployment.manifests import (
    Limit,
    Platform,
    Workload,
    autoscalers,
    resource_limits,
    workloads,
)
from seatrial.facts.images.containers import Base, Image, Pin, images, main_image, unread_dockerfiles
from seatrial.facts.images.dockerfiles import copied_dockerfiles
from seatrial.inventory.row import Item, row
from seatrial.model import Evidence, Evident, Place
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

_DATA = caseless(r"(^|[/_.-])(data|fixtures?|testdata|resources?|samples?|golden|assets)([/_.-]|$)")


@row("a Dockerfile or Containerfile is tracked")
def dockerfile(repo: Repo) -> Item:
    """Samples that are kept as test data do not count; one that came with a copied project does, and builds nothing."""
    unread = unread_dockerfiles(repo)
    found: list[Evident] = [image for image in images(repo) if not _is_data(image)]
    found = found or [Evidence(Place(path, 1), "came with what was copied") for path in copied_dockerfiles(repo)]
    if not found and unread:
        return Item.unknown(str(unread[0]))
    return Item.of(found, otherwise="no Dockerfile or Containerfile" + (" outside test data" if images(repo) else ""))


def _is_data(image: Image) -> bool:
    """Tell whether a Dockerfile is something that tests read."""
    return image.role is Role.TEST and bool(_DATA.search(image.path))


@row("the main serving container does not run as root")
def docker_runs_nonroot(repo: Repo) -> Item:
    """The image's last USER decides, or what every manifest that runs it enforces."""
    image = main_image(repo)
    if image is None or _is_data(image):
        return Item.na("no Dockerfile")
    if image.nonroot:
        place = image.user_place or image.place
        who = f"user {image.user}" if image.user else "the user of its base image"
        return Item.of([Evidence(place, f"the image runs as {who}")])
    enforced = nonroot_by_manifests(repo)
    if enforced:
        return Item.of(enforced)
    if image.nonroot is None:
        return Item.unknown(f"{image.path} takes its user from {image.user}, which has no default")
    if image.user_place:
        return Item.of((), otherwise=f"{image.user_place} switches to user {image.user}")
    return Item.of((), otherwise=f"{image.path} has no USER")


@row("every external base of the main serving image is pinned to a full release or a digest")
def docker_base_pinned(repo: Repo) -> Item:
    """Images that only give files, and bases that the repository builds itself, are not bases."""
    image = main_image(repo)
    if image is None or _is_data(image):
        return Item.na("no Dockerfile")
    bases = [base for base in image.bases if not base.copied]
    loose = [base for base in bases if base.pin < Pin.RELEASE]
    if loose:
        return Item.of((), otherwise=f"{loose[0].place} builds on {_told(loose[0])}")
    return Item.of(bases, otherwise=f"{image.path} builds on nothing external")


def _told(base: Base) -> str:
    return f"{base.name}:{base.tag or 'latest'}" if base.resolved else f"{base.name}, which nothing here gives a value"


@row("a Kubernetes, Helm, Compose or platform manifest is tracked")
def k8s_or_compose_manifest(repo: Repo) -> Item:
    """A Procfile names processes, and the manifest of a documentation site deploys no model."""
    found: list[Evident] = [*(work for work in workloads(repo) if _is_manifest(repo, work)), *charts(repo)]
    return Item.of(found, otherwise="no manifest of a deployment")


def _is_manifest(repo: Repo, work: Workload) -> bool:
    if work.platform in {Platform.PROCFILE, Platform.HOST}:
        return False
    return work.platform is not Platform.APP_PLATFORM or not serves_documents(repo, work.path)


@row("a CPU or memory limit is set for the model's workload")
def resource_limits_set(repo: Repo) -> Item:
    """Databases and user interfaces beside the model do not count, nor does a number of GPUs."""
    others = resource_limits(repo)
    if not images(repo) and not workloads(repo) and not others:
        return Item.na("nothing deployable")
    found = [limit for limit in others if _bounds_model(limit)]
    near = f"only {others[0].what}" if others else "no manifest sets one"
    return Item.of(found, otherwise=near)


def _bounds_model(limit: Limit) -> bool:
    return not is_infrastructure(limit.container) and not is_front_end(limit.container, limit.workload)


@row("bounds for the number of replicas or machines are set in configuration")
def autoscaling_config(repo: Repo) -> Item:
    """Rules that a chart leaves out by default, and those of a documentation site, do not count."""
    if not images(repo) and not workloads(repo) and not autoscalers(repo):
        return Item.na("nothing deployable")
    return Item.of(_bounds(repo), otherwise="no lowest and highest number of replicas")


def _bounds(repo: Repo) -> Iterator[Evidence]:
    for scaler in autoscalers(repo):
        sites = scaler.place.path.endswith(("app.yaml", "app.yml")) and serves_documents(repo, scaler.place.path)
        if not scaler.switched_off and not sites:
            yield Evidence(scaler.place, scaler.what, scaler.confidence)
