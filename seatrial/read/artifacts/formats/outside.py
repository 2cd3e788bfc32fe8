"""Does a file that a model names lie outside of the model's own folder?"""

from seatrial.model.artifacts import Verdict
from seatrial.read.regex import regex

_SCHEME = regex(r"\A[A-Za-z][\w+.-]*:")


def leaves(place: str) -> bool:
    """Tell whether a place, taken from the folder of a model, leads out of it: absolute, upwards, or an address."""
    parts = place.replace("\\", "/").split("/")
    return place.startswith(("/", "\\", "~")) or ".." in parts or bool(_SCHEME.match(place)) or "\0" in place


def level_of(place: str) -> Verdict:
    """Return how bad it is to read a place: another file of the folder came with the model, every other did not."""
    return Verdict.DANGEROUS if leaves(place) else Verdict.SUSPICIOUS
