"""When did the requests arrive that somebody recorded, as a file says?"""

from seatrial.bench.queueing.arrivals import MOST, BadArrivals

MOST_BYTES = 64 * 1024 * 1024


def recorded(text: str) -> tuple[float, ...]:
    """Read a file of arrivals: a time in seconds on each line, in any order; a comma ends it, # starts a comment.

    The first arrival becomes 0, so that times since 1970 may be given. Raises BadArrivals.
    """
    if len(text) > MOST_BYTES:
        raise BadArrivals(f"the file of arrivals is larger than {MOST_BYTES // 1024**2} MiB")
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
