"""Does capacity follow demand, within bounds?"""

from collections.abc import Iterable
from dataclasses import replace

from seatrial.api import (
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    Surface,
    as_evidence,
    performance,
)
from seatrial.facts.deployment.bounds.code_limits import code_limits
from seatrial.facts.deployment.bounds.code_scaling import code_copies
from seatrial.facts.deployment.bounds.replicas import (
    model_autoscalers,
    model_containers,
    model_workloads,
    only_in_a_space,
    placed_workload,
    platform_workload,
)
from seatrial.facts.deployment.bounds.scaled_in import is_site, plan_of_sites, unread_scaling, unused_scaling
from seatrial.facts.deployment.clusters.helm import set_in_values
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.deployment.workload import Autoscaler, Platform, Resources, Workload
from seatrial.facts.documents.capacity import Load, load_figures, measured_memory
from seatrial.facts.documents.declared import service_targets
from seatrial.facts.documents.written_targets import Aim
from seatrial.facts.inference.inference import Runs
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.language_models.hosted import only_hosted
from seatrial.facts.serving.process.server_processes import server_processes
from seatrial.facts.serving.process.shared_memory import shared_variables
from seatrial.facts.serving.process.worker_counts import worker_counts
from seatrial.facts.serving.waiting import answers_as_a_bot
from seatrial.facts.signs import inferences
from seatrial.facts.surfaces import has_surface
from seatrial.facts.testing.load_tests import load_tests
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts

SCALING_LOOKED_FOR = (
    "HorizontalPodAutoscaler, KEDA, Knative and KServe bounds, scaling of Cloud Run, ECS, SageMaker and Azure ML, "
    "autoscaling of Ray Serve, BentoML and Modal, with a lowest and a highest number and what it follows"
)
RESOURCES_LOOKED_FOR = (
    "resources.requests and limits, mem_limit and deploy.resources of Compose, memory and CPU of Cloud Run, ECS and "
    "Lambda and other platforms for the containers of the model, and a measured peak of memory"
)
_PROCESSOR = {"cpu", "memory", "resource"}
_FUNCTIONS = "where functions are all that runs"
_ONE_MACHINE = "where one machine starts it"
_ALONE = "where a call hands the server the application itself, which no other process can make"
_FOR_ONE = "where a server made for development starts it, which knows no workers"
_IN_MEMORY = "where one process on one machine keeps what its callers come back for"
_UNREAD = "where a chart has values for it that no template reads"
_LEFT_OUT = "where a chart holds a rule for it that its values switch off"
_BY_ITSELF = "where the platform starts as many copies as are asked for"


@performance.practice(
    "PRF-04",
    question="Does capacity follow demand, within bounds?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="OPS-14",
    why="A fixed number of replicas is too small in the busiest hour, and paid for in every other one.",
    act=acts.PLACE,
    fix=(
        "Give {manifest:the model's workload} a lowest and a highest number of replicas, scaled by requests in flight.",
        "Drive it with the load test until it scales out, and write down what one replica bears.",
    ),
    fix_when={
        _FUNCTIONS: (
            "Bound in {manifest:its manifest} how many copies may run at once{behind:, and scale the model behind it}.",
            "Drive it with the load test until calls are refused, and write down what the model bears.",
        ),
        _ONE_MACHINE: (
            "Say in {manifest:what starts it} how many workers answer, by what the load test shows that one bears.",
            "Where one machine is too small, move it to a platform that copies it, from a lowest to a highest number.",
        ),
        _ALONE: (
            "Hand the server in {call:the code} an application that others can import, as `module:app`, and workers.",
            "Say in {manifest:what starts it} how many, by what the load test shows that one bears.",
        ),
        _FOR_ONE: (
            "Start it in {manifest:what starts it} by a server that has workers, and say how many: ARC-12 names one.",
            "Drive it with the load test, and set the number by what one worker bears.",
        ),
        _IN_MEMORY: (
            "Move {kept:what it keeps} out of the memory of {keeper:one process}, to a store that every process asks.",
            "Then say in {manifest:what starts it} how many workers answer, by what the load test shows one bears.",
            "Where one machine is too small, move it to a platform that copies it, from a lowest to a highest number.",
        ),
        _UNREAD: (
            "Add a HorizontalPodAutoscaler to the templates of the chart that reads {values:its values}.",
            "Drive it with the load test until it scales out, and write down what one replica bears.",
        ),
        _LEFT_OUT: (
            "Switch {rule:the rule} on in the values of each stage, between bounds that one replica's load gives.",
            "Drive it with the load test until it scales out, and write down what one replica bears.",
        ),
        _BY_ITSELF: (
            "Set in {manifest:its manifest} the lowest and highest number of copies, and how many requests each gets.",
            "Drive it with the load test until it scales out, and write down what one copy bears.",
        ),
    },
    missing="the number of replicas is fixed, or nowhere said",
    references=("MG 2.1", "42001 A.4.5", "AIA 15"),
    raised_by=("finance", "retail"),
    gated_by=("retail",),
)
def autoscaling(component: Component) -> Graded:
    works = model_workloads(component)
    if works and all(work.kind == "LangGraph" for work in works):
        return Graded.not_applicable("the runtime that serves the graph decides how many copies run")
    if only_in_a_space(component):
        return Graded.not_applicable("a Space of Hugging Face runs one copy")
    if answers_as_a_bot(component):
        return Graded.not_applicable("the platform of a chat decides which copy of a bot gets a message")
    rules = [rule for rule in model_autoscalers(component) if rule.highest != 1]
    placed = platform_workload(component)
    at = home(component)
    called = placed is not None and placed.platform is Platform.SERVERLESS and placed.kind != "ECS task"
    called = called or (placed is None and at.where is Where.FUNCTIONS)
    functions = called and not rules  # of a task of ECS its service says how many run
    copied = placed is not None and placed.platform is Platform.CLOUD_RUN and not rules
    own = [rule for rule in rules if not rule.of_nodes and _scales(rule, works)]
    fitting = [rule for rule in own if _bounded(rule) and not _by_processor_alone(component, rule)]
    proven = [rule for rule in fitting if _covers_peak(component, rule)]
    fixed = [Evidence(work.place, f"{work.what} runs in {work.replicas} copies") for work in works if _several(work)]
    shown = component.of(load_tests(component.repo))
    by_platform = [Evidence(placed.place, f"{placed.what} is started as often as it is asked")] if placed else []
    if placed is None:
        by_platform = [Evidence(one.place, "a function is started as often as it is asked") for one in at.evidence[:1]]
    graded = Graded.best(
        (Grade.IN_USE, proven if shown else ()),
        (Grade.SUBSTANTIVE, fitting[:5]),
        (Grade.PRESENT, [*rules[:5], *fixed[:3], *(by_platform if functions or copied else ())]),
        looked_for=SCALING_LOOKED_FOR,
        message=_unbounded(functions=functions, copied=copied) or _why_not(rules, own, fitting),
    )
    graded = graded.as_far_as_followed(unfollowed(component, May.RUN) if not own else ())
    if not rules and at.where is Where.MACHINE and at.manifest:  # Compose or systemd can copy nothing by load
        return _of_one_machine(component, graded, at.manifest)
    if not rules and (unread := unread_scaling(component)):
        said = replace(graded, message=unread.what, evidence=(unread, *graded.evidence))
        return said.naming(values=unread.place.path).in_case(_UNREAD)
    if not rules and (unused := unused_scaling(component)):
        message = f"{unused.place.path} would scale it, and the values of its chart switch that off"
        said = replace(graded, message=message, evidence=(as_evidence(unused), *graded.evidence))
        return said.naming(rule=unused.place.path).in_case(_LEFT_OUT)
    case = _FUNCTIONS if functions else _BY_ITSELF if copied else ""
    behind = "" if any(one.runs is Runs.MODEL for one in inferences(component)) else None
    plan = plan_of_sites(component) if is_site(placed) else None
    named = graded.naming(manifest=next(iter(own), None) or plan or placed or at.manifest, behind=behind).in_case(case)
    return _fixed(component, named, works) if graded.grade is Grade.ABSENT else named


def _fixed(component: Component, graded: Graded, works: Iterable[Workload]) -> Graded:
    """Say where the number of copies is fixed, where it is."""
    if told := component.of(code_copies(component.repo)):
        return replace(graded, message=told[0].what, evidence=tuple(told[:3])).naming(manifest=told[0])
    single = next((work for work in works if work.replicas == 1), None)
    if single is None:
        return graded
    said = f"{single.what} runs in one copy, and nothing changes that"
    return replace(graded, message=said, evidence=(as_evidence(single),))


def _of_one_machine(component: Component, graded: Graded, start: Evidence) -> Graded:
    """Say what is left where Compose or systemd starts it: a number of workers, and first what keeps it at one."""
    if graded.grade is Grade.PRESENT:  # so many copies as are written
        return graded.in_case(_ONE_MACHINE).having_done(1)
    counted = next(iter(worker_counts(component)), None)
    said = f", with the workers of {counted.place}" if counted else ""
    told = replace(graded, message=f"{start.place.path} starts it on one machine, in one copy{said}")
    if kept := next(iter(shared_variables(component)), None):
        return told.naming(keeper=kept, kept=kept.name, manifest=counted or start).in_case(_IN_MEMORY)
    named = told.naming(manifest=counted or start)
    started = [one for one in server_processes(component) if not one.development]
    if not counted and (alone := next((one.alone for one in started if one.alone), None)):
        return named.naming(call=alone).in_case(_ALONE)
    if started and all("made for development" in one.fault for one in started):
        return named.in_case(_FOR_ONE)
    return named.in_case(_ONE_MACHINE).having_done_if(counted)


def _unbounded(*, functions: bool, copied: bool) -> str:
    if functions:
        return "functions are started as often as they are asked, within no bound"
    return "the platform starts as many copies as are asked for, within no bound of your own" if copied else ""


def _scales(rule: Autoscaler, works: Iterable[Workload]) -> bool:
    """Tell whether a rule names one of the workloads; what names none scales what it stands in, as calls in code do."""
    if rule.kind == "code":
        return True
    names = {work.name for work in works if work.name}
    return not rule.target or not names or rule.target in names or any("{{" in name for name in (rule.target, *names))


def _bounded(rule: Autoscaler) -> bool:
    return rule.highest is not None and rule.highest > (rule.lowest or 0)


def _by_processor_alone(component: Component, rule: Autoscaler) -> bool:
    """Tell whether the load of the CPU is to tell how busy a model on a GPU is, which it does not."""
    on_gpu = has_surface(component, Surface.GPU)
    return on_gpu and bool(rule.metrics) and set(rule.metrics) <= _PROCESSOR


def _covers_peak(component: Component, rule: Autoscaler) -> bool:
    """Tell whether the highest number of replicas bears the load that is the target, by what one of them bears."""
    borne = [one.number for one in load_figures(component.repo) if one.about is Load.REPLICA]
    asked = [target.number for target in service_targets(component.repo) if target.aim is Aim.THROUGHPUT]
    return bool(borne and asked and rule.highest and rule.highest * min(borne) >= max(asked))


def _why_not(rules: list[Autoscaler], own: list[Autoscaler], fitting: list[Autoscaler]) -> str:
    if fitting or not rules:
        return ""
    if not own:
        return f"{rules[0].what}, which is not the workload of the model"
    if not any(_bounded(rule) for rule in own):
        return f"{own[0].what} without a highest number above the lowest"
    return f"{own[0].what} by the load of the CPU, while the model runs on a GPU"


def _several(work: Workload) -> bool:
    return (work.replicas or 0) > 1


@performance.practice(
    "PRF-05",
    question="Are CPU, memory and GPU requests and limits set for the model workload?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    parent="OPS-14",
    why="A model without a limit of memory takes its neighbours down; without a request it starts where no room is.",
    act=acts.PLACE,
    fix=(
        "Measure what memory {what:the model} takes under load, and set request and limit in {manifest:its manifest}.",
        "Set the number of threads (OMP_NUM_THREADS, intra_op) to the CPUs that it is given.",
    ),
    missing="no manifest says how much CPU and memory the model may use",
    references=("MTS-Mon6", "42001 A.4.5", "CWE-770"),
    raised_by=("retail",),
)
def resources_bounded(component: Component) -> Graded:
    works = (*model_workloads(component), *component.of(code_limits(component.repo)))
    given = [(work, one.resources) for work in works for one in model_containers(work) if one.resources]
    whole = [_bound(work, bounds) for work, bounds in given if bounds.memory_limit and _asks(bounds)]
    partly = [_bound(work, bounds) for work, bounds in given]
    measured = component.of(measured_memory(component.repo))
    hosted = only_hosted(component)
    graded = Graded.best(
        (Grade.IN_USE, [*whole[:5], *measured[:3]] if whole and measured else ()),
        (Grade.SUBSTANTIVE, whole[:5]),
        (Grade.PRESENT, partly[:5]),
        looked_for=RESOURCES_LOOKED_FOR,
        message="" if whole or not partly else "memory has no limit, or CPU is not asked for",
    ).naming(manifest=_bounded_in(component), what="the service" if hosted else None)
    return graded.having_done_if(whole and measured, hosted)


def _bounded_in(component: Component) -> Workload | Place | None:
    """Return where the bounds are to be set: the values of a chart, a manifest, else the pipeline of a job."""
    if placed := placed_workload(component):
        values = set_in_values(component.repo, placed.place.path, "resources")
        return Place(values) if values else placed
    return next((job.place for job in jobs_of(component) if job.entry.kind is Kind.PIPELINE), None)


def _asks(bounds: Resources) -> bool:
    return bool(bounds.cpu_request or bounds.cpu_limit or bounds.memory_request)


def _bound(work: Workload, bounds: Resources) -> Evidence:
    named = (
        ("CPU", bounds.cpu_limit or bounds.cpu_request), ("memory", bounds.memory_limit or bounds.memory_request),
        ("GPUs", bounds.gpu),
    )  # fmt: skip
    return Evidence(
        bounds.place, f"{work.what}: " + ", ".join(f"{name} {text}" for name, text in named if text), work.confidence
    )
