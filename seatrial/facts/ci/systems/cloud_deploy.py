"""Which targets does a pipeline of Google Cloud Deploy bring a release to, one after the other?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow, held
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_NAME = regex(r"(?:.*/)?(?:[\w-]*[-_])?(?:cloud-?)?deploy[\w-]*\.ya?ml|(?:.*/)?(?:delivery[-_])?pipeline\.ya?ml")
_API = "deploy.cloud.google.com"


@fact
def cloud_deploy_workflows(repo: Repo) -> tuple[Workflow, ...]:
    """Return the delivery pipelines. A release starts one, and a person brings it from one target to the next."""
    roots = documents_of(repo, filter(_NAME.fullmatch, own_yaml(repo)))
    known = [(path, root) for path, root in roots if root.at("apiVersion").text.startswith(_API)]
    asking = {root.at("metadata", "name").text for _, root in known if root.at("requireApproval").flag}
    return tuple(_workflow(path, root, asking) for path, root in known if root.at("kind").text == "DeliveryPipeline")


def _workflow(path: str, root: Node, asking: set[str]) -> Workflow:
    name, place = root.at("metadata", "name").text, Place(path, root.line)
    triggers = (Trigger(Event.OUTSIDE, place),)
    jobs = tuple(_jobs(path, root.at("serialPipeline", "stages"), triggers, asking))
    return Workflow(path, "Cloud Deploy", name, place, f"Cloud Deploy pipeline {name} in {path}", triggers, jobs)


def _jobs(path: str, stages: Node, triggers: tuple[Trigger, ...], asking: set[str]) -> Iterator[Job]:
    before: list[str] = []
    for stage in stages.elements:
        target, place = stage.at("targetId").text, Place(path, stage.line)
        starts = held(triggers, place) if before or target in asking else triggers
        step = Step(place, target, uses="Cloud Deploy")
        yield Job(target, place, f"target {target} of {path}", starts, (step,), tuple(before), environment=target)
        before.append(target)
