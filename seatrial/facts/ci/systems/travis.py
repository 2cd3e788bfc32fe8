"""What does Travis CI run, and what does it deploy afterwards?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, script_steps
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo


def travis_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the build, the jobs of the matrix that have a script of their own, and the deployments after them."""
    yield _job(path, "build", root, can_fail=True)
    matrix = root.at("jobs") or root.at("matrix")
    forgiven = {item.at("name").text for item in matrix.at("allow_failures").elements} - {""}
    for node in matrix.at("include").elements:
        name = node.at("name").text or "job"
        yield _job(path, name, node, can_fail=name not in forgiven)
    deploys = root.at("deploy").elements or ((root.at("deploy"),) if root.at("deploy") else ())
    yield from (_deployment(path, node) for node in deploys)


def _job(path: str, name: str, node: Node, *, can_fail: bool) -> Job:
    triggers = tuple(Trigger(event, Place(path, node.line)) for event in (Event.PUSH, Event.PULL_REQUEST))
    return Job(name, Place(path, node.line), f"job {name} of {path}", triggers, tuple(_steps(path, node)),
               can_fail=can_fail, root=node)  # fmt: skip


def _deployment(path: str, node: Node) -> Job:
    """Return a deployment by a provider: it follows the build, on a push or on a tag."""
    place = Place(path, node.line)
    name = node.at("provider").text or "deploy"
    inputs = tuple((key, value.text) for key, value in node.pairs if value.text)
    step = Step(Place(path, node.text_line), name, node.at("script").text, f"deploy-{name}", inputs)
    trigger = Trigger(Event.TAG if node.at("on", "tags").flag else Event.PUSH, place)
    return Job(name, place, f"deployment {name} of {path}", (trigger,), (step,), ("build",), root=node)


def _steps(path: str, node: Node) -> Iterator[Step]:
    parts = ("before_install", "install", "before_script", "script")
    yield from script_steps(path, *(node.at(part) for part in parts))
    yield from (replace(step, can_fail=False) for step in script_steps(path, node.at("after_success")))
