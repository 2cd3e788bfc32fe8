"""What do a record and a sentence call a target?"""

from seatrial.bench.queueing.limit import Target


def name(target: Target) -> str:
    """Return what the record calls a target: ``p99_ms``, ``p99_9_ms``."""
    return f"p{100 * target.percentile:g}_ms".replace(".", "_")


def percent(part: float) -> str:
    """Return a share in per cent, with as many digits as tell it from nothing."""
    return f"{100 * part:.3g} %"
