"""Which batch size, and which split of the cores over instances and threads, gives the most predictions a second?

Neither is advised without measuring: on some models a batch is slower than its samples one by one, and a second thread
makes a small model slower. Each candidate is looked at once; what looks best is measured beside the default later on.
"""

from collections.abc import Callable, Iterable, Iterator
from random import Random

from seatrial.bench.queueing.scaling import POINTS
from seatrial.bench.samples import Samples
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.visit import visit
from seatrial.bench.watch import Watch

BATCHES = (1, 2, 4, 8, 16, 32)
#: Of a device that works on thousands of numbers at once.
BATCHES_OF_DEVICE = (*BATCHES, 64, 128, 256, 512, 1024)
#: Processes that share a device: one hands over its work while another one's is done.
INSTANCES_OF_DEVICE = (1, 2, 4)
_DECLINES = 2  #: after which larger batches are not tried
_MOST_SPLITS = 24


def batches(task: Callable[[int], Task], watch: Watch, limits: Limits, until: float) -> Iterator[Samples]:
    """Yield one look at each batch size, until two in a row gain nothing, the model refuses one, or time is over.

    ``until`` is the budget's time at which looking ends, in seconds.
    """
    best, declines = 0.0, 0
    for size in BATCHES_OF_DEVICE if task(1).configuration.on_device else BATCHES:
        if declines >= _DECLINES or watch.passed >= until:
            return
        seen = Samples(task(size))
        visit(seen, watch, limits)
        if seen.failure is not None:
            return
        yield seen
        declines = 0 if throughput(seen) > best else declines + 1
        best = max(best, throughput(seen))


def splits(cores: int) -> tuple[tuple[int, int], ...]:
    """Return instances and threads of each that use every core, or one: the fewest threads first.

    With many cores only powers of two are among them. Where there are cores enough for a law of scaling, some numbers
    of instances with one thread between one and all are among them as well.
    """
    steps = [count for count in range(1, cores + 1) if cores <= 4 or count & (count - 1) == 0 or count == cores]
    found = {(1, 1), *((cores // threads, threads) for threads in steps), *((1, threads) for threads in steps)}
    found |= {(instances, 1) for instances in ladder(cores)}
    return tuple(sorted(found, key=lambda split: (split[0] * split[1] != cores, split[1], split[0])))[:_MOST_SPLITS]


def ladder(cores: int) -> tuple[int, ...]:
    """Return numbers of instances for a law of scaling, about the same factor apart; none for fewer than six cores."""
    if cores < POINTS:
        return ()
    return tuple(sorted({round(cores ** (step / (POINTS + 1))) for step in range(POINTS + 2)}))


def halved(
    tasks: Iterable[Task], watch: Watch, random: Random, limits: Limits, until: float
) -> tuple[list[Samples], list[Samples]]:
    """Look at tasks in rounds of random order, each time at the better half only; return all, and the best one.

    Successive halving: Jamieson and Talwalkar, AISTATS 2016.
    """
    seen = [Samples(task) for task in tasks]
    alive = list(seen)
    while alive and watch.passed < until:
        for one in random.sample(alive, len(alive)):
            if watch.passed < until:
                visit(one, watch, limits)
        alive = sorted((one for one in alive if one.blocks and not one.failure), key=throughput, reverse=True)
        if len(alive) <= 1:
            break
        alive = alive[: (len(alive) + 1) // 2]
    return [one for one in seen if one.visits], alive[:1]


def throughput(one: Samples) -> float:
    """Return predictions a second over all blocks so far."""
    seconds = sum(block.seconds for block in one.blocks)
    return one.task.configuration.batch * sum(block.n for block in one.blocks) / seconds if seconds else 0.0
