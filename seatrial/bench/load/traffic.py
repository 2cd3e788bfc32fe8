"""How should requests come, as an option says it: poisson, constant, spike, or a file of arrivals?"""

from pathlib import Path

from seatrial.bench.queueing.arrivals import MOST, BadArrivals, Pattern, Traffic, replayed

_NAMED = (Pattern.POISSON, Pattern.CONSTANT, Pattern.SPIKE)
_MOST_BYTES = 64 * 1024 * 1024


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
            content = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadArrivals(f"{file.name} cannot be read: {error.strerror}") from None
    return replayed(recorded(content.decode("utf-8", "replace")))


def at(rate: float, wanted: Traffic, seed: int) -> Traffic:
    """Return traffic at a rate, with arrivals of a seed; a recording keeps its own."""
    return wanted if wanted.pattern is Pattern.REPLAY else Traffic(rate, wanted.pattern, seed)


def recorded(text: str) -> tuple[float, ...]:
    """Read a file of arrivals: a time in seconds on each line, in any order; a comma ends it, # starts a comment.

    The first arrival becomes 0, so that times since 1970 may be given. Raises BadArrivals.
    """
    if len(text) > _MOST_BYTES:
        raise BadArrivals(f"the file of arrivals is larger than {_MOST_BYTES // 1024**2} MiB")
    times = sorted(_time(number, line) for number, line in enumerate(text.splitlines(), 1) if _holds_a_time(line))
    if not times:
        raise BadArrivals("the file of arrivals holds no time")
    if len(times) > MOST:
        raise BadArrivals(f"the file of arrivals holds {len(times):,} requests; at most {MOST:,} are replayed")
    return tuple(time - times[0] for time in times)


def _holds_a_time(line: str) -> bool:
    return bool(line.partition("#")[0].strip())


def _time(number: int, line: str) -> float:
    written = line.partition("#")[0].partition(",")[0].strip()
    try:
        time = float(written)
    except ValueError:
        raise BadArrivals(f"line {number} of the file of arrivals is no time in seconds: {written[:40]!r}") from None
    if not 0 <= time < 1e11:
        raise BadArrivals(f"line {number} of the file of arrivals is no time in seconds: {written[:40]!r}")
    return time
