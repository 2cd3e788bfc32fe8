"""Which other measurements of a system tell something about its capacity: batches, and more instances?"""

from seatrial.bench.explore import throughput
from seatrial.bench.load.context import with_batching, with_scaling
from seatrial.bench.queueing.limit import Target
from seatrial.bench.samples import Measured, Samples
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.model.benchmark import Capacity, Scenario


def in_context(one: Capacity, target: Target, found: Measured) -> Capacity:
    """Return a capacity with how throughput grows with instances, and what a dynamic batcher would bear."""
    single = found.single
    if single is None or not one.rate or not throughput(single):
        return one
    seconds = 1 / throughput(single)
    points = _instances(single, found)
    cores = 0 if single.task.configuration.on_device else usable_cores()
    whole = with_scaling(one, points, cores, seconds) if len(points) > 1 else one
    sizes = [(it.task.configuration.batch, _seconds(it)) for it in _of(found, Scenario.BATCH)]
    return with_batching(whole, target, [(1, seconds), *sizes]) if sizes else whole


def _instances(single: Samples, found: Measured) -> list[tuple[int, float]]:
    """Return predictions a second of one and more instances, each with as many threads as the single one."""
    threads = single.task.configuration.intra_threads
    split = [it for it in _of(found, Scenario.OFFLINE) if it.task.configuration.intra_threads == threads]
    return sorted({1: throughput(single), **{it.task.configuration.instances: throughput(it) for it in split}}.items())


def _of(found: Measured, scenario: Scenario) -> list[Samples]:
    return [it for it in found.samples if it.task.scenario is scenario and it.failure is None and throughput(it)]


def _seconds(one: Samples) -> float:
    return one.task.configuration.batch / throughput(one)
