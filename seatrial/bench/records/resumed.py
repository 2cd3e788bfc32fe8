"""How does measuring go on from a record that was interrupted?"""

from collections.abc import Iterator

from seatrial.bench.depth import Depth
from seatrial.bench.order import Candidate
from seatrial.bench.samples import Samples
from seatrial.bench.task import Task
from seatrial.model.benchmark import Configuration, Record, Run, Scenario

_EXPLORED = (Scenario.BATCH, Scenario.OFFLINE)


def resumed(kept: Record, candidate: Candidate, base: Configuration, depth: Depth) -> Iterator[Samples]:
    """Yield the samples of a record that belong to a candidate; none when the model is another one by now."""
    digests = {one.sha256 for one in kept.subjects if one.name == candidate.subject.name}
    if candidate.subject.sha256 not in digests:
        return
    for run in kept.runs:
        if run.subject == candidate.subject.name and run.blocks and run.configuration.device == base.device:
            yield Samples(
                _task(run, candidate, depth), run.processes, sum(block.seconds for block in run.blocks),
                list(run.blocks), colds=list(run.cold),
            )  # fmt: skip


def _task(run: Run, candidate: Candidate, depth: Depth) -> Task:
    single = run.scenario is Scenario.SINGLE
    only_looked_at = run.scenario in _EXPLORED and run.processes < depth.besides
    least = 1 if only_looked_at else depth.visits if single else depth.besides
    return Task(
        candidate.system, run.configuration, run.scenario, run.gap_ms / 1000, runs=min(block.n for block in run.blocks),
        blocks=2 if single else 1, least=least, most=1 if only_looked_at else depth.most, tail=single,
    )  # fmt: skip
