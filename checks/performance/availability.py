"""Does the service outlive the loss of a part?"""

from collections.abc import Iterable

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, performance
from seatrial.facts.deployment.bounds.replicas import (
    cluster_workload,
    failure_trials,
    model_autoscalers,
    model_workloads,
    platform_workload,
    spread_by_platform,
    spread_rules,
)
from seatrial.facts.deployment.releases.installed import is_run_by_others
from seatrial.facts.deployment.workload import Workload
from seatrial.facts.documents.capacity import failure_drills

from .. import acts, places

AVAILABLE_LOOKED_FOR = (
    "two replicas or more, a PodDisruptionBudget, topologySpreadConstraints, podAntiAffinity, several zones, platforms "
    "that run in several zones by themselves, and trials of failure"
)
_NO_CLUSTER = "where no cluster runs it"
_NOT_APART = "where there are copies, which may stand on one machine"
_BY_PLATFORM = "where a platform keeps its copies"


@performance.practice(
    "PRF-09",
    question="Does one node or zone failure leave the service up?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="OPS-14",
    why="Every machine fails or is replaced one day, and then a single copy is an outage.",
    act=acts.PLACE,
    fix=(
        "Run {manifest:the model's workload} in two copies, with a PodDisruptionBudget and a topologySpreadConstraint.",
        "Take one copy away during a load test, and write down the day and what the callers saw.",
    ),
    fix_when={
        _NOT_APART: (
            "Keep the copies of {manifest:the workload} apart: a topologySpreadConstraint, a PodDisruptionBudget.",
            "Take one copy away during a load test, and write down the day and what the callers saw.",
        ),
        _NO_CLUSTER: (
            "Run {manifest:the service} in two copies, on two machines or in two zones, behind one address.",
            "Take one copy away during a load test, and write down the day and what the callers saw.",
        ),
        _BY_PLATFORM: (
            "Let {manifest:its platform} keep at least two copies of it, in two zones where it knows zones.",
            "Take one copy away during a load test, and write down the day and what the callers saw.",
        ),
    },
    missing="no manifest asks for more than one copy",
    references=("MG 2.3", "AIA 15", "HIPAA 164.308(a)(7)", "SRE ch.3"),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "retail"),
)
def high_availability(component: Component) -> Graded:
    works = model_workloads(component)
    copies = _copies(component, works)
    apart = list(spread_rules(component))
    if not copies and is_run_by_others(component):
        return Graded.not_applicable("whoever runs its image decides how many copies of it run")
    managed = [
        Evidence(work.place, f"{work.what} runs in several zones by its platform")
        for work in works
        if spread_by_platform(work)
    ]
    safe = [*copies, *apart] if copies and apart else managed
    tried = [*failure_trials(component), *component.of(failure_drills(component.repo))]
    graded = Graded.best(
        (Grade.IN_USE, [*tried[:3], *safe[:5]] if safe and tried else ()),
        (Grade.SUBSTANTIVE, safe[:6]),
        (Grade.PRESENT, copies[:4]),
        looked_for=AVAILABLE_LOOKED_FOR,
        message="several copies, which may all stand on one machine" if copies and not safe else "",
    )
    named = graded.naming(manifest=cluster_workload(component) or platform_workload(component))
    case = _BY_PLATFORM if places.kept_in_copies(component) else _NO_CLUSTER
    in_cluster = _NOT_APART if copies and not safe else ""
    return named.in_case(in_cluster if places.in_a_cluster(component) else case)


def _copies(component: Component, works: Iterable[Workload]) -> list[Evidence]:
    """Return what runs in several copies at all times."""
    several = (work for work in works if (work.replicas or 0) > 1)
    found = [Evidence(one.place, f"{one.what} runs in {one.replicas} copies", one.confidence) for one in several]
    rules = (rule for rule in model_autoscalers(component) if (rule.lowest or 0) > 1 and not rule.of_nodes)
    return [*found, *(Evidence(rule.place, rule.what, rule.confidence) for rule in rules)]
