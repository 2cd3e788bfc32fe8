"""What happens in one visit to a task: fresh processes, a quiet machine, a few blocks, and the end of the processes?"""

import time

from seatrial.bench.observed import Unmeasured
from seatrial.bench.samples import Samples
from seatrial.bench.surroundings.interference import between, objection, reading, settle, tolerated
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.bench.surroundings.processors import kept_on, needed, of_turn
from seatrial.bench.system import Limits, Session
from seatrial.bench.watch import Watch

_HANGS = 20.0  #: times as long as a block should take


def visit(samples: Samples, watch: Watch, limits: Limits) -> None:
    """Start the system, take the task's blocks, close it. Whatever it does, this only writes it down."""
    started = time.perf_counter()
    task = samples.task
    watch.tell(task.name)
    session = task.system.start(task.configuration, limits)
    if isinstance(session, Unmeasured):
        samples.fail(session)
    else:
        try:
            samples.start(session.started)
            _blocks(samples, session, watch)
        finally:
            session.close()
    samples.visits += 1
    samples.seconds += time.perf_counter() - started


def _blocks(samples: Samples, session: Session, watch: Watch) -> None:
    task = samples.task
    for _ in range(task.blocks):
        if not take(samples, session, watch):
            return


def take(samples: Samples, session: Session, watch: Watch) -> bool:
    """Take one block when the machine is quiet, or has been waited for long enough; tell whether there may be more."""
    task = samples.task
    limit, known = tolerated(usable_cores(), needed(task)), tuple({*session.pids, *task.beside})
    if watch.patience > 0:
        watch.waited += settle(known, limit, watch.patience)[0]
    with kept_on(of_turn(task, watch.order), session.pids):
        before = reading(known)
        took = session.block(task.block_s, minimum_runs=task.runs, gap_s=task.gap_s, limit_s=hangs_after(samples))
        seen = between(before, reading(known))
    if isinstance(took, Unmeasured):
        samples.fail(took)
    else:
        samples.add(took, seen, watch.next(), objection(seen, limit))
    return samples.failure is None


def hangs_after(samples: Samples) -> float:
    """Return after how many seconds a block hangs: far longer than its runs should take by the first one."""
    task = samples.task
    first = samples.colds[-1].first_run_s or 1.0
    return 30 + _HANGS * (task.block_s + task.runs * (first + task.gap_s))
