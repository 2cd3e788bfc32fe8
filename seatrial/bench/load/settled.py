"""Which rate is promised, after real runs around the one that was predicted?"""

from collections.abc import Sequence
from dataclasses import replace

from seatrial.bench.load.confirmation import confirmed, holds, tells
from seatrial.bench.load.pooled import pooled
from seatrial.bench.load.serve import Served
from seatrial.bench.queueing.limit import Target
from seatrial.model.bench_conclusions import Capacity

#: Of the rate at which exactly as many requests are too slow as may be: there a target is missed as often as held.
PROMISED = 0.95
_ABOUT = 1.03  #: times the promised rate, up to which a run speaks of it


def reached(rate: float, runs: Sequence[Served]) -> bool:
    """Tell whether real runs lie on both sides of what a predicted rate promises, so that it is no guess from afar."""
    tried = [run.record.rate for run in runs]
    return bool(tried) and min(tried) <= _ABOUT * PROMISED * rate and rate <= _ABOUT * max(tried)


def contradicted(rate: float, target: Target, runs: Sequence[Served], servers: int) -> bool:
    """Tell whether real runs up to what a predicted rate promises prove by their busy periods that it is missed.

    More slow requests than may be are no proof: in a run of seconds they come in a few episodes, of which there are
    sometimes twice as many as usual.
    """
    meant = [run for run in runs if run.blames_the_system and run.record.rate <= _ABOUT * PROMISED * rate]
    return pooled(meant, target.limit, servers).misses(1 - target.percentile)


def settled(borne: Capacity, target: Target, runs: Sequence[Served]) -> Capacity:
    """Return a predicted capacity with the rate that is promised, the runs behind it, and what they leave open."""
    heard = [run for run in runs if tells(target, run)]
    if contradicted(borne.rate, target, heard, borne.servers):
        found = _lowered(borne, target, heard)
    else:
        rate = PROMISED * borne.rate
        found = replace(borne, low=min(borne.low, rate), rate=rate)
    base = found.rate or borne.rate or max((run.record.rate for run in runs), default=1.0)
    whole = tuple(confirmed(round(run.record.rate / base, 2), run) for run in runs)
    return replace(found, confirmed=whole, note="; ".join(filter(None, (found.note, _open(runs, heard)))))


def _lowered(borne: Capacity, target: Target, heard: Sequence[Served]) -> Capacity:
    """Return the highest rate below what was promised at which a real run held the target; 0 where none did."""
    promised = PROMISED * borne.rate
    held = (run.record.rate for run in heard if run.record.rate <= promised and holds(target, run))
    rate = max(held, default=0.0)
    note = f"real runs missed the target below the {borne.rate:,.4g}/s that were predicted"
    return replace(borne, low=rate, rate=rate, high=promised, note="; ".join(filter(None, (borne.note, note))))


def _open(runs: Sequence[Served], heard: Sequence[Served]) -> str:
    """Say why real runs confirm nothing; "" when they do."""
    if runs and not heard:
        most = max(run.record.requests for run in runs)
        return f"real runs of {most} requests are too short to confirm it: a larger --budget"
    if heard and not any(run.blames_the_system for run in heard):
        return "the machine was disturbed, or the generator late: the real runs confirm nothing"
    return ""
