"""Does something outside of CI follow the repository and deploy what changes: Argo CD, Flux, a platform's own watch?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import manifests_of
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo, Role, own_paths

_VERCEL = "vercel.json"


@dataclass(frozen=True, slots=True)
class Following:
    """One declaration by which a cluster or a platform follows a repository."""

    place: Place
    what: str
    automatic: bool  #: a change is taken over without anybody asking for it
    confidence: Confidence = Confidence.VERIFIED


@fact
def followings(repo: Repo) -> tuple[Following, ...]:
    """Return what follows a repository, the owner's own declarations only."""
    return (*_argo(repo), *_flux(repo), *_platforms(repo))


def _argo(repo: Repo) -> Iterator[Following]:
    for item in manifests_of(repo, "Application", "ApplicationSet"):
        if item.api.startswith("argoproj.io") and item.role is Role.OWN:
            spec = item.root.at("spec", "template", "spec") or item.root.at("spec")
            policy = spec.at("syncPolicy")
            yield Following(item.place, f"Argo CD follows the repository for {item.name}", policy.has("automated"),
                            item.confidence)  # fmt: skip


def _flux(repo: Repo) -> Iterator[Following]:
    for item in manifests_of(repo, "Kustomization", "HelmRelease", "ImageUpdateAutomation"):
        if "toolkit.fluxcd.io" in item.api and item.role is Role.OWN:
            automatic = item.root.at("spec", "suspend").flag is not True
            yield Following(item.place, f"Flux follows the repository for {item.name}", automatic, item.confidence)


def _platforms(repo: Repo) -> Iterator[Following]:
    """Render and Vercel deploy each push to the branch unless their file says no."""
    if _VERCEL in repo.entries:  # in a folder it is of pages or documents beside what runs
        enabled = first_document(repo, _VERCEL).at("git", "deploymentEnabled")
        off = enabled.flag is False or any(enabled.at(name).flag is False for name in ("main", "master"))
        yield Following(Place(_VERCEL, enabled.line or 1), "Vercel follows the repository", not off, Confidence.LIKELY)
    for path in own_paths(repo, lambda path: posixpath.basename(path) in {"render.yaml", "render.yml"}):
        for service in first_document(repo, path).at("services").elements:
            off = service.at("autoDeploy").flag is False or service.at("autoDeployTrigger").text == "off"
            name = service.at("name").text
            if service.at("type").text in {"web", "worker", "cron", "pserv"}:
                yield Following(Place(path, service.line), f"Render follows the repository for {name}", not off,
                                Confidence.LIKELY)  # fmt: skip
