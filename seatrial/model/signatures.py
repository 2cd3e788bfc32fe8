"""Which models are signed, whom does the owner trust to have made them, and does each signature hold?"""

from enum import StrEnum

from seatrial.model.evidence import Place
from seatrial.model.record import dataclass

VERIFIER = "model-signing"  #: the package that verifies, as its answer is named among those of scanners


class Standing(StrEnum):
    """What is known about a signature."""

    VERIFIED = "verified"  #: made by whom the owner trusts, over the bytes that are here
    REFUSED = "refused"  #: made by somebody else, over other bytes, or not there: the model is not the one signed
    UNKNOWN = "unknown"  #: it could not be verified


@dataclass(frozen=True, slots=True)
class Signature:
    """One stated signature of a model of the repository."""

    model: str  #: path of a file or a folder
    signature: str  #: path
    standing: Standing
    trusts: str  #: whom the owner trusts, in words
    inside: bool  #: what is trusted stands in the repository, where whoever changes the model can change it too
    why: str = ""  #: why it is refused or unknown, one phrase
    files: tuple[str, ...] = ()  #: paths that a verified signature covers
    place: Place = Place("seatrial.yaml")  #: the signature, or where it is stated when it is not there

    @property
    def what(self) -> str:
        if self.standing is Standing.VERIFIED:
            return f"the signature of {self.model} holds, by {self.trusts}"
        if self.standing is Standing.REFUSED:
            return f"the signature of {self.model} does not hold: {self.why}"
        return f"the signature of {self.model} could not be verified: {self.why}"


@dataclass(frozen=True, slots=True)
class SignedModel:
    """A model with its signature, and whom the owner trusts to have made it: a key, certificates, or an identity."""

    model: str  #: path of a file or a folder of the repository
    signature: str  #: path of the signature, a bundle of sigstore
    public_key: str = ""  #: the key in PEM, or the path of a file of the repository that holds it
    certificates: tuple[str, ...] = ()  #: roots of trust, each in PEM or as a path
    identity: str = ""  #: who signed with sigstore, as the certificate names it
    issuer: str = ""  #: who vouches for the identity: the address of a provider
    place: Place = Place("seatrial.yaml")  #: where this is stated

    @property
    def kept_inside(self) -> tuple[str, ...]:
        """The files of the repository that hold what is trusted: whoever can change the model can change them."""
        return tuple(one for one in (self.public_key, *self.certificates) if one and not is_pem(one))

    @property
    def trusts(self) -> str:
        """Whom the owner trusts, in words."""
        if self.identity:
            return f"{self.identity}, for whom {self.issuer} vouches"
        noun, held = ("key", (self.public_key,)) if self.public_key else ("certificate", self.certificates)
        inside = f"the {noun} in {', '.join(self.kept_inside)}" if self.kept_inside else ""
        stated = f"the {noun} that the configuration states" if len(self.kept_inside) < len(held) else ""
        return " or ".join(filter(None, (inside, stated)))


def is_pem(text: str) -> bool:
    """Tell whether a text is a key or a certificate itself, and no path that leads to one."""
    return text.lstrip().startswith("-----BEGIN ")
