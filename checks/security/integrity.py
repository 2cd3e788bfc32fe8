"""Is the model that answers the one that was approved?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, security
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.models.integrity import (
    LoadProof,
    Proof,
    fixed_deliveries,
    load_proofs,
    signatures,
    written_digests,
)

LOOKED_FOR = (
    "a SHA-256 that is compared before a model is loaded, known_hash of pooch, revisions of hub models, numbered "
    "versions in a registry, images by digest, VersionId, sha256sum -c; cosign, model_signing, verifyImages"
)
_SHOWN = 6


def loads_a_model(component: Component) -> bool:
    """Tell whether code that runs loads a model, from a file or from a hub."""
    return bool(load_proofs(component))


@security.practice(
    "SEC-03",
    question="Is the model that is loaded proved to be the one approved?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="Whoever can replace a file in a bucket or on a hub decides what is answered, and nobody sees a difference.",
    fix=(
        "Keep the SHA-256 of the approved model in the configuration, and stop in {load:the loader} when it differs.",
        "Sign model and image in CI (cosign, model_signing), and verify the signature before they start.",
    ),
    missing="nothing shows that the model that is loaded is the one approved",
    references=("CWE-494", "ML06", "ML10", "AML.M0013", "AML.M0014", "SLSA", "HIPAA (c)(1)", "PCI 6.3.2", "AIA 15"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=loads_a_model,
    when_not="no code that runs here loads a model",
)
def artefact_integrity(component: Component) -> Graded:
    loads = load_proofs(component)
    proved = [item for item in loads if item.proof is Proof.PROVED]
    named = [item for item in loads if item.proof is Proof.NAMED]
    bare = [item for item in loads if item.proof is Proof.NONE]
    fixed = fixed_deliveries(component)
    whole = not bare and not named
    by_image = bool(fixed) and all(item.proof is not Proof.NONE or not item.fetched for item in loads)
    signed, verified = signatures(component)
    sure = [*map(_shown, proved[:_SHOWN]), *fixed[:3]] if whole or by_image else []
    graded = Graded.best(
        (Grade.IN_USE, [*signed[:2], *verified[:2]] if sure and signed and verified else ()),
        (Grade.SUBSTANTIVE, sure),
        (Grade.PRESENT, [*map(_shown, (*bare[:2], *named[:_SHOWN], *proved[:_SHOWN])), *fixed[:3]]
                        if named or proved or fixed else written_digests(component)[:3]),
        looked_for=LOOKED_FOR,
        message="" if sure else _message(bare, named),
    )  # fmt: skip
    if graded.grade is Grade.ABSENT:
        if reason := why_absence_proves_nothing(component.repo):
            return Graded.unknown(reason, looked_for=LOOKED_FOR)
        graded = Graded(Grade.ABSENT, tuple(map(_shown, bare[:_SHOWN])), LOOKED_FOR, _message(bare, named))
    return graded.naming(load=next(iter([*bare, *named, *proved]), None))


def _shown(item: LoadProof) -> Evidence:
    return Evidence(item.place, item.what, item.confidence)


def _message(bare: list[LoadProof], named: list[LoadProof]) -> str:
    return next((item.what for item in (*bare, *named)), "")
