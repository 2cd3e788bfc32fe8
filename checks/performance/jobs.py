"""Does a job of training or predicting scale, and survive its own failure; and would a slower model be noticed?"""

from collections.abc import Sequence

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, performance
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.declared import service_targets
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.documents.written_targets import Aim
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.whose import NO_MODEL, may_hold_model
from seatrial.facts.serving.batch import job_program, jobs_of
from seatrial.facts.testing.benchmarks import benchmarks_in_ci
from seatrial.facts.testing.regression_gates import performance_gates
from seatrial.facts.training.main_training import main_training, named_trainings
from seatrial.facts.training.rebuilds.job_restart import (
    JobTrait,
    Trait,
    is_started,
    job_traits,
    measured_rates,
    traits_by_hand,
)

JOB_LOOKED_FOR = (
    "reading in pieces (chunksize, DataLoader, Spark, Dask, Ray, lazy Polars), writes that replace or merge, "
    "checkpoints that are resumed, retries, deadlines, and a rate in rows per hour"
)
GATE_LOOKED_FOR = (
    "--benchmark-compare-fail, github-action-benchmark, CodSpeed, Bencher, asv continuous, seatrial bench --against, "
    "or a script in CI that compares latency, memory or size with a bound"
)
_CHUNKED = "where it reads in pieces"
_LEARNS = "where a training is all that runs"
_LEARNS_IN_PIECES = "where a training is all that runs, and reads in pieces"
_START = "Let a Makefile or a job start {job:the training} with its settings, so that a new start is the same one."
_STARTED_BY_HAND = "where a training goes on from a checkpoint, and somebody starts it by hand"


def runs_jobs(component: Component) -> bool:
    """Tell whether there may be a job of its own: not in a library, nor where a service only answers."""
    if archetype(component).archetype in (Archetype.ONLINE_SERVICE, Archetype.LLM_APP):
        return bool(jobs_of(component) or own_trainings(component))
    return archetype(component).archetype is not Archetype.LIBRARY or bool(own_trainings(component))


@performance.practice(
    "PRF-11",
    question="Does a batch/training job scale, restart and stay idempotent?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A job that was stopped at 90 % and appends its rows again leaves them twice, and nobody sees which.",
    fix=(
        "Read in pieces in {job:the job}, and write by key: merge, upsert, or overwrite the partition of the day.",
        "Keep checkpoints and go on from the last one; write down the rows per hour against the time there is.",
    ),
    fix_when={
        _CHUNKED: (
            "Write by key in {job:the job}: merge, upsert, or overwrite the partition of the day.",
            "Keep checkpoints and go on from the last one; write down the rows per hour against the time there is.",
        ),
        _LEARNS: (
            "Keep checkpoints of {job:the training}, and go on from the last one when it is started again.",
            "Read what does not fit into memory in pieces: a DataLoader, chunksize, or lazy frames.",
            _START,
        ),
        _LEARNS_IN_PIECES: (
            "Keep checkpoints of {job:the training}, and go on from the last one when it is started again.",
            "Write down how long a run takes against the time there is, and stop one that takes much longer.",
            _START,
        ),
        _STARTED_BY_HAND: (
            _START,
            "Write down how long a run takes against the time there is, and how to go on from a checkpoint.",
        ),
    },
    missing="nothing shows that it reads in pieces, goes on from a checkpoint, or may run twice",
    references=("MTS-Infra3", "MG 2.1", "MTS-Mon6"),
    raised_by=("retail",),
    when=runs_jobs,
    when_not="nothing here trains, and no job of its own predicts",
)
def batch_throughput_and_restart(component: Component) -> Graded:
    found = job_traits(component)
    kinds = {one.trait for one in found}
    whole = Trait.CHUNKS in kinds and kinds & {Trait.REPEATABLE, Trait.RESUMES}
    first = {one.trait: one for one in reversed(found)}
    rates = component.of(measured_rates(component.repo))
    windows = [one for one in service_targets(component.repo) if one.aim in (Aim.FRESHNESS, Aim.THROUGHPUT)]
    shown = [first[trait] for trait in Trait if trait in first]
    predicts = next((one.program for one in jobs_of(component) if not one.trains), None)  # a training only tries
    job = predicts or job_program(component) or named_trainings(component)
    if predicts is None and job and not whole and (by_hand := traits_by_hand(component)):
        return _by_hand(found, by_hand)
    graded = Graded.best(
        (Grade.IN_USE, [*rates[:2], *windows[:1]] if whole and rates and windows else ()),
        (Grade.SUBSTANTIVE, shown if whole else ()),
        (Grade.PRESENT, shown),
        looked_for=JOB_LOOKED_FOR,
        message="" if whole or not shown else _lacking(kinds),
    ).naming(job=job)
    if predicts is None:
        learns = graded.in_case(_LEARNS_IN_PIECES if Trait.CHUNKS in kinds else _LEARNS)
        trained = main_training(component)
        return learns.having_done(*((3,) if trained is None or is_started(component, trained.site) else ()))
    return graded.in_case(_CHUNKED if Trait.CHUNKS in kinds else "")


def _by_hand(found: Sequence[JobTrait], by_hand: Sequence[JobTrait]) -> Graded:
    """Grade a training, or a part of one, that nothing in the repository starts by what its file shows."""
    first = {one.trait: one for one in (*reversed(by_hand), *reversed(found))}
    shown = [first[trait] for trait in Trait if trait in first]
    last = next(one for one in by_hand if one.trait is by_hand[-1].trait)
    what = f"{last.place.path} {last.trait}, in code that nothing here starts"
    if Trait.RESUMES not in first:
        what = f"nothing shows that {last.place.path} {Trait.RESUMES}"
    graded = Graded.best((Grade.PRESENT, shown), looked_for=JOB_LOOKED_FOR, message=what).naming(job=last)
    if Trait.RESUMES in first:
        return graded.in_case(_STARTED_BY_HAND)
    return graded.in_case(_LEARNS_IN_PIECES if Trait.CHUNKS in first else _LEARNS)


def _lacking(kinds: set[Trait]) -> str:
    if Trait.CHUNKS not in kinds:
        return "nothing shows that it reads in pieces"
    return "nothing shows that it goes on from a checkpoint, or writes so that it may run twice"


@performance.practice(
    "PRF-10",
    question="Would a slower or fatter model be noticed before release?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.MISSION_CRITICAL,
    parent="PRF-02",
    why="Latency is lost a few per cent at a time, and no single change looks guilty.",
    fix=(
        "Measure base and head on the same runner in {workflow:CI}, and compare them.",
        "Fail above 20 %, or above the noise that two runs of the base show.",
    ),
    fix_for={
        Archetype.LIBRARY: (
            "Compare the benchmarks of base and head on the same runner in {workflow:CI}.",
            "Fail above 20 %, or above the noise that two runs of the base show.",
        )
    },
    missing="no measurement in CI is compared with anything",
    references=("MTS-Mon6", "MS 2.3"),
    raised_by=("finance", "retail"),
    when=may_hold_model,
    when_not=NO_MODEL,
)
def performance_regression_gate(component: Component) -> Graded:
    if not for_use(component):
        return Graded.not_applicable(NOT_FOR_USE)
    gates = component.of(performance_gates(component.repo))
    measured: list[Evidence] = list(component.of(benchmarks_in_ci(component.repo)))
    return Graded.best(
        (Grade.IN_USE, [gate for gate in gates if gate.stops]),
        (Grade.SUBSTANTIVE, gates),
        (Grade.PRESENT, measured[:5]),
        looked_for=GATE_LOOKED_FOR,
        message="" if gates or not measured else "CI measures, and compares with nothing",
    ).naming(workflow=next(iter(gates), None) or next(iter(measured), None))
