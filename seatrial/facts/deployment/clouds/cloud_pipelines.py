"""Which pipelines that a cloud runs do code and templates describe, so that they deliver although no CI file does?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import called
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import yaml_paths
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_MADE = regex(r"^aws_cdk\.(?:aws_codepipeline\.Pipeline|pipelines\.CodePipeline)$")


@fact
def cloud_pipelines(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the owner's code describes a pipeline of AWS, which a change starts and which deploys by itself.

    What its stages wait for stands in calls on objects, and is not read here.
    """
    found = (item for item in called(repo, "Pipeline", "CodePipeline") if _MADE.search(item.call.name))
    own = (item.site.place for item in found if item.site.role is Role.OWN)
    return tuple(
        Evidence(place, f"{place.path} describes a pipeline of AWS, whose stages are not read here") for place in own
    )


@fact
def deploying_pipelines(repo: Repo) -> tuple[Evidence, ...]:
    """Return the pipelines of AWS in Terraform and CloudFormation that have a stage which deploys."""
    return (*_in_terraform(repo), *_in_templates(repo))


def _in_terraform(repo: Repo) -> Iterator[Evidence]:
    for item in terraform(repo):
        if item.type == "aws_codepipeline" and item.role is Role.OWN:
            actions = (block for block in item.block.walk() if block.kind == "action")
            if any(action.value("category") == "Deploy" for action in actions):
                yield Evidence(item.place, f"CodePipeline {item.name} deploys what its source brings")


def _in_templates(repo: Repo) -> Iterator[Evidence]:
    for path in yaml_paths(repo):
        if role(repo, path) is Role.OWN:
            for name, resource in first_document(repo, path).at("Resources").pairs:
                if resource.at("Type").text == "AWS::CodePipeline::Pipeline" and _deploys(resource):
                    place = Place(path, resource.line)
                    yield Evidence(place, f"CodePipeline {name} deploys what its source brings")


def _deploys(resource: Node) -> bool:
    stages = resource.at("Properties", "Stages").elements
    actions = (action for stage in stages for action in stage.at("Actions").elements)
    return any(action.at("ActionTypeId", "Category").text == "Deploy" for action in actions)
