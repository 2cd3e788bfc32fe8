"""What does GitLab CI run, and when?"""

import posixpath
import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo

_RESERVED = {"default", "include", "stages", "variables", "workflow", "image", "services", "cache", "before_script",
             "after_script", "spec"}  # fmt: skip
_SOURCES = {"schedule": Event.SCHEDULE, "merge_request_event": Event.PULL_REQUEST, "push": Event.PUSH,
            "web": Event.MANUAL, "api": Event.OTHER, "pipeline": Event.OTHER, "trigger": Event.OTHER}  # fmt: skip
_ONLY = {"schedules": Event.SCHEDULE, "merge_requests": Event.PULL_REQUEST, "tags": Event.TAG, "web": Event.MANUAL,
         "pushes": Event.PUSH, "api": Event.OTHER, "triggers": Event.OTHER}  # fmt: skip
_SOURCE = regex(r"CI_PIPELINE_SOURCE\s*==\s*[\"'](\w+)[\"']")
_BRANCH = regex(r"CI_COMMIT_(?:BRANCH|REF_NAME)\s*==\s*(?:[\"']([^\"']+)[\"']|(\$CI_DEFAULT_BRANCH))")


@fact
def gitlab_workflows(repo: Repo) -> tuple[Workflow, ...]:
    """Return the pipeline of ``.gitlab-ci.yml`` with the files of the repository that it includes."""
    path = ".gitlab-ci.yml"
    if path not in repo.entries:
        return ()
    record = repo.record(YAML, path)
    if isinstance(record, Unread):
        return (Workflow(path, "GitLab CI", path, Place(path), path, broken=record.reason),)
    files = tuple(_files(repo, path, set()))
    keys = {key: node for _, root in files for key, node in root.pairs}
    jobs = tuple(_job(file, key, node, keys) for file, root in files for key, node in root.pairs if _is_job(key, node))
    outside = tuple(text for _, root in files for text in _elsewhere(root.at("include")))
    triggers = tuple(dict.fromkeys(trigger for job in jobs for trigger in job.triggers))
    return (Workflow(path, "GitLab CI", "pipeline", Place(path, 1), f"pipeline in {path}", triggers, jobs, outside,
                     record.broken, files[0][1] if files else MISSING),)  # fmt: skip


def _files(repo: Repo, path: str, seen: set[str]) -> Iterator[tuple[str, Node]]:
    seen.add(path)
    for file in repo.records(YAML, [path]):
        roots = [document.root for document in file.documents]
        root = next((root for root in roots if not root.has("spec")), MISSING)
        yield path, root
        include = root.at("include")
        for item in include.elements or (include,):
            local = posixpath.normpath((item.text or item.at("local").text).lstrip("/"))
            pattern = re.compile(re.escape(local).replace(r"\*\*", ".*").replace(r"\*", "[^/]*"))
            for other in repo.paths:
                if pattern.fullmatch(other) and other not in seen and len(seen) < 50:
                    yield from _files(repo, other, seen)


def _elsewhere(include: Node) -> Iterator[str]:
    for item in include.elements or (include,):
        text = (item.at("project") or item.at("remote") or item.at("template") or item.at("component")).text
        if text or "://" in item.text:
            yield text or item.text


def _is_job(key: str, node: Node) -> bool:
    scripted = node.has("script") or node.has("extends") or node.has("trigger") or node.has("run")
    return key not in _RESERVED and not key.startswith(".") and node.kind == "mapping" and scripted


def _job(path: str, key: str, node: Node, keys: dict[str, Node]) -> Job:
    chain = tuple(_ancestry(node, keys, 10))

    def given(name: str) -> Node:
        inherited = keys.get("default", MISSING).at(name) or keys.get(name, MISSING)
        return next((item.at(name) for item in chain if item.has(name)), inherited)

    steps = tuple(step for name in ("before_script", "script") for step in _steps(path, given(name)))
    triggers = _triggers(Place(path, node.line), given("rules"), given("only"), manual=given("when").text == "manual")
    allowed = given("allow_failure").flag is True
    return Job(
        key, Place(path, node.line), f"job {key} of {path}", triggers, steps,
        given("needs").texts or tuple(item.at("job").text for item in given("needs").elements), not allowed,
        environment=(given("environment").text or given("environment").at("name").text), root=node,
    )  # fmt: skip


def _ancestry(node: Node, keys: dict[str, Node], depth: int) -> Iterator[Node]:
    """Yield a job and what it extends, the nearest first."""
    yield node
    for name in reversed(node.at("extends").texts) if depth else ():
        if name in keys:
            yield from _ancestry(keys[name], keys, depth - 1)


def _steps(path: str, script: Node) -> Iterator[Step]:
    for item in script.elements or (script,):
        for inner in item.elements or (item,):
            if inner.text:
                yield Step(Place(path, inner.text_line), run=inner.text, pipefail=True)


def _triggers(place: Place, rules: Node, only: Node, *, manual: bool) -> tuple[Trigger, ...]:
    if manual:
        return (Trigger(Event.MANUAL, place),)
    if rules.elements:
        return tuple(trigger for rule in rules.elements for trigger in _of_rule(place.path, rule))
    refs = only.texts or only.at("refs").texts
    if refs:
        events = [_ONLY.get(ref, Event.PUSH) for ref in refs]
        return tuple(Trigger(event, place, (ref,) if event is Event.PUSH and ref not in {"branches", "pushes"} else ())
                     for ref, event in zip(refs, events, strict=True))  # fmt: skip
    return (Trigger(Event.PUSH, place), Trigger(Event.PULL_REQUEST, place))


def _of_rule(path: str, rule: Node) -> Iterator[Trigger]:
    condition, when = rule.at("if").text, rule.at("when").text
    place = Place(path, rule.line)
    if when == "never":
        return
    if when == "manual":
        yield Trigger(Event.MANUAL, place)
        return
    paths = rule.at("changes").texts or rule.at("changes", "paths").texts
    sources = [_SOURCES.get(name, Event.OTHER) for name in _SOURCE.findall(condition)]
    branches = tuple(found[0] or found[1] for found in _BRANCH.findall(condition))
    if "CI_COMMIT_TAG" in condition and "!=" not in condition:
        sources.append(Event.TAG)
    if "CI_MERGE_REQUEST" in condition:
        sources.append(Event.PULL_REQUEST)
    for event in sources or [Event.PUSH]:
        yield Trigger(event, place, branches, paths)
