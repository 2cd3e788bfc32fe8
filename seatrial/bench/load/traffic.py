"""How should requests come, as an option says it: poisson, constant, spike, or a file of arrivals?"""

from pathlib import Path

from seatrial.bench.queueing.arrival_file import MOST_BYTES, recorded
from seatrial.bench.queueing.arrivals import BadArrivals, Pattern, Traffic, replayed

_NAMED = (Pattern.POISSON, Pattern.CONSTANT, Pattern.SPIKE)


def traffic(text: str) -> Traffic:
    """Return what an option means, named patterns at one request a second. Raises BadArrivals."""
    named = next((one for one in _NAMED if one == text.strip().lower()), None)
    if named is not None:
        return Traffic(1.0, named)
    file = Path(text)
    if not file.is_file():
        raise BadArrivals(f"{text[:80]!r} is neither {', '.join(_NAMED)} nor a file of arrivals")
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadArrivals(f"{file.name} cannot be read: {error.strerror}") from None
    return replayed(recorded(content.decode("utf-8", "replace")))


def at(rate: float, wanted: Traffic, seed: int) -> Traffic:
    """Return traffic at a rate, with arrivals of a seed; a recording keeps its own."""
    return wanted if wanted.pattern is Pattern.REPLAY else Traffic(rate, wanted.pattern, seed)
