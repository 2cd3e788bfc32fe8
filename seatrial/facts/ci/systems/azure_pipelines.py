"""What do Azure Pipelines run, with the templates of the repository looked into?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.repo import Repo

_SHELLS = ("script", "bash", "pwsh", "powershell")


def azure_jobs(repo: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the jobs of one pipeline; a file that is only a template of others has none of its own."""
    if not _is_pipeline(path, root):
        return
    triggers = _triggers(path, root)
    placed = tuple(_jobs(repo, path, root, 4, _Stage()))
    for file, node, stage in placed:
        if node.at("condition").flag is False:
            continue
        name = _name(node)
        environment = (node.at("environment", "name") or node.at("environment")).text
        before = tuple(_name(other) for _, other, its in placed if its.name and its.name in stage.needs)
        yield Job(name, Place(file, node.line or 1), f"job {name} of {path}", triggers,
                  tuple(_steps(repo, file, node, 4)), (*node.at("dependsOn").texts, *before),
                  node.at("continueOnError").flag is not True, condition=node.at("condition").text,
                  environment=environment, stage=stage.name, root=node)  # fmt: skip


def _is_pipeline(path: str, root: Node) -> bool:
    """Tell a pipeline from a template: it says when it runs, or is called as pipelines are."""
    named = posixpath.basename(path).lstrip(".").startswith("azure-pipelines")
    says_when = any(root.has(key) for key in ("trigger", "pr", "schedules", "resources"))
    return (named or says_when) and any(root.has(key) for key in ("stages", "jobs", "steps", "extends"))


def _name(node: Node) -> str:
    return (node.at("job") or node.at("deployment") or node.at("displayName")).text or "job"


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
    followed = (item for item in root.at("resources", "pipelines").elements if item.at("trigger"))
    found += [Trigger(Event.AFTER, Place(path, item.line), follows=(item.at("source").text,))
              for item in followed if item.at("trigger").text != "none"]  # fmt: skip
    return tuple(found) or (Trigger(Event.MANUAL, Place(path, push.line)),)


@dataclass(frozen=True, slots=True)
class _Stage:
    """The stage of a job: its name, and those that must have passed before."""

    name: str = ""
    needs: tuple[str, ...] = ()


def _jobs(repo: Repo, path: str, node: Node, depth: int, stage: _Stage) -> Iterator[tuple[str, Node, _Stage]]:
    """Yield whatever holds steps, below stages, jobs and templates, with its stage."""
    if not depth:
        return
    if node.has("steps") or node.at("strategy"):
        yield path, node, stage
    for item in _elements(node.at("jobs")):
        yield from _below(repo, path, item, depth, stage)
    previous = _Stage()
    for item in _elements(node.at("stages")):
        name = item.at("stage").text or stage.name
        needs = item.at("dependsOn").texts if item.has("dependsOn") else (previous.name,)
        previous = _Stage(name, tuple(filter(None, needs)))
        yield from _below(repo, path, item, depth, previous)
    if node.at("extends", "template"):
        yield from _below(repo, path, node.at("extends"), depth, stage)


def _below(repo: Repo, path: str, item: Node, depth: int, stage: _Stage) -> Iterator[tuple[str, Node, _Stage]]:
    yield from _jobs(repo, path, item, depth, stage)
    if item.at("template").text:
        other, root = _template(repo, path, item.at("template").text)
        yield from _jobs(repo, other, root, depth - 1, stage)


def _elements(node: Node) -> Iterator[Node]:
    """Yield the elements of a list, those under ``${{ if ... }}:`` and ``${{ each ... }}:`` too."""
    for item in node.elements:
        if item.keys and item.keys[0].startswith("${{"):
            yield from (inner for below in item.items for inner in _elements(below))
        else:
            yield item


def _template(repo: Repo, path: str, name: str) -> tuple[str, Node]:
    """Return a template of the repository; one of another repository (``file@name``) is missing."""
    folder = "" if name.startswith("/") else posixpath.dirname(path)
    name = name.removesuffix("@self")
    target = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
    files = repo.records(YAML, [target]) if target in repo.entries else ()
    return target, files[0].documents[0].root if files and files[0].documents else MISSING


def _steps(repo: Repo, path: str, node: Node, depth: int) -> Iterator[Step]:
    listed = node.at("steps")
    for phase in ("runOnce", "rolling", "canary"):
        listed = listed or node.at("strategy", phase, "deploy", "steps")
    for step in _elements(listed):
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
            step.at("task").text, inputs.texts_by_key,
            _folder((step.at("workingDirectory") or inputs.at("workingDirectory")).text),
            step.at("continueOnError").flag is not True,
        )  # fmt: skip


def _folder(text: str) -> str:
    """Return a working directory in the repository, "" for its root and where a variable leads."""
    inside = text.removeprefix("$(Build.SourcesDirectory)").strip("/").removeprefix("./")
    return "" if "$" in inside else inside
