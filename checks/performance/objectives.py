"""Are the targets of the service numbers, and was its latency measured against them?"""

from collections.abc import Iterable

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, performance
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.alert_thresholds import listed_thresholds
from seatrial.facts.documents.declared import service_targets
from seatrial.facts.documents.target_use import held_targets
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.documents.written_targets import Aim, Target
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.product.whose import NO_MODEL, may_hold_model
from seatrial.facts.project.dependencies import requirements
from seatrial.facts.testing.benchmark_results import ENOUGH_RUNS, Measured, measured_latencies
from seatrial.facts.testing.benchmarks import benchmarks_in_ci
from seatrial.facts.testing.model_benchmarks import model_benchmarks
from seatrial.facts.testing.timed_tables import timed_tables
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts

_TABLED = "where single times or averages are written down"
SLO_LOOKED_FOR = (
    "slo in seatrial.yaml, files of OpenSLO, Sloth or Pyrra, and documents: latency at a percentile, load, window and "
    "availability; for jobs a time to finish by; alerts, load tests and benchmarks that hold the same numbers"
)
LATENCY_LOOKED_FOR = (
    "records of seatrial bench, pytest-benchmark, asv, torch.utils.benchmark, timeit, timing with percentiles, and a "
    "result file or table with p50, p95 or p99, the number of runs, the machine and the version of the model"
)


@performance.practice(
    "PRF-01",
    question="Are latency, availability and quality targets numbers?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="Without a number nobody can say that the service is too slow: not the test, not the alert, not the customer.",
    fix=(
        "Add `slo:` with `p95_ms`, `p99_ms`, `throughput_rps`, `availability` and `window` to {target:seatrial.yaml}.",
        "Let the load test and the alert hold the same numbers.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Add `slo:` to {target:seatrial.yaml}, with `finish_by`, `throughput_rps` and `window`.",
            "Let the alert of a run that is late hold the same number.",
        )
    },
    missing="no target for latency, load or availability is a number",
    references=("MS 2.3", "MP 1.6", "42001 A.6.2.2", "AIA 15", "SRE ch.4"),
    raised_by=("finance", "retail"),
    gated_by=("retail",),
)
def slo_defined(component: Component) -> Graded:
    targets = component.of(service_targets(component.repo))
    held = component.of(held_targets(component.repo))
    full = tuple(target for target in targets if _complete(targets, target.path))
    return Graded.best(
        (Grade.IN_USE, [*held[:5], *full] if full and held else ()),
        (Grade.SUBSTANTIVE, full),
        (Grade.PRESENT, targets),
        looked_for=SLO_LOOKED_FOR,
        message=("" if full else _lacking(targets)) if targets else _only_alarms(component),
    ).naming(target=next((target for target in targets if target.path.endswith((".yaml", ".yml"))), None))


@performance.practice(
    "PRF-02",
    question="Is there a recorded measurement of single-request latency on stated hardware?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="The first measurement is else made by the first customer, on the machine that is already paid for.",
    act=acts.MEASURED,
    fix=(
        "Measure one prediction with a warm-up and at least 30 runs: {script:benchmarks/latency.py}.",
        "Commit the result with p50, p95, p99, the number of runs, the date, the machine and the model's version.",
        "For an ONNX model, do both by `seatrial bench -f json=seatrial-bench.json`.",
        "Let CI measure it and compare it with the target.",
    ),
    missing="no measurement of latency is committed",
    fix_for={
        Archetype.BATCH_JOB: (
            "Time the prediction of one batch of rows, warmed up, at least 30 times: {script:benchmarks/latency.py}.",
            "Commit the result with p50, p95, p99, the runs, rows in a batch, date, machine and the model's version.",
            "Let CI measure it and compare it with the target.",
        ),
        Archetype.LLM_APP: (
            "Measure one answer at least 30 times, to its first and to its last word: {script:benchmarks/latency.py}.",
            "Commit the result with p50, p95, p99, the number of runs, the date, and the versions of model and prompt.",
            "Let CI measure it and compare it with the target.",
        ),
    },
    fix_when={
        _TABLED: (
            "Measure again what {table:that page} gives, warmed up, at least 30 times: {script:benchmarks/latency.py}.",
            "Add p50, p95, p99, the number of runs, the date, the machine and the model's version to {table:it}.",
            "Let CI measure it and compare it with the target.",
        ),
    },
    references=("MTS-Mon6", "MS 2.3", "SRE ch.4"),
    raised_by=("finance", "retail"),
    when=may_hold_model,
    when_not=NO_MODEL,
)
def latency_measured(component: Component) -> Graded:
    if not for_use(component):
        return Graded.not_applicable(NOT_FOR_USE)
    repo = component.repo
    scripts = model_benchmarks(component)
    measured = component.of(measured_latencies(repo))
    solid = [item for item in measured if item.complete and item.fresh(repo.as_of)]
    in_ci = component.of(benchmarks_in_ci(repo))
    tables = component.of(timed_tables(repo)) if not measured else []
    met = [item for item in solid if _meets(item, component.of(service_targets(repo)))]
    graded = Graded.best(
        (Grade.IN_USE, [*met, *in_ci] if met and in_ci else ()),
        (Grade.SUBSTANTIVE, solid),
        (Grade.PRESENT, [*measured, *scripts, *in_ci, *tables[:3]]),
        looked_for=LATENCY_LOOKED_FOR,
        message=_short_of(measured) or _unrecorded(component) if not solid else "",
    ).naming(script=next(iter(scripts), None))
    graded = graded.as_far_as_followed(unfollowed(component, May.LOAD) if not measured else ())
    if tables:
        return graded.naming(table=tables[0]).in_case(_TABLED)
    taken_for = archetype(component).archetype
    run = solid or any(map(_is_a_run, measured))
    if taken_for in (Archetype.LLM_APP, Archetype.BATCH_JOB):
        return graded.having_done_if(run, solid, in_ci)
    return graded.having_done_if(run, solid, solid or not _has_onnx(component), met and in_ci)


def _has_onnx(component: Component) -> bool:
    """Tell whether a model in ONNX is stored here, or asked for: what our own bench drives in its process."""
    stored = any(one.path.endswith(".onnx") for one in component.of(artifacts(component.repo)))
    return stored or any(item.name.startswith("onnxruntime") for item in component.of(requirements(component.repo)))


def _parts(targets: Iterable[Target], path: str) -> dict[str, bool]:
    """What the targets of one file give; a job is held by when it is finished, instead of by its tail."""
    mine = [target for target in targets if target.path == path]
    aims = {target.aim for target in mine}
    on_time = Aim.FRESHNESS in aims
    return {
        "a percentile of the latency": any(t.aim is Aim.LATENCY and t.percentile for t in mine) or on_time,
        "the load": Aim.THROUGHPUT in aims,
        "the window": any(target.window for target in mine),
        "the availability": Aim.AVAILABILITY in aims or on_time,
    }


def _complete(targets: tuple[Target, ...], path: str) -> bool:
    return all(_parts(targets, path).values())


def _lacking(targets: tuple[Target, ...]) -> str:
    """Say what no page gives, and of what is spread over several that no one of them holds it together."""
    pages = [_parts(targets, path) for path in {target.path for target in targets}]
    nowhere = [name for name in pages[0] if not any(page[name] for page in pages)]
    if nowhere:
        return "the targets do not give " + ", ".join(nowhere)
    return f"the targets are spread over {len(pages)} pages, and none gives all of them"


def _only_alarms(component: Component) -> str:
    """Say of a service without targets that figures of alerts are written: beyond these it is out of order already."""
    listed = component.of(listed_thresholds(component.repo))
    if not listed:
        return ""
    return f"{listed[0].place.path} gives thresholds of alerts, and no figure that the service is to hold"


def _meets(item: Measured, targets: tuple[Target, ...]) -> bool:
    """Tell whether a tail that was measured in a known unit lies below a target for that tail, or a stricter one."""
    limits = [target.number for target in targets if target.aim is Aim.LATENCY]
    tail = max((value for rank, value in item.percentiles if rank >= 95), default=None)
    return item.unit_known and tail is not None and bool(limits) and tail <= max(limits)


def _unrecorded(component: Component) -> str:
    repo = component.repo
    places = [one.place for one in model_benchmarks(component)]
    places += [one.place for one in component.of(benchmarks_in_ci(repo))]
    if tables := component.of(timed_tables(repo)):
        return f"{tables[0].place.path} gives single times or an average, and no 95th percentile"
    return f"{places[0].path} takes the time, and no result with percentiles is recorded" if places else ""


def _is_a_run(item: Measured) -> bool:
    """Tell a measurement that was made as asked from one that is to be made again: only words about it may lack."""
    return item.percentiles[-1][0] >= 95 and item.runs >= ENOUGH_RUNS


def _short_of(measured: tuple[Measured, ...]) -> str:
    if not measured:
        return ""
    best = max(measured, key=lambda item: (item.complete, _is_a_run(item), -len(_lacks(item)), item.runs))
    if best.complete and best.outdated:
        return best.outdated
    if best.complete:
        return "the record gives no date" if best.day is None else f"the record of {best.day} is older than 180 days"
    return f"the record lacks {', '.join(_lacks(best))}"


def _lacks(item: Measured) -> list[str]:
    """Say what a record does not give of itself, what was measured before what is told about it."""
    given = (
        ("95th or 99th percentile", item.percentiles[-1][0] >= 95),
        ("30 runs or more", item.runs >= ENOUGH_RUNS),
        ("the machine", bool(item.machine)),
        ("the version of the model", bool(item.model)),
    )
    return [name for name, there in given if not there]
