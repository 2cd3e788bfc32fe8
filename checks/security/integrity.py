"""Is the model that answers the one that was approved?"""

from collections.abc import Iterable

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, security
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.workflows import ci_actions
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.images.containers import serving_image
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.models.fixed_ways import fixed_deliveries, signatures, written_digests
from seatrial.facts.models.integrity import LoadProof, Proof, load_proofs
from seatrial.facts.models.skipped_downloads import compared_before_fetching
from seatrial.facts.models.stated_signatures import Signature, Standing, loose_signatures, signatures_in
from seatrial.facts.models.vain_digests import caught_by, vain_comparisons
from seatrial.facts.training.gates.promotions import promotion_scopes
from seatrial.facts.training.main_training import named_trainings
from seatrial.facts.training.origins.model_registry import Act, registrations
from seatrial.facts.training.used_up import keeps_own_model

from .. import acts

LOOKED_FOR = (
    "a SHA-256 that is compared before a model is loaded, known_hash of pooch, revisions of hub models, numbered "
    "versions in a registry, images by digest, VersionId, sha256sum -c; cosign, model_signing, verifyImages; "
    "a signature that seatrial.yaml states"
)
_FETCHED = "where a model is fetched from a hub"
_BY_CALLERS = "where callers of a library name the model"
_FILE_OF_CALLERS = "where callers of a library choose the file"
_ADDRESSED = "where weights are fetched from an address"
_REGISTERED = "where a registry is asked for a version"
_SHIPPED = "where a package holds its model"
_PACKAGED = "where the model is a package"
_IN_GIT = "where the model lies in git beside the code"
_MADE = "where the model is trained here"
_IN_VAIN = "where a digest is compared, and a difference stops nothing"
_UNCOMPARED = "where a digest only decides whether the model is fetched again"
_SHOWN = 6
_KEEP = "Or keep the approved files where only you can change them, and compare their SHA-256 before they are loaded"
#: What is published to be read has no image that starts, and no CI that signs one.
_BESIDE_CODE = (
    "Keep the SHA-256 of the weights in the code or beside them, and stop in {load:the loader} when it differs.",
    "Publish the weights with that SHA-256, where readers fetch them.",
)


def loads_a_model(component: Component) -> bool:
    """Tell whether code that runs loads a model, from a file or from a hub, or the owner states that one is signed."""
    return bool(load_proofs(component) or signatures_in(component))


@security.practice(
    "SEC-03",
    question="Is the model that is loaded proved to be the one approved?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="Whoever can replace a file in a bucket or on a hub decides what is answered, and nobody sees a difference.",
    act=acts.LOADED,
    act_when={_FETCHED: acts.FETCHED, _BY_CALLERS: acts.FETCHED, _IN_VAIN: "", _UNCOMPARED: "", "refused": ""},
    fix=(
        "Keep the SHA-256 of the approved model in the configuration, and stop in {load:the loader} when it differs.",
        "Sign model and image in CI (cosign, model_signing), and verify the signature before they start.",
        "State under `signatures` in seatrial.yaml whom you trust to sign, so that each audit verifies it too.",
    ),
    fix_for={
        Archetype.RESEARCH_CODE: _BESIDE_CODE,
        Archetype.NOTEBOOK_POC: _BESIDE_CODE,
    },
    fix_when={
        _FETCHED: (
            "Fetch the model at a fixed commit in {load:the loader}: SEC-04 says how. That proves what was loaded.",
            "{keep:Or bake the approved files into the image, and compare their SHA-256 when it is built}.",
            "State under `signatures` in seatrial.yaml whom you trust to sign, so that each audit verifies it too.",
        ),
        _BY_CALLERS: (
            "Let callers of {load:the loader} hand in a revision or a SHA-256 with the model's name, and hold to it.",
            "Give the model that is loaded by default a fixed commit, and name it in the documentation.",
        ),
        _FILE_OF_CALLERS: (
            "Let callers of {load:the loader} hand in the SHA-256 of the file, and stop where it differs.",
            "Say in the documentation from whom a file may be taken, and how to keep its digest.",
        ),
        _ADDRESSED: (
            "Call it with check_hash=True in {load:the loader}: file names then hold the start of their SHA-256.",
            "Publish weights under such names alone, and add weights_only=True, so that no file runs code.",
        ),
        _REGISTERED: (
            "Ask for the version that was approved by its number, which the settings of {load:the loader} name.",
            "Keep a digest of its files with that version when it is registered, and compare it after the download.",
            "State under `signatures` in seatrial.yaml whom you trust to sign, so that each audit verifies it too.",
        ),
        _PACKAGED: (
            "Name the package of the model in the requirements, with its version, as {load:the loader} needs it.",
            "Let a lock file keep its SHA-256, and install with --require-hashes, not by `spacy download`.",
        ),
        _IN_GIT: (
            "Deploy by a digest of the image, or by a tag, of the commit that was approved: git proves its files.",
            "Or write its SHA-256 beside it when it is approved, and compare that in {load:the loader}.",
        ),
        _MADE: (
            "Let {training:the training} write the SHA-256 of each model beside it; keep that of the approved one.",
            "Compare it in {load:the loader} before the file is read, and stop where it differs.",
            "State under `signatures` in seatrial.yaml whom you trust to sign, so that each audit verifies it too.",
        ),
        _SHIPPED: (
            "Publish by trusted publishing with attestations: they sign the package, and the model in it.",
            "Keep the SHA-256 of each model in the code, and let a test, or {load:the loader}, compare it.",
            "State under `signatures` in seatrial.yaml whom you trust to sign, so that each audit verifies it too.",
        ),
        _IN_VAIN: (
            "Raise in {compared:the loader} {where:where} the digest differs: it is compared there, and only told.",
            "Write down the SHA-256 of all that is loaded when the model is stored, and compare each in the same way.",
        ),
        _UNCOMPARED: (
            "Compare the digest in {fetched:the download} again once the file is there, and raise where it differs.",
            "Hold every model to a digest there: one that has none is loaded whatever was fetched.",
        ),
        "refused": (
            "Compare {model:the model} with the release that was approved, and find out who changed which since.",
            "Put the signed file back, or have the new one reviewed and signed by whom seatrial.yaml trusts.",
        ),
    },
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
    bare = sorted(bare, key=lambda item: (item.place.path != bare[0].place.path, not item.addressed))
    fixed = fixed_deliveries(component)
    by_image = bool(fixed) and all(item.proof is not Proof.NONE or not item.fetched for item in loads)
    stated = signatures_in(component)
    if doubt := _in_doubt(stated, [] if by_image else loads):
        return doubt
    held = [one for one in stated if one.standing is Standing.VERIFIED]
    signed, verified = signatures(component)
    whole = by_image or not (bare or named)
    sure = [*map(_shown, proved[:_SHOWN]), *fixed[:3], *map(as_evidence, held[:3])] if whole else []
    vain = vain_comparisons(component)
    before = () if whole or vain else compared_before_fetching(component)
    unasked = [*component.of(loose_signatures(component.repo))[:3], *written_digests(component)[:3]]
    half = [*vain, *before]
    unasked = [*half, *unasked, *map(_shown, bare[:_SHOWN])] if half else unasked
    signs = [*signed[:2], *map(as_evidence, held[:2])]
    graded = Graded.best(
        (Grade.IN_USE, [*signs, *verified[:2]] if sure and signs and verified else ()),
        (Grade.SUBSTANTIVE, sure),
        (Grade.PRESENT, [*before[:1], *map(_shown, (bare or named or proved)[:_SHOWN]), *fixed[:3],
                         *map(as_evidence, held)] if named or proved or fixed or held else unasked),
        looked_for=LOOKED_FOR,
        message="" if sure else half[0].what if half else _message(bare, named),
    )  # fmt: skip
    if graded.grade is Grade.ABSENT:
        if reason := why_absence_proves_nothing(component.repo):
            return Graded.unknown(reason, looked_for=LOOKED_FOR)
        graded = Graded.absent(map(_shown, bare[:_SHOWN]), LOOKED_FOR, _message(bare, named))
    first = next(iter([*bare, *named, *proved]), None)
    keep = None if serving_image(component) else _KEEP
    case = _IN_VAIN if vain and not sure else _UNCOMPARED if before else _case(component, first)
    only_told = next(iter(vain), None)
    caught = caught_by(component, only_told) if only_told else None
    where = f"outside of the try whose except in line {caught.line} goes on, where" if caught else None
    answer = graded.naming(load=first, keep=keep, compared=only_told, where=where).in_case(case)
    answer = answer.naming(fetched=next(iter(before), None))
    answer = answer.naming(training=named_trainings(component))
    if answer.case == _BY_CALLERS and first and first.by_caller:
        return answer.having_done(1)
    if answer.case == _REGISTERED and _is_promoted(component):  # the stage is the approval, and moves by it
        return answer.having_done(1)
    return answer.having_done(1) if answer.case == _SHIPPED and _is_attested(component) else answer


def _is_attested(component: Component) -> bool:
    """Tell whether the index is given attestations: its action makes them where no token is handed to it."""
    published = (one for one in component.of(ci_actions(component.repo)) if one.name == "pypa/gh-action-pypi-publish")
    given = (dict(one.inputs) for one in published)
    return any("password" not in one and one.get("attestations") != "false" for one in given)


def _is_promoted(component: Component) -> bool:
    """Tell whether code of the owner's moves the stage, the tag or the alias of a version that passed."""
    scopes = (scope for path, scope in promotion_scopes(component.repo) if path in component.own)
    moved = any(item.act is Act.STAGE for item in component.of(registrations(component.repo)))
    return moved or any("promote" in scope.rpartition(".")[2].lower() for scope in scopes)


def _case(component: Component, first: LoadProof | None) -> str:
    """Say which steps fit the first load: a digest of a file, a commit of a hub, or what callers of a library name."""
    library = archetype(component).archetype is Archetype.LIBRARY
    if first is None:
        return ""
    if first.addressed:
        return _ADDRESSED
    if first.registered:
        return _REGISTERED
    if first.packaged:
        return _PACKAGED
    if first.fetched:
        return _BY_CALLERS if library else _FETCHED
    return _of_a_file(component, first, library=library)


def _of_a_file(component: Component, first: LoadProof, *, library: bool) -> str:
    """Say which steps fit a file: git holds one that lies beside the code, and a training knows the digest first."""
    if library:
        ships = any(one.model and not one.is_test for one in component.of(artifacts(component.repo)))
        return _SHIPPED if ships and first.proof is Proof.NAMED else _FILE_OF_CALLERS
    if first.in_git:
        return _IN_GIT
    published = archetype(component).archetype in {Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC}
    return _MADE if not published and keeps_own_model(component) else ""


def _in_doubt(stated: tuple[Signature, ...], loads: Iterable[LoadProof]) -> Graded | None:
    """Judge signatures that do not hold, and those that could not be verified where all else is proved."""
    if refused := [one for one in stated if one.standing is Standing.REFUSED]:
        graded = Graded.absent(refused, LOOKED_FOR)
        return graded.naming(model=refused[0].model).in_case("refused")
    open_ = [one for one in stated if one.standing is Standing.UNKNOWN]
    if open_ and all(item.proof is Proof.PROVED or item.signature in open_ for item in loads):
        return Graded.unknown("; ".join(one.what for one in open_[:3]), looked_for=LOOKED_FOR)
    return None


def _shown(item: LoadProof) -> Evidence:
    return Evidence(item.place, item.what, item.confidence)


def _message(bare: list[LoadProof], named: list[LoadProof]) -> str:
    return next((item.what for item in (*bare, *named)), "")
