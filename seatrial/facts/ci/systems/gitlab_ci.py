"""What does GitLab CI run, and when?"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.systems.gitlab_triggers import allowed, triggers_of
from seatrial.facts.ci.workflow import Job, Step, Workflow
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Unread
from seatrial.repo import Repo

_RESERVED = {"default", "include", "stages", "variables", "workflow", "image", "services", "cache", "before_script",
             "after_script", "spec"}  # fmt: skip
_STAGES = ("build", "test", "deploy")
_NOTHING = "\0"  # stands for an empty list of needs: the job waits for none


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
    jobs = _in_stages(
        [_job(file, key, node, keys) for file, root in files for key, node in root.pairs if _is_job(key, node)], keys
    )
    rules = next((rules for _, root in files if (rules := root.at("workflow", "rules"))), MISSING)
    jobs = tuple(replace(job, triggers=allowed(job.triggers, path, rules)) for job in jobs)
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
        for item in _included(root):
            local = posixpath.normpath((item.text or item.at("local").text).lstrip("/"))
            pattern = re.compile(re.escape(local).replace(r"\*\*", ".*").replace(r"\*", "[^/]*"))
            for other in repo.paths:
                if pattern.fullmatch(other) and other not in seen and len(seen) < 50:
                    yield from _files(repo, other, seen)


def _included(root: Node) -> Iterator[Node]:
    """Yield what a file includes, and what its jobs start as a pipeline below."""
    children = (node.at("trigger", "include") for _, node in root.pairs if node.has("trigger"))
    for include in (root.at("include"), *children):
        yield from include.elements or (include,)


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

    steps = tuple(step for name in ("before_script", "script") for step in _steps(path, given(name), keys))
    triggers = triggers_of(Place(path, node.line), given("rules"), given("only"), manual=given("when").text == "manual")
    forgiven = given("allow_failure").flag is True or _forgiving(given("rules"))
    return Job(
        key, Place(path, node.line), f"job {key} of {path}", triggers, steps,
        _needs(given("needs")), not forgiven, condition=given("stage").text or "test",
        environment=(given("environment").text or given("environment").at("name").text), root=node,
    )  # fmt: skip


def _forgiving(rules: Node) -> bool:
    """Tell whether every rule that starts the job lets its failure pass."""
    starting = [rule for rule in rules.elements if rule.at("when").text not in {"never", "manual"}]
    return bool(starting) and all(rule.at("allow_failure").flag is True for rule in starting)


def _needs(needs: Node) -> tuple[str, ...]:
    named = (item.text or item.at("job").text for item in needs.elements if item.at("optional").flag is not True)
    return tuple(name for name in named if name) or ((_NOTHING,) if needs.kind == "list" else ())


def _in_stages(jobs: list[Job], keys: dict[str, Node]) -> tuple[Job, ...]:
    """Let a job that names no other wait for all jobs of the stages before its own."""
    order = [".pre", *(keys.get("stages", MISSING).texts or _STAGES), ".post"]
    at = {stage: position for position, stage in enumerate(order)}
    ordered = []
    for job in jobs:
        mine = at.get(job.condition, 0)
        before = tuple(other.name for other in jobs if at.get(other.condition, mine) < mine and not _is_manual(other))
        needs = () if job.needs == (_NOTHING,) else job.needs or before
        ordered.append(replace(job, needs=needs, condition="", stage=job.condition))
    return tuple(ordered)


def _is_manual(job: Job) -> bool:
    """Tell whether a job waits for a person; the stages after it do not wait for it, unless it says so."""
    return not job.unattended


def _ancestry(node: Node, keys: dict[str, Node], depth: int) -> Iterator[Node]:
    """Yield a job and what it extends, the nearest first."""
    yield node
    for name in reversed(node.at("extends").texts) if depth else ():
        if name in keys:
            yield from _ancestry(keys[name], keys, depth - 1)


def _steps(path: str, script: Node, keys: dict[str, Node], depth: int = 4) -> Iterator[Step]:
    for item in script.elements or (script,):
        if item.texts[:-1] and item.texts[0] in keys and depth:  # !reference [.job, script]
            yield from _steps(path, keys[item.texts[0]].at(*item.texts[1:]), keys, depth - 1)
            continue
        for inner in item.elements or (item,):
            if inner.text:
                yield Step(Place(path, inner.text_line), run=inner.text, pipefail=True)
