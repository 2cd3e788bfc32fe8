"""Which stored models does a signature prove that the owner states, and which of these signatures do not hold?"""

from collections.abc import Sequence

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.model import Evidence, Place
from seatrial.model.scan import Scan
from seatrial.model.signatures import VERIFIER, Signature, SignedModel, Standing
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo

#: How signatures of models, bundles of sigstore, are named, and what each begins with.
_SIGNATURES = (".sig", ".sigstore", ".sigstore.json")
_BUNDLE = b'"application/vnd.dev.sigstore.bundle'

__all__ = [
    "Signature", "Standing", "loose_signatures", "signature_of", "signatures_in", "signed_models", "stated_signatures",
]  # fmt: skip


@fact
def signed_models(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the models lie that the owner calls signed, whether their signatures hold or not."""
    return tuple(
        Evidence(Place(path), f"seatrial.yaml states a signature of {stated.model}")
        for stated in repo.settings.signatures
        for path in [one for one in repo.paths if _is_below(stated.model, one)][:1] or [stated.place.path]
    )


@fact
def loose_signatures(repo: Repo) -> tuple[Evidence, ...]:
    """Return the signatures of models that lie in the repository, and of which nothing says whom to trust."""
    stated = {one.signature for one in repo.settings.signatures}
    named = repo.matching(lambda path: path.lower().endswith(_SIGNATURES) and path not in stated)
    what = "a signature lies here, and nothing says whose it must be"
    return tuple(Evidence(Place(path), what) for path in named if _is_bundle(repo, path))


def _is_bundle(repo: Repo, path: str) -> bool:
    try:
        return _BUNDLE in repo.head(path)
    except Unreadable:
        return False


@fact
def stated_signatures(repo: Repo) -> tuple[Signature, ...]:
    """Return what is known of each signature that the configuration states, in its order."""
    scan = repo.scans.get(VERIFIER) or Scan(VERIFIER, failed="nobody asked for it in this run")
    return tuple(_known(repo, stated, scan) for stated in repo.settings.signatures)


def _known(repo: Repo, stated: SignedModel, scan: Scan) -> Signature:
    """Join a statement with what was seen: files by their signature, and a signature that does not hold by its path."""
    name = stated.signature
    covered = tuple(one.path for one in scan.seen if one.rule == Standing.VERIFIED and one.what == name)
    refused = [one.what for one in scan.seen if one.rule == Standing.REFUSED and one.path == name]
    missed = [why for path, why in scan.missed if path == name]
    standing = Standing.VERIFIED if covered else Standing.REFUSED if refused else Standing.UNKNOWN
    why = next(iter([*refused, *missed, *filter(None, [scan.failed])]), "" if covered else "it was not looked at")
    place = Place(name) if name in repo.entries else stated.place
    return Signature(stated.model, name, standing, stated.trusts, bool(stated.kept_inside), why, covered, place)


def signatures_in(component: Component) -> tuple[Signature, ...]:
    """Return the stated signatures of a component's models; one of a model that is nowhere is everybody's."""
    return tuple(one for one in stated_signatures(component.repo) if _concerns(component, one.model))


def signature_of(repo: Repo, name: str) -> Signature | None:
    """Return the signature that is stated of what code loads by a name: all its files are the model's.

    None where no file of the repository has that name, and where a signature that holds leaves one of them out.
    """
    bare = name.replace("\\", "/").removeprefix("./").strip("/")
    if not bare or not repo.settings.signatures:
        return None
    files = repo.matching(lambda path: f"/{path}".endswith(f"/{bare}") or f"/{bare}/" in f"/{path}")
    return next((one for one in stated_signatures(repo) if files and _speaks_of(one, files)), None)


def _speaks_of(signature: Signature, files: Sequence[str]) -> bool:
    if signature.standing is Standing.VERIFIED:
        known = {*signature.files, signature.signature}
        return all(path in known for path in files)
    return all(_is_below(signature.model, path) for path in files)


def _concerns(component: Component, model: str) -> bool:
    files = [path for path in component.repo.paths if _is_below(model, path)]
    return not files or any(path in component for path in files)


def _is_below(model: str, path: str) -> bool:
    return model in {".", path} or path.startswith(f"{model}/")
