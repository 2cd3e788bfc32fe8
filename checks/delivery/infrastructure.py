"""Is the environment that the software runs in described in code?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, delivery
from seatrial.facts.archetype import archetype
from seatrial.facts.deployment.environment_code import (
    Described,
    Standing,
    described_environments,
    environment_checks,
)

LOOKED_FOR = (
    "Kubernetes manifests, charts and overlays, Terraform, Bicep, CloudFormation, CDK, Pulumi, Modal, files of "
    "application and model platforms; terraform plan, helm lint, kubeconform and their like in CI"
)
_SHOWN = 6


def runs_somewhere(component: Component) -> bool:
    """Tell whether the owner runs it: a library and research code run wherever somebody else starts them."""
    return archetype(component).archetype not in {Archetype.LIBRARY, Archetype.RESEARCH_CODE}


@delivery.practice(
    "OPS-14",
    question="Is the run environment described in code, not clicked?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="What was clicked together cannot be reviewed, compared or built again on the day it is lost.",
    fix=(
        "Describe where {app:the service} runs: a Helm chart, a service.yaml, or Terraform with remote state.",
        "Check it in CI on every change: helm lint and kubeconform, or terraform validate and plan.",
    ),
    missing="nothing describes where this runs",
    references=("42001 A.4.5", "42001 A.6.2.5", "PCI 6.5.1"),
    raised_by=("retail",),
    when=runs_somewhere,
    when_not="a library or research code runs where others start it",
)
def infrastructure_as_code(component: Component) -> Graded:
    found = component.of(described_environments(component.repo))
    target = [item for item in found if item.standing is Standing.TARGET and item.own]
    checks = component.of(environment_checks(component.repo))
    graded = Graded.best(
        (Grade.IN_USE, [*checks[:3], *target[:3]] if target and checks else []),
        (Grade.SUBSTANTIVE, target[:_SHOWN]),
        (Grade.PRESENT, [_shown(item) for item in found[:_SHOWN]]),
        looked_for=LOOKED_FOR,
        message=_told(found) if not target else "",
    )
    return graded.naming(app=next((work for work in found if work.standing is Standing.DESK), None))


def _shown(item: Described) -> Evidence:
    return Evidence(item.place, item.what if item.own else f"{item.what}, in an example")


def _told(found: tuple[Described, ...]) -> str:
    if not found:
        return ""
    best = next((item for item in found if item.own), None)
    if best is None:
        return "only examples say where this could run"
    if best.standing is Standing.DESK:
        return "it is described how this starts on one machine, and not where it runs for others"
    return "what stands beside the model is described, and not what runs it"
