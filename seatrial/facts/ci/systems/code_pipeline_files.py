"""Which pipelines of AWS do CloudFormation and Terraform describe, and what starts their builds?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.ci.systems.code_build import held_steps, inline_steps, spec_of, steps_of
from seatrial.facts.ci.systems.code_pipeline import Action, Pipeline, Stage
from seatrial.facts.ci.workflow import Step
from seatrial.facts.deployment.clouds.stacks import StackResource, stack_resources
from seatrial.facts.deployment.clouds.terraform import Resource, defaults, own_terraform
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_BRANCH = ("BranchName", "Branch")
_PREPARES = ("CHANGE_SET_REPLACE", "DELETE_ONLY")  #: of a stack, and changes nothing that runs
_PROJECT = regex(r"aws_codebuild_project\.(\w+)")


@fact
def described_pipelines(repo: Repo) -> tuple[Pipeline, ...]:
    """Return the pipelines of the owner's templates and of Terraform."""
    return (*_in_templates(repo), *_in_terraform(repo))


def _in_templates(repo: Repo) -> Iterator[Pipeline]:
    builds = {(item.place.path, item.name): item for item in stack_resources(repo)
              if item.type == "AWS::CodeBuild::Project"}  # fmt: skip
    for item in stack_resources(repo):
        if item.type == "AWS::CodePipeline::Pipeline":
            listed = ((_text(stage.at("Name")), stage.at("Actions").elements)
                      for stage in item.properties.at("Stages").elements)  # fmt: skip
            stages = (Stage(name, tuple(_of_template(repo, item, one, builds) for one in actions))
                      for name, actions in listed)  # fmt: skip
            yield Pipeline(item.name, item.place, tuple(stages))


def _of_template(
    repo: Repo, pipeline: StackResource, node: Node, builds: Mapping[tuple[str, str], StackResource]
) -> Action:
    path, kind, given = pipeline.place.path, node.at("ActionTypeId"), node.at("Configuration")
    category, provider = kind.at("Category").text.lower(), kind.at("Provider").text
    if given.at("ActionMode").text in _PREPARES:
        category = "invoke"
    branch = next((_text(given.at(key)) for key in _BRANCH if given.has(key)), "")
    parameters = first_document(repo, path).at("Parameters")
    if branch in parameters.keys:
        branch = parameters.at(branch, "Default").text
    build = builds.get((path, _text(given.at("ProjectName")).partition(".")[0])) if provider == "CodeBuild" else None
    steps = _of_project(repo, path, build.properties.at("Source", "BuildSpec")) if build else ()
    order = int(node.at("RunOrder").number or 1)
    return Action(category, provider, node.at("Name").text, Place(path, node.line), order, _literal(branch), steps)


def _of_project(repo: Repo, path: str, spec: Node) -> tuple[Step, ...]:
    if "\n" in spec.text:
        return inline_steps(path, spec.text, spec.text_line)
    return steps_of(repo, spec.text)


def _text(node: Node) -> str:
    """Return a text, or what a reference names: ``!Ref X`` and ``{"Ref": "X"}`` are one."""
    return node.text or node.at("Ref").text or next(iter(node.at("Fn::GetAtt").texts), "")


def _literal(branch: str) -> str:
    return "" if set(branch) & set("${}()[] ") else branch


def _in_terraform(repo: Repo) -> Iterator[Pipeline]:
    own = own_terraform(repo)
    builds = {item.name: _of_built(repo, item) for item in own if item.type == "aws_codebuild_project"}
    known = dict(defaults(repo))
    for item in own:
        if item.type == "aws_codepipeline":
            listed = ((stage.value("name"), [one for one in stage.walk() if one.kind == "action"])
                      for stage in item.block.walk() if stage.kind == "stage")  # fmt: skip
            stages = (Stage(name, tuple(_of_block(item.place.path, one, builds, known) for one in actions))
                      for name, actions in listed)  # fmt: skip
            yield Pipeline(item.name, item.place, tuple(stages))


def _of_built(repo: Repo, project: Resource) -> tuple[Step, ...]:
    held = held_steps(repo, project.block, project.place.path)
    return held or steps_of(repo, spec_of(project.block, project.place.path) or "-")


def _of_block(path: str, block: Block, builds: Mapping[str, tuple[Step, ...]], known: Mapping[str, str]) -> Action:
    given = next((one for one in block.blocks if one.kind == "configuration"), block)
    category = "invoke" if given.value("ActionMode") in _PREPARES else block.value("category").lower()
    branch = next(filter(None, map(given.value, _BRANCH)), "")
    if branch.startswith("var."):
        branch = known.get(branch.removeprefix("var."), "")
    order = block.value("run_order")
    named = _PROJECT.search(given.value("ProjectName"))
    steps = builds.get(named[1], ()) if named else ()
    return Action(category, block.value("provider"), block.value("name"), Place(path, block.line),
                  int(order) if order.isdecimal() else 1, "" if "." in branch else _literal(branch), steps)  # fmt: skip
