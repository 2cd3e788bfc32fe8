"""What do Azure Pipelines run, with the templates of the repository looked into?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.repo import Repo

_SHELLS = ("script", "bash", "pwsh", "powershell")


def azure_jobs(repo: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the jobs of one pipeline; a file without any is a template of others."""
    if not (root.has("trigger") or root.has("pr") or root.has("schedules") or root.has("stages") or root.has("pool")
            or root.has("steps") or root.has("jobs")):  # fmt: skip
        return
    triggers = _triggers(path, root)
    for file, node in _jobs(repo, path, root, 4):
        if node.at("condition").flag is False:
            continue
        name = (node.at("job") or node.at("deployment") or node.at("displayName")).text or "job"
        environment = (node.at("environment", "name") or node.at("environment")).text
        yield Job(name, Place(file, node.line or 1), f"job {name} of {path}", triggers,
                  tuple(_steps(repo, file, node, 4)), node.at("dependsOn").texts,
                  node.at("continueOnError").flag is not True, environment=environment, root=node)  # fmt: skip


def _triggers(path: str, root: Node) -> tuple[Trigger, ...]:
    found = []
    push, pull = root.at("trigger"), root.at("pr")
    if push.text != "none":
        branches = push.texts if push.kind == "list" else push.at("branches", "include").texts
        found.append(Trigger(Event.PUSH, Place(path, push.line), branches, push.at("paths", "include").texts))
    if pull.text != "none":
        branches = pull.texts if pull.kind == "list" else pull.at("branches", "include").texts
        found.append(Trigger(Event.PULL_REQUEST, Place(path, pull.line), branches))
    found += [Trigger(Event.SCHEDULE, Place(path, item.line), cron=item.at("cron").text)
              for item in root.at("schedules").elements]  # fmt: skip
    return tuple(found) or (Trigger(Event.MANUAL, Place(path, push.line)),)


def _jobs(repo: Repo, path: str, node: Node, depth: int) -> Iterator[tuple[str, Node]]:
    """Yield whatever holds steps, below stages, jobs and templates."""
    if not depth:
        return
    if node.has("steps") or node.at("strategy"):
        yield path, node
    for key in ("stages", "jobs"):
        for item in node.at(key).elements:
            yield from _jobs(repo, path, item, depth)
            if item.at("template").text:
                other, root = _template(repo, path, item.at("template").text)
                yield from _jobs(repo, other, root, depth - 1)


def _template(repo: Repo, path: str, name: str) -> tuple[str, Node]:
    """Return a template of the repository; one of another repository (``file@name``) is missing."""
    folder = "" if name.startswith("/") else posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
    files = repo.records(YAML, [target]) if target in repo.entries else ()
    return target, files[0].documents[0].root if files and files[0].documents else MISSING


def _steps(repo: Repo, path: str, node: Node, depth: int) -> Iterator[Step]:
    listed = node.at("steps")
    for phase in ("runOnce", "rolling", "canary"):
        listed = listed or node.at("strategy", phase, "deploy", "steps")
    for step in listed.elements:
        if step.at("template").text and depth:
            other, root = _template(repo, path, step.at("template").text)
            yield from _steps(repo, other, root, depth - 1)
            continue
        run = next((step.at(shell) for shell in _SHELLS if step.has(shell)), MISSING)
        inputs = step.at("inputs")
        run = run or inputs.at("script") or inputs.at("inlineScript")
        if (step.at("condition") or step.at("enabled")).flag is False:
            continue
        yield Step(
            Place(path, run.text_line if run else step.line), step.at("displayName").text, run.text,
            step.at("task").text, tuple((key, value.text) for key, value in inputs.pairs),
            (step.at("workingDirectory") or inputs.at("workingDirectory")).text,
            step.at("continueOnError").flag is not True,
        )  # fmt: skip
