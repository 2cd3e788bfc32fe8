"""Does the signature of a model hold, which whom the owner trusts is stated to have made?"""

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
        """What is known, in one sentence."""
        if self.standing is Standing.VERIFIED:
            return f"the signature of {self.model} holds, by {self.trusts}"
        if self.standing is Standing.REFUSED:
            return f"the signature of {self.model} does not hold: {self.why}"
        return f"the signature of {self.model} could not be verified: {self.why}"
