"""How do two systems take turns, so that both meet the same machine?

A machine changes within tenths of a second, and its processors differ. So a block of each is taken in slices of a few
milliseconds, A B B A, on the same processors. Of a model that was compared with itself beside much other work, ratios
of blocks one after the other differed by 3.9 % on one processor, those of such slices by 0.9 %.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeAlias

from seatrial.bench.child.loops import counted
from seatrial.bench.child.pace import mean_pace
from seatrial.bench.observed import Block, Lane, Seen, Unmeasured, joined
from seatrial.bench.samples import Samples
from seatrial.bench.surroundings.interference import between, objection, reading, settle, tolerated
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.bench.surroundings.processors import kept_on, needed, shared
from seatrial.bench.system import Session
from seatrial.bench.visit import hangs_after
from seatrial.bench.watch import Watch

Side: TypeAlias = tuple[Samples, Session]

_SLICES = 6  #: of each, or as many as it has runs; an even number, so that a steady drift cancels
_SHARE = 0.5  #: of the time of a block is for each: more pairs of processes tell more than longer blocks


def take_both(both: tuple[Side, Side], watch: Watch, random: Random) -> bool:
    """Take one block of each when the machine is quiet, or has been waited for; tell whether there may be more.

    What disturbed one of them disturbed both.
    """
    known = tuple({pid for _, session in both for pid in session.pids})
    tasks = [samples.task for samples, _ in both]
    limit = tolerated(usable_cores(), max(map(needed, tasks)))
    if watch.patience > 0:
        watch.waited += settle(known, limit, watch.patience)[0]
    with kept_on(shared(tasks, random), known):
        before = reading(known)
        taken = _slices(both, random)
        seen = between(before, reading(known))
    for (samples, _), block in zip(both, taken, strict=True):
        if isinstance(block, Unmeasured):
            samples.fail(block)
        elif block.lanes:
            samples.add(block, seen, watch.next(), objection(seen, limit))
    return not any(samples.failure for samples, _ in both)


def _slices(both: tuple[Side, Side], random: Random) -> list[Block | Unmeasured]:
    """Return a block of each. Who begins is drawn; who fails ends it for both."""
    parts: list[list[Block]] = [[], []]
    first = random.randrange(2)
    count = min(_SLICES, both[0][0].task.runs)
    for at in range(2 * count):
        side = (first + (at + 1) // 2) % 2
        part = _slice(*both[side], count)
        if isinstance(part, Unmeasured):
            return [part if side == one else Block(()) for one in (0, 1)]
        parts[side].append(part)
    return [_whole(one) for one in parts]


def _slice(samples: Samples, session: Session, count: int) -> Block | Unmeasured:
    task = samples.task
    seconds, runs = _SHARE * task.block_s / count, -(-task.runs // count)
    return session.block(seconds, minimum_runs=runs, gap_s=task.gap_s, limit_s=hangs_after(samples))


def _whole(parts: Sequence[Block]) -> Block:
    """Return slices as one block, which lasted as long as they did: what the other one did meanwhile is not in it."""
    return Block(tuple(map(_lane, zip(*(part.lanes for part in parts), strict=True))))


def _lane(parts: Sequence[Lane]) -> Lane:
    seen = [part.seen for part in parts]
    begun = seen[0].started_ns
    return Lane(
        joined(part.latencies_ns for part in parts),
        Seen(
            begun,
            begun + sum(one.ended_ns - one.started_ns for one in seen),
            counted([one.processor_ns for one in seen]),
            counted([one.voluntary for one in seen]),
            counted([one.involuntary for one in seen]),
            seen[-1].resident_bytes,
            mean_pace([one.pace_ns for one in seen]),
        ),
        sum(part.errors for part in parts),
    )
