"""Which builds of a cloud does infrastructure start, and for which reasons? Else they are kept in the cloud alone."""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.ci.systems.code_build import USUAL, spec_of
from seatrial.facts.ci.trigger import Event, Trigger
from seatrial.facts.ci.workflow import held
from seatrial.facts.deployment.clouds.stacks import stack_resources
from seatrial.facts.deployment.clouds.terraform import Resource, own_terraform
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_PROJECT = regex(r"aws_codebuild_project\.(\w+)")
_REF = regex(r"^\^?refs/(heads|tags)/|\$$")


@fact
def build_triggers(repo: Repo) -> Mapping[str, tuple[Trigger, ...]]:
    """Return, by the path of a build's file, what starts it as Terraform or a template declares it."""
    return grouped((*_in_terraform(repo), *_in_templates(repo)))


def _in_terraform(repo: Repo) -> Iterator[tuple[str, Trigger]]:
    own = own_terraform(repo)
    specs = {item.name: spec_of(item.block, item.place.path) for item in own if item.type == "aws_codebuild_project"}
    for item in own:
        if item.type == "google_cloudbuild_trigger":
            yield from ((_file(item.block), trigger) for trigger in _of_google(item))
        elif item.type == "aws_codebuild_webhook":
            named = _PROJECT.search(item.block.value("project_name"))
            if named and specs.get(named[1]):
                groups = [one for one in item.block.walk() if one.kind == "filter"]
                filters = [(one.value("type"), one.value("pattern")) for one in groups]
                yield from ((specs[named[1]], trigger) for trigger in _of_amazon(item.place, filters))


def _file(block: Block) -> str:
    source = next((one for one in block.blocks if one.kind == "git_file_source"), block)
    return (block.value("filename") or source.value("path")).removeprefix("./")


def _of_google(item: Resource) -> Iterator[Trigger]:
    """Yield what starts a build of Google's; one that asks for an approval waits for it."""
    blocks = list(item.block.walk())
    asks = any(one.kind == "approval_config" and one.value("approval_required") == "true" for one in blocks)
    found = [trigger for one in blocks for trigger in _of_block(item.place.path, one)]
    yield from held(found, item.place) if asks else found


def _of_block(path: str, block: Block) -> Iterator[Trigger]:
    place, branch, tag = Place(path, block.line), block.value("branch"), block.value("tag")
    if block.kind == "pull_request":
        yield Trigger(Event.PULL_REQUEST, place, (branch,) if branch else ())
    elif block.kind in {"push", "trigger_template"}:
        branch, tag = branch or block.value("branch_name"), tag or block.value("tag_name")
        yield Trigger(Event.TAG if tag else Event.PUSH, place, (branch,) if branch else ())
    elif block.kind in {"pubsub_config", "webhook_config"}:
        yield Trigger(Event.OTHER, place)


def _in_templates(repo: Repo) -> Iterator[tuple[str, Trigger]]:
    for item in stack_resources(repo):
        hook = item.properties.at("Triggers") if item.type == "AWS::CodeBuild::Project" else None
        spec = item.properties.at("Source", "BuildSpec").text or USUAL
        if hook and hook.at("Webhook").flag and "\n" not in spec:
            yield from ((spec, trigger) for trigger in _of_amazon(item.place, list(_filters(hook))))


def _filters(hook: Node) -> Iterator[tuple[str, str]]:
    for group in hook.at("FilterGroups").elements:
        yield from ((one.at("Type").text, one.at("Pattern").text) for one in group.elements)


def _of_amazon(place: Place, filters: list[tuple[str, str]]) -> Iterator[Trigger]:
    events = " ".join(pattern for kind, pattern in filters if kind == "EVENT") or "PUSH PULL_REQUEST_"
    refs = [pattern for kind, pattern in filters if kind in {"HEAD_REF", "BASE_REF"}]
    branches = tuple(_REF.sub("", ref) for ref in refs if "refs/tags/" not in ref)
    if "PUSH" in events:
        tagged = bool(refs) and not branches
        yield Trigger(Event.TAG if tagged else Event.PUSH, place, branches)
    if "PULL_REQUEST_" in events:
        yield Trigger(Event.PULL_REQUEST, place, branches)
