"""What do the CI systems run that are configured by YAML files, GitHub's and GitLab's apart?"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.systems.azure_pipelines import azure_jobs
from seatrial.facts.ci.systems.bitbucket import bitbucket_jobs
from seatrial.facts.ci.systems.build_triggers import build_triggers
from seatrial.facts.ci.systems.circle_ci import circle_jobs
from seatrial.facts.ci.systems.cloud_build import cloud_build_jobs, cloud_build_jobs_elsewhere
from seatrial.facts.ci.systems.code_build import steps_in
from seatrial.facts.ci.systems.code_pipelines import specs_of_pipelines
from seatrial.facts.ci.systems.further_pipelines import appveyor_jobs, cirrus_jobs, semaphore_jobs, taskcluster_jobs
from seatrial.facts.ci.systems.travis import travis_jobs
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow, held, script_steps
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo

Jobs = Iterator[Job]
_CHANGE: tuple[Event, ...] = (Event.PUSH, Event.PULL_REQUEST)


@fact
def yaml_pipelines(repo: Repo) -> tuple[Workflow, ...]:
    """Return the pipelines of every other CI system that is configured by YAML files at the audited root."""
    return tuple(
        found
        for pattern, (system, read) in _SYSTEMS.items()
        for path in repo.matching(regex(pattern).fullmatch)
        if (found := _workflow(repo, path, system, read)) is not None
    )


def _workflow(repo: Repo, path: str, system: str, read: Callable[[Repo, str, Node], Jobs]) -> Workflow | None:
    """Return one pipeline; None when a file that can be read runs nothing, as templates and settings do."""
    record = repo.record(YAML, path)
    if isinstance(record, Unread):
        if read is cloud_build_jobs_elsewhere:
            return None  # nothing but its content says that it is a pipeline
        return Workflow(path, system, path, Place(path), path, broken=record.reason)
    jobs = tuple(job for document in record.documents for job in read(repo, path, document.root))
    triggers = tuple(dict.fromkeys(trigger for job in jobs for trigger in job.triggers))
    root = record.documents[0].root if record.documents else MISSING
    name = posixpath.basename(path)
    if not jobs and (not record.broken or read is cloud_build_jobs_elsewhere):
        return None
    outside = tuple(dict.fromkeys(_outside(root, jobs)))
    return Workflow(path, system, name, Place(path, root.line), f"{system} pipeline {path}", triggers, jobs, outside,
                    record.broken, root)  # fmt: skip


def _outside(root: Node, jobs: tuple[Job, ...]) -> Iterator[str]:
    """Yield templates of other repositories, and jobs that orbs bring along."""
    yield from (job.calls for job in jobs if job.calls)
    for steps, node in root.walk(5_000):
        if steps[-1:] == ("template",) and "@" in node.text and not node.text.endswith("@self"):
            yield node.text


def _job(path: str, name: str, node: Node, events: tuple[Event, ...], steps: Iterator[Step], **more: bool) -> Job:
    triggers = tuple(Trigger(event, Place(path, node.line)) for event in events)
    return Job(name, Place(path, node.line), f"job {name} of {path}", triggers, tuple(steps), root=node,
               can_fail=more.get("can_fail", True))  # fmt: skip


def _buildkite(_: Repo, path: str, root: Node) -> Jobs:
    """Yield the steps: each waits for those before the last ``wait``, and those after a ``block`` for a person."""
    before: list[str] = []
    waited, asked = 0, MISSING
    for node in (inner for _steps, inner in root.at("steps").walk(2_000)):
        if node.text == "wait" or node.has("wait"):
            waited = len(before)
        elif node.has("block"):
            waited, asked = len(before), node
        elif node.has("command") or node.has("commands"):
            name = node.at("label").text or "step"
            scripts = script_steps(path, node.at("command"), node.at("commands"))
            job = _job(path, name, node, _CHANGE, scripts, can_fail=not node.at("soft_fail"))
            triggers = held(job.triggers, Place(path, asked.line)) if asked else job.triggers
            yield replace(job, triggers=triggers, needs=(*before[:waited], *node.at("depends_on").texts))
            before.append(name)


def _drone(_: Repo, path: str, root: Node) -> Jobs:
    when = root.at("trigger", "event") or root.at("when", "event") or root.at("when", 0, "event")
    names = {"push": Event.PUSH, "pull_request": Event.PULL_REQUEST, "tag": Event.TAG, "cron": Event.SCHEDULE,
             "custom": Event.MANUAL, "manual": Event.MANUAL, "promote": Event.MANUAL}  # fmt: skip
    wanted = tuple(names.get(name, Event.OTHER) for name in when.texts or when.at("include").texts)
    events = wanted or _by_ref(root.at("trigger", "ref") or root.at("when", "ref")) or _CHANGE
    nodes = root.at("steps") or root.at("pipeline")
    before: list[str] = []
    for position, node in enumerate(nodes.items):
        name = node.at("name").text or "".join(nodes.keys[position : position + 1]) or "step"
        steps = script_steps(path, node.at("commands")) if node.has("commands") else _plugin(path, node)
        job = _job(path, name, node, events, steps, can_fail=node.at("failure").text != "ignore")
        if job.steps:
            yield replace(job, needs=tuple(before))
            before.append(name)


def _by_ref(node: Node) -> tuple[Event, ...]:
    """Return what a pipeline waits for where every reference that it names says so: ``refs/tags/train-*``."""
    kinds = (("refs/tags/", Event.TAG), ("refs/pull/", Event.PULL_REQUEST), ("refs/heads/", Event.PUSH))
    named = node.texts or node.at("include").texts
    events = [event for ref in named for start, event in kinds if ref.startswith(start)]
    return tuple(dict.fromkeys(events)) if len(events) == len(named) else ()


def _plugin(path: str, node: Node) -> Iterator[Step]:
    if node.at("image") and (settings := node.at("settings")):
        inputs = settings.texts_by_key
        yield Step(Place(path, node.line), node.at("name").text, uses=node.at("image").text, inputs=inputs)


def _code_build(repo: Repo, path: str, root: Node) -> Jobs:
    """Yield the build of a buildspec that no pipeline runs, as far as files here tell."""
    steps = tuple(steps_in(path, root))
    if steps and path not in specs_of_pipelines(repo):
        job = _job(path, "build", root, (Event.OUTSIDE,), iter(steps))
        yield replace(job, triggers=build_triggers(repo).get(path, job.triggers))


_SYSTEMS: Mapping[str, tuple[str, Callable[[Repo, str, Node], Jobs]]] = {
    r"(?:[^/]+/)?\.?azure-pipelines[\w.-]*\.ya?ml|"
    # files of any other name, where they are kept: people tell the server which it is, and what is in it tells us
    r"(?:[\w.-]+/)?\.?(?:azure|devops|ado|azdo|(?:[a-z]+[-_]?)?(?:pipelines|devops))/[^/]+\.ya?ml": (
        "Azure Pipelines",
        azure_jobs,
    ),
    r"\.circleci/config\.ya?ml": ("CircleCI", circle_jobs),
    r"bitbucket-pipelines\.ya?ml": ("Bitbucket Pipelines", bitbucket_jobs),
    r"\.travis\.ya?ml": ("Travis CI", travis_jobs),
    r"(?:[^/]+/)?cloudbuild[\w.-]*\.ya?ml": ("Cloud Build", cloud_build_jobs),
    # files of any other name, where such files are kept; what is in them tells
    r"(?:[\w.-]+/)?(?:builds?|ci|ci-?cd|cd|cloud-?builds?|deploy(?:ments?)?)/(?!cloudbuild)[\w.-]+\.ya?ml": (
        "Cloud Build",
        cloud_build_jobs_elsewhere,
    ),
    r"\.buildkite/[\w.-]+\.ya?ml": ("Buildkite", _buildkite),
    r"\.drone\.ya?ml": ("Drone", _drone),
    r"\.woodpecker\.ya?ml|\.woodpecker/[^/]+\.ya?ml": ("Woodpecker", _drone),
    r"(?:[\w.-]+/){0,2}(?:[\w.-]+[-_])?buildspec[\w.-]*\.ya?ml": ("CodeBuild", _code_build),
    r"\.taskcluster\.ya?ml": ("Taskcluster", taskcluster_jobs),
    r"\.?appveyor\.ya?ml": ("AppVeyor", appveyor_jobs),
    r"\.cirrus\.ya?ml": ("Cirrus CI", cirrus_jobs),
    r"\.semaphore/semaphore\.ya?ml": ("Semaphore", semaphore_jobs),
}
