"""What do Azure Pipelines, CircleCI, Bitbucket, Travis, Cloud Build, Buildkite, Drone and CodeBuild run?"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.ci.azure_pipelines import azure_jobs
from seatrial.facts.ci.circle_ci import circle_jobs
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Unread
from seatrial.repo import Repo

Jobs = Iterator[Job]
_CHANGE = (Event.PUSH, Event.PULL_REQUEST)


@fact
def yaml_pipelines(repo: Repo) -> tuple[Workflow, ...]:
    """Return the pipelines of every other CI system that is configured by YAML files at the audited root."""
    return tuple(
        _workflow(repo, path, system, read)
        for pattern, (system, read) in _SYSTEMS.items()
        for path in repo.paths
        if re.fullmatch(pattern, path)
    )


def _workflow(repo: Repo, path: str, system: str, read: Callable[[Repo, str, Node], Jobs]) -> Workflow:
    record = repo.record(YAML, path)
    if isinstance(record, Unread):
        return Workflow(path, system, path, Place(path), path, broken=record.reason)
    jobs = tuple(job for document in record.documents for job in read(repo, path, document.root))
    triggers = tuple(dict.fromkeys(trigger for job in jobs for trigger in job.triggers))
    root = record.documents[0].root if record.documents else MISSING
    name = posixpath.basename(path)
    return Workflow(path, system, name, Place(path, root.line), f"{system} pipeline {path}", triggers, jobs,
                    broken=record.broken, root=root)  # fmt: skip


def _job(path: str, name: str, node: Node, events: tuple[Event, ...], steps: Iterator[Step], **more: bool) -> Job:
    triggers = tuple(Trigger(event, Place(path, node.line)) for event in events)
    return Job(name, Place(path, node.line), f"job {name} of {path}", triggers, tuple(steps), root=node,
               can_fail=more.get("can_fail", True))  # fmt: skip


def _scripts(path: str, *scripts: Node) -> Iterator[Step]:
    for script in scripts:
        for item in script.elements or (script,):
            if item.text:
                yield Step(Place(path, item.text_line), run=item.text)


def _bitbucket(_: Repo, path: str, root: Node) -> Jobs:
    kinds = {"default": (Event.PUSH,), "branches": (Event.PUSH,), "pull-requests": (Event.PULL_REQUEST,),
             "tags": (Event.TAG,), "custom": (Event.MANUAL,)}  # fmt: skip
    for kind, events in kinds.items():
        for steps, node in root.at("pipelines", kind).walk():
            if node.has("script"):
                manual = node.at("trigger").text == "manual"
                name = node.at("name").text or "/".join(steps[:1]) or kind
                yield _job(path, name, node, (Event.MANUAL,) if manual else events, _scripts(path, node.at("script")))


def _travis(_: Repo, path: str, root: Node) -> Jobs:
    parts = ("before_install", "install", "before_script", "script", "after_success", "deploy")
    yield _job(path, "build", root, _CHANGE, _scripts(path, *(root.at(part) for part in parts)))
    for job in (root.at("jobs") or root.at("matrix")).at("include").elements:
        yield _job(path, job.at("name").text or "job", job, _CHANGE, _scripts(path, *(job.at(part) for part in parts)))


def _cloud_build(_: Repo, path: str, root: Node) -> Jobs:
    steps = []
    for node in root.at("steps").elements:
        image, entry = node.at("name").text, node.at("entrypoint").text
        program = entry or posixpath.basename(image).partition(":")[0].replace("cloud-sdk", "gcloud")
        arguments = node.at("args").texts
        words = arguments[1:] if program in {"bash", "sh"} and arguments[:1] in {("-c",), ("-ceu",)} else ()
        text = node.at("script").text or (words[0] if words else " ".join((program, *arguments)))
        steps.append(Step(Place(path, node.line), node.at("id").text, text, image,
                          can_fail=node.at("allowFailure").flag is not True))  # fmt: skip
    if steps:
        yield _job(path, "build", root, (Event.OUTSIDE,), iter(steps))


def _buildkite(_: Repo, path: str, root: Node) -> Jobs:
    for node in (inner for _steps, inner in root.at("steps").walk(2_000)):
        if node.has("command") or node.has("commands"):
            scripts = _scripts(path, node.at("command"), node.at("commands"))
            name = node.at("label").text or "step"
            yield _job(path, name, node, _CHANGE, scripts, can_fail=not node.at("soft_fail"))


def _drone(_: Repo, path: str, root: Node) -> Jobs:
    when = root.at("trigger", "event") or root.at("when", "event") or root.at("when", 0, "event")
    names = {"push": Event.PUSH, "pull_request": Event.PULL_REQUEST, "tag": Event.TAG, "cron": Event.SCHEDULE,
             "custom": Event.MANUAL, "manual": Event.MANUAL, "promote": Event.MANUAL}  # fmt: skip
    events = tuple(names.get(name, Event.OTHER) for name in when.texts or when.at("include").texts) or _CHANGE
    nodes = root.at("steps") or root.at("pipeline")
    for node in nodes.items:
        if node.has("commands"):
            ignored = node.at("failure").text == "ignore"
            name = node.at("name").text or "step"
            yield _job(path, name, node, events, _scripts(path, node.at("commands")), can_fail=not ignored)


def _code_build(_: Repo, path: str, root: Node) -> Jobs:
    phases = root.at("phases").pairs
    if phases:
        steps = _scripts(path, *(phase.at("commands") for _, phase in phases))
        yield _job(path, "build", root, (Event.OUTSIDE,), steps)


_SYSTEMS: Mapping[str, tuple[str, Callable[[Repo, str, Node], Jobs]]] = {
    r"(?:[^/]+/)?\.?azure-pipelines[\w.-]*\.ya?ml|\.azure(?:-pipelines|devops)?/[^/]+\.ya?ml": (
        "Azure Pipelines",
        azure_jobs,
    ),
    r"\.circleci/config\.ya?ml": ("CircleCI", circle_jobs),
    r"bitbucket-pipelines\.ya?ml": ("Bitbucket Pipelines", _bitbucket),
    r"\.travis\.ya?ml": ("Travis CI", _travis),
    r"(?:[^/]+/)?cloudbuild[\w.-]*\.ya?ml": ("Cloud Build", _cloud_build),
    r"\.buildkite/[\w.-]+\.ya?ml": ("Buildkite", _buildkite),
    r"\.drone\.ya?ml": ("Drone", _drone),
    r"\.woodpecker\.ya?ml|\.woodpecker/[^/]+\.ya?ml": ("Woodpecker", _drone),
    r"buildspec[\w.-]*\.ya?ml": ("CodeBuild", _code_build),
}
