"""Does a policy that selects pods by their labels speak of any pod that is declared here?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo

#: Where the labels of the pods stand that an object starts.
_PODS = (
    ("spec", "template", "metadata", "labels"),
    ("spec", "jobTemplate", "spec", "template", "metadata", "labels"),
    ("metadata", "labels"),
)
#: Kinds whose labels are those of their pods: what they start takes them over.
_HANDS_ON = frozenset({"Pod", "InferenceService", "SeldonDeployment", "RayService", "LLMInferenceService"})
#: Labels that an operator gives to the pods that it starts.
_OPERATORS = ("serving.", "component", "control-plane")


def selects_nothing(repo: Repo, policy: Manifest) -> bool:
    """Tell whether no pod of the repository has the labels that a policy selects, though pods are declared here.

    A policy without a selector speaks of its whole namespace. Labels that are filled in later are not known.
    """
    wanted = _labels(policy.root.at("spec", "selector", "matchLabels"))
    wanted = {name: text for name, text in wanted.items() if not name.startswith(_OPERATORS)}
    known = _pod_labels(repo)
    if not wanted or not known or any("{{" in text for text in wanted.values()):
        return False
    return not any(wanted.items() <= labels.items() or _is_open(labels) for labels in known)


@fact
def _pod_labels(repo: Repo) -> tuple[Mapping[str, str], ...]:
    return tuple(labels for manifest in manifests(repo) if manifest.counts for labels in _chosen(manifest))


def _chosen(manifest: Manifest) -> Iterator[Mapping[str, str]]:
    if manifest.kind == "Kustomization":
        if manifest.root.has("commonLabels") or manifest.root.has("labels"):
            yield {"": "{{"}  # it gives labels to everything that it takes in
        return
    *templates, own = _PODS
    found = [manifest.root.at(*steps) for steps in templates]
    if manifest.kind in _HANDS_ON:
        found.append(manifest.root.at(*own))
    yield from (_labels(node) for node in found if node.pairs)


def _labels(node: Node) -> dict[str, str]:
    return {name: value.text for name, value in node.pairs}


def _is_open(labels: Mapping[str, str]) -> bool:
    return any("{{" in name or "{{" in text for name, text in labels.items())
