"""Is the environment that the software runs in described in code, and are its stages kept apart?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Found, Grade, Graded, Severity, Stage, delivery
from seatrial.facts.archetype import archetype
from seatrial.facts.deployment.bounds.replicas import platform_workload
from seatrial.facts.deployment.clouds.environment_code import (
    Described,
    Standing,
    described_environments,
    environment_checks,
)
from seatrial.facts.deployment.environments import Family, crossed_stages, environment_families, shelf_of_stages
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.deployment.releases.installed import is_run_by_others
from seatrial.facts.deployment.stage_use import promotions, stage_switches
from seatrial.facts.serving.batch import job_program
from seatrial.facts.serving.own_deliveries import own_deliveries
from seatrial.facts.serving.service_files import application

from .. import acts, places

LOOKED_FOR = (
    "Kubernetes manifests, charts and overlays, Terraform, Bicep, CloudFormation, CDK, Pulumi, Modal, files of "
    "application and model platforms; terraform plan, helm lint, kubeconform and their like in CI"
)
STAGES_LOOKED_FOR = (
    "environments of jobs in CI, values, overlays, variables and settings for each of development, staging and "
    "production, targets of bundles, stages of pipelines that follow one another"
)
_SHOWN = 6
_ALIKE = "where each stage is defined, with the credentials and stores of the others"
_CROSSED = "where one stage reaches what belongs to another"


def has_an_environment(component: Component) -> bool:
    """Tell whether the owner runs it: a library and research code run wherever somebody else starts them."""
    return archetype(component).archetype not in {Archetype.LIBRARY, Archetype.RESEARCH_CODE}


@delivery.practice(
    "OPS-14",
    question="Is the run environment described in code, not clicked?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="What was clicked together cannot be reviewed, compared or built again on the day it is lost.",
    act=acts.PLACE,
    act_when={Archetype.NOTEBOOK_POC: ""},
    fix=(
        "Describe where {app:the service} runs for others: a chart, a file of its platform, or Terraform.",
        "Check it in CI on every change: {validate:by the lint or validate of its tool, and a plan where it has one}.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Describe where {app:the job} runs and what starts it: a CronJob, a DAG's environment, or Terraform.",
            "Check it in CI on every change: kubeconform, an import of the DAGs, or terraform validate and plan.",
        ),
        Archetype.NOTEBOOK_POC: (
            "Describe where the notebooks run: a Dockerfile or a devcontainer with the packages of the lock file.",
            "Build it in CI on every change.",
        ),
    },
    missing="nothing describes where this runs",
    references=("42001 A.4.5", "42001 A.6.2.5", "PCI 6.5.1"),
    raised_by=("retail",),
    when=has_an_environment,
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
    job = job_program(component)
    batch = archetype(component).archetype is Archetype.BATCH_JOB
    return graded.naming(app=(batch and job) or application(component) or job, **places.words(component, "validate"))


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


def runs_it_here(component: Component) -> bool:
    """Tell whether the owner has stages to keep apart: what others pull and run stands with them."""
    return has_an_environment(component) and not is_run_by_others(component)


@delivery.practice(
    "OPS-16",
    question="Are dev, staging and production apart, with different credentials and data?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="OPS-07",
    why="Where there is one environment only, each try is made on the customers, with their data and passwords.",
    act=acts.DEPLOYED,
    fix=(
        "Keep one definition for each stage {beside:beside what is deployed}: its own addresses, credentials and data.",
        "Deploy to staging first, in {workflow:a job of its own}; let the job for production need that one.",
    ),
    fix_when={
        _ALIKE: (
            "Give each stage of {family:the definitions} credentials, stores and an account or namespace of its own.",
            "Deploy to staging first, in {workflow:a job of its own}; let the job for production need that one.",
        ),
        _CROSSED: (
            "Give the stage in {crossed:the definition} a store and credentials of its own, and none of production.",
            "Change what it could reach until now: its passwords, and rows that it may have written.",
        ),
    },
    missing="there is one environment only",
    references=("PCI 6.5.3", "PCI 6.5.5", "42001 A.6.2.5"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance",),
    when=runs_it_here,
    when_not="a library, research code or an image that others pull runs where they start it",
)
def environments_separated(component: Component) -> Graded:
    repo = component.repo
    crossed = component.of(crossed_stages(repo))
    families = component.of(environment_families(repo))
    apart = [family for family in families if family.apart]
    promoted = component.of(promotions(repo))
    switches = component.of(stage_switches(repo))
    if crossed:
        absent = Graded.absent(crossed, STAGES_LOOKED_FOR)
        return absent.naming(crossed=crossed[0]).in_case(_CROSSED)
    graded = Graded.best(
        (Grade.IN_USE, [*promoted[:3], *apart[:3]] if apart and promoted else []),
        (Grade.SUBSTANTIVE, apart[:_SHOWN]),
        (Grade.PRESENT, [*families[:_SHOWN], *switches[:3], *promoted[:3]]),
        looked_for=STAGES_LOOKED_FOR,
        message="" if apart else _unparted(families, switches, promoted),
    )
    ships = (item.place for item in own_deliveries(component) if item.brings is Brings.DEPLOYS)
    described = (item.place for item in component.of(described_environments(repo)) if item.own)
    placed = platform_workload(component)
    beside = placed.place.path if placed else next((place.path for place in described), "")
    shelf = shelf_of_stages(repo)
    named = graded.naming(
        family=next((item.place for item in families), None), workflow=next(iter(promoted), None) or next(ships, None),
        beside=f"in {shelf}" if shelf else f"beside {beside}" if beside else None,
    )  # fmt: skip
    named = named.having_done(2) if promoted or any(map(_leads_on, families)) else named
    return named.in_case(_ALIKE if families and not apart else "")


def _leads_on(family: Family) -> bool:
    """Tell whether the server of CI starts one stage after the other, as its pipeline lists them."""
    stages = [one.stage for one in family.definitions]
    return family.in_turn and "production" in stages[1:]


def _unparted(families: tuple[Family, ...], switches: Found, promoted: Found) -> str:
    if any(family.same for family in families):
        return "the definitions of the stages are the same"
    if families and all(family.elsewhere for family in families):
        goes = "one job of CI's server follows another" if families[0].in_turn else "CI deploys to several stages"
        return f"{goes}, and what keeps the stages apart is not in this repository"
    if families:
        return "the stages differ, and not in their credentials, accounts or namespaces"
    if promoted:
        return "production comes after another stage, and no definition of the two is here"
    return "the code asks for its stage, and no definition of a second one is here" if switches else ""
