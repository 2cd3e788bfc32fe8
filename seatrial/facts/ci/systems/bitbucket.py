"""What do Bitbucket Pipelines run, step after step, on which branches?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, held
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo


def bitbucket_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the steps of all pipelines of a file, each with what starts it."""
    kinds = {"default": Event.PUSH, "branches": Event.PUSH, "pull-requests": Event.PULL_REQUEST, "tags": Event.TAG,
             "custom": Event.MANUAL}  # fmt: skip
    for kind, event in kinds.items():
        listed = root.at("pipelines", kind)
        for branch, sequence in (("", listed),) if kind == "default" else listed.pairs:
            branches = (branch,) if event is Event.PUSH and branch else ()
            yield from _steps(path, sequence, Trigger(event, Place(path, sequence.line), branches))


def _steps(path: str, sequence: Node, trigger: Trigger) -> Iterator[Job]:
    """Yield the steps of one pipeline: each waits for those before it, and a manual one for a person."""
    before: list[str] = []
    for position, item in enumerate(sequence.elements):
        names = []
        for _, node in item.walk(500):
            if not node.has("script"):
                continue
            name = node.at("name").text or f"step {position + 1}"
            if node.at("trigger").text == "manual":
                trigger = next(iter(held((trigger,), Place(path, node.line))))
            steps = tuple(_script(path, node.at("script")))
            paths = node.at("condition", "changesets", "includePaths").texts
            yield Job(name, Place(path, node.line), f"step {name} of {path}", (replace(trigger, paths=paths),), steps,
                      tuple(before), environment=node.at("deployment").text, root=node)  # fmt: skip
            names.append(name)
        before += names


def _script(path: str, script: Node) -> Iterator[Step]:
    for item in script.elements:
        if item.at("pipe"):
            inputs = item.at("variables").texts_by_key
            yield Step(Place(path, item.line), item.at("pipe").text, uses=item.at("pipe").text, inputs=inputs)
        elif item.text:
            yield Step(Place(path, item.text_line), run=item.text)
