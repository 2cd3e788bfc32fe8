"""Which workloads are the owner's model, and which are the infrastructure beside it?"""

import posixpath

from seatrial.facts import fact
from seatrial.facts.deployment.known_programs import INFRASTRUCTURE
from seatrial.facts.deployment.manifests import Container, Platform, Workload, workloads
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

#: Whose images run the cluster itself: its network, its disks, its certificates. They need what a model must not have.
_OF_THE_CLUSTER = caseless(
    r"(?:^|/)(?:cilium|calico|tigera|flannel|metallb|openebs|longhornio|rook|istio|linkerd|jetstack|argoproj|fluxcd|kedacore"
    r"|kyverno|velero|fluent|registry\.k8s\.io|k8s\.gcr\.io|sig-storage|coredns)/|nvidia/k8s-|-device-plugin\b"
)
_FRONT_END = caseless(r"(^|[-_./])(front-?end|ui|web|website|dashboard|client)($|[-_./])")


def is_infrastructure(container: Container) -> bool:
    """Tell whether a container runs a program that everybody knows, and not the owner's."""
    return container.build is None and names_infrastructure(container.image)


def names_infrastructure(image: str) -> bool:
    """Tell whether an image, as written with its tag, is one of a program that everybody knows."""
    name = posixpath.basename(image.partition("@")[0]).partition(":")[0]
    return bool(INFRASTRUCTURE.fullmatch(name) or _OF_THE_CLUSTER.search(image))


def is_called_infrastructure(work: Workload) -> bool:
    """Tell whether a workload whose image is not known here is called after a program that everybody knows."""
    known = any(one.build is not None or one.image for one in work.containers)
    return not known and bool(INFRASTRUCTURE.fullmatch(work.name.replace("_", "-")))


def is_called_after_a_tool(work: Workload) -> bool:
    """Tell a workload with an image of its own for a program that everybody knows, as ``my-mlflow`` for ``mlflow``.

    It may hold the owner's model, and seldom does: it comes after what is called otherwise.
    """
    name = work.name.lower().replace("_", "-")
    images = (one.build.dockerfile if one.build else one.image for one in work.containers)
    return bool(INFRASTRUCTURE.fullmatch(name)) and any(name in image.lower() for image in images)


def is_front_end(container: Container, work: Workload) -> bool:
    """Tell whether a container is called a user interface."""
    built = container.build.dockerfile if container.build else ""
    return any(_FRONT_END.search(name) for name in (container.name, work.name, built) if name)


def serves_documents(repo: Repo, path: str) -> bool:
    """Tell whether a platform's manifest deploys a web site: there is no Python in its folder or below it."""
    folder = posixpath.dirname(path)
    prefix = f"{folder}/" if folder else ""
    return not any(
        other.startswith(prefix) and other.endswith((".py", ".ipynb")) and role(repo, other) is Role.OWN
        for other in repo.paths
    )


@fact
def owned_workloads(repo: Repo) -> tuple[Workload, ...]:
    """Return the workloads with at least one container of the owner's, web sites of documentation left out."""
    return tuple(
        work
        for work in workloads(repo)
        if any(not is_infrastructure(container) for container in work.containers)
        and not (work.platform is Platform.APP_PLATFORM and serves_documents(repo, work.path))
    )
