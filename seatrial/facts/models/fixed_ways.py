"""What keeps a model the same on its way: fixed deliveries, signatures, digests that are written down?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.code.programs import called
from seatrial.facts.deployment.bounds.replicas import model_containers, model_workloads
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.documents.documents import documents
from seatrial.facts.images.containers import images
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.infrastructure.shell import Command
from seatrial.read.models.endings import STORED, pattern_of
from seatrial.read.regex import caseless
from seatrial.repo import Role

_HEX = caseless(r"\b[0-9a-f]{64}\b")
_MODEL = caseless(rf"model|weights|ckpt|checkpoint|\.(?:{pattern_of(STORED)}|bin)\b")
_SIGNS = frozenset({"cosign sign", "cosign attest", "model_signing sign", "model-signing sign"})
_VERIFIES = frozenset({
    "cosign verify", "cosign verify-blob", "cosign verify-attestation", "model_signing verify", "model-signing verify",
    "slsa-verifier verify-image", "slsa-verifier verify-artifact", "gh attestation",
})  # fmt: skip
_SIGNING_ACTIONS = ("actions/attest", "sigstore/gh-action-sigstore-python", "slsa-framework/slsa-github")
_ADMISSION = frozenset({"ClusterImagePolicy", "ImagePolicy", "ImageValidatingPolicy"})


@fact
def fixed_deliveries(component: Component) -> tuple[Evidence, ...]:
    """Return what brings the same bytes each time: images by digest, object versions, sums compared in a build."""
    found = [
        Evidence(one.place, f"{work.what} runs its image by digest", work.confidence)
        for work in model_workloads(component)
        for one in model_containers(work)
        if "@sha256:" in one.image
    ]
    found += [
        Evidence(place, f"{image.path} compares a digest of what it downloads")
        for image in component.of(images(component.repo))
        if image.role is Role.OWN
        for command, place in image.runs
        if _compares(command) and any(_MODEL.search(one.text) for one, line in image.runs if line == place)
    ]
    found += [
        Evidence(item.site.place, f"{item.call.written}() asks for one version of an object")
        for item in called(component.repo, "get_object", "download_file", "download_fileobj", "download_blob", "blob")
        if item.site.counts and item.site.path in component and _names_version(item.call.keywords)
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _compares(command: Command) -> bool:
    checks = {"-c", "--check", "--status"} & set(command.arguments)
    return command.program in {"sha256sum", "sha512sum", "shasum"} and bool(checks)


def _names_version(keywords: tuple[tuple[str, object], ...]) -> bool:
    return any(key in {"VersionId", "version_id", "generation"} or "VersionId" in str(value) for key, value in keywords)


@fact
def signatures(component: Component) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return where CI signs what it builds, and where signatures are verified before something starts."""
    repo = component.repo
    commands = [(one, " ".join(one.command.argv[:2])) for one in component.of(ci_commands(repo))]
    actions = component.of(ci_actions(repo))
    signs = [as_evidence(one) for one, words in commands if words in _SIGNS]
    signs += [as_evidence(one) for one in actions if one.name.startswith(_SIGNING_ACTIONS)]
    signs += _signing_code(component, "sign")
    verifies = [as_evidence(one) for one, words in commands if words in _VERIFIES]
    verifies += _signing_code(component, "verify")
    verifies += [
        Evidence(one.place, f"{one.what} admits signed images only")
        for one in component.of(manifests(repo))
        if one.role is Role.OWN and (one.kind in _ADMISSION or _verifies(one))
    ]
    return tuple(signs), tuple(verifies)


def _signing_code(component: Component, does: str) -> list[Evidence]:
    """Return where code of the component signs or verifies by sigstore's model_signing: ``signing.Config().sign``."""
    return [
        Evidence(item.site.place, f"{item.call.written} of model_signing is called")
        for item in called(component.repo, does)
        if item.site.counts and item.site.path in component and item.call.name.startswith("model_signing.")
    ]


def _verifies(manifest: Manifest) -> bool:
    """Tell whether a policy of Kyverno verifies images."""
    rules = manifest.root.at("spec", "rules").elements if manifest.api.startswith("kyverno.io/") else ()
    return any(rule.has("verifyImages") for rule in rules)


@fact
def written_digests(component: Component) -> tuple[Evidence, ...]:
    """Return the lines of documents that state a SHA-256."""
    return tuple(
        Evidence(Place(document.path, line.number), "a digest is written here, and nothing compares it")
        for document in component.of(documents(component.repo))
        for line in document.lines
        if _HEX.search(line.text)
    )
