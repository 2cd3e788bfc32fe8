"""Where does an identity stand for a stored key?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, workflows
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

_OF_CLUSTER = regex(r"-controller|autoscaler|external-dns|cert-manager|-driver|-exporter")
_IDENTITIES = regex(
    r"eks\.amazonaws\.com/role-arn|iam\.gke\.io/gcp-service-account|azure\.workload\.identity/client-id"
)
_KEYLESS = {
    "aws-actions/configure-aws-credentials": ("role-to-assume",),
    "google-github-actions/auth": ("workload_identity_provider",), "azure/login": ("client-id",),
    "Azure/login": ("client-id",), "hashicorp/vault-action": ("method",), "pypa/gh-action-pypi-publish": (),
}  # fmt: skip


@fact
def short_lived(component: Component) -> tuple[Evidence, ...]:
    """Return where an identity stands for a stored key: OIDC in CI, the identity of a workload in its cluster."""
    repo = component.repo
    found = [
        Evidence(one.place, f"{one.what} with an identity of its own, and no stored key")
        for one in component.of(ci_actions(repo))
        for keys in (_KEYLESS.get(one.name),)
        if keys and any(key in dict(one.inputs) for key in keys) and _may_ask(repo, one.workflow)
    ]
    found += [
        Evidence(Place(one.place.path, node.line), f"{one.what} acts as an identity of its cloud")
        for one in component.of(manifests(repo))
        if one.kind == "ServiceAccount" and one.role is Role.OWN and not _OF_CLUSTER.search(one.name)
        for key, node in one.root.at("metadata", "annotations").pairs
        if _IDENTITIES.search(key)
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _may_ask(repo: Repo, path: str) -> bool:
    """Tell whether a workflow may ask for a token of its own identity."""
    flows = (flow for flow in workflows(repo) if flow.path == path)
    return any(
        steps[-1:] == ("id-token",) and node.text == "write" for flow in flows for steps, node in flow.root.walk(20_000)
    )
