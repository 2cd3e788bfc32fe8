"""What do Taskcluster, AppVeyor, Cirrus CI and Semaphore run?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, held
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_CHANGE: tuple[Event, ...] = (Event.PUSH, Event.PULL_REQUEST)
_DEPTH = 40  #: conditions within conditions
_SHELL = regex(r"(?:.*/)?(?:ba|z|da)?sh(?:\.exe)?")
#: A checkout by hand: the folder that is entered after it is the root of the repository.
_CLONED = regex(r"(git clone [^&;\n]{1,300}(?:&&|;|\n)\s*)cd [\w./-]{1,100}\s*(?:&&|;|\n)")
_SLUG = regex(r"""as_slugid\(["']([^"']{1,200})["']\)""")
_TAGGED = regex(r"""==\s*["']refs/tags""")
_APPVEYOR = ("init", "install", "before_build", "build_script", "before_test", "test_script", "deploy_script")


def taskcluster_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the tasks that have a command, wherever the conditions of JSON-e put them."""
    yield from _tasks(path, root.at("tasks"), _CHANGE, 0)


def _tasks(path: str, node: Node, events: tuple[Event, ...], depth: int) -> Iterator[Job]:
    """Follow a template down to its tasks; every ``$if`` on the way says on which events the rest runs."""
    if depth > _DEPTH:
        return
    command = node.at("payload", "command")
    if command.elements:
        yield _task(path, node, events)
        return
    below = _narrowed(events, node.at("$if").text)
    for item in node.items:
        yield from _tasks(path, item, below, depth + 1)


def _task(path: str, node: Node, events: tuple[Event, ...]) -> Job:
    command = node.at("payload", "command").elements
    words = [item.text for item in command]
    shell = len(words) > 2 and _SHELL.fullmatch(words[0])
    text = _CLONED.sub(r"\1", words[-1]) if shell else " ".join(words)
    step = Step(Place(path, command[-1 if shell else 0].text_line), run=text)
    name = _slug(node.at("taskId")) or node.at("metadata", "name").text or "task"
    needs = tuple(filter(None, map(_slug, node.at("dependencies").elements)))
    return replace(_job(path, name, node, (step,), events), needs=needs)


def _slug(node: Node) -> str:
    found = _SLUG.search(node.at("$eval").text)
    return found[1] if found else ""


def _narrowed(events: tuple[Event, ...], condition: str) -> tuple[Event, ...]:
    """Return those of the events that a condition lets through, as far as it says so in the usual words."""
    if _TAGGED.search(condition):
        return (Event.TAG,)
    kinds = (("pull-request", Event.PULL_REQUEST), ("github-push", Event.PUSH))
    named = tuple(event for word, event in kinds if word in condition)
    return tuple(event for event in events if event in named) if named else events


def appveyor_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the build: its phases hold commands, or ``cmd:``, ``ps:`` and ``sh:`` with one each."""
    steps = tuple(step for phase in _APPVEYOR for step in _scripts(path, root.at(phase)))
    if steps:
        yield _job(path, "build", root, steps, _CHANGE)


def cirrus_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the tasks: every key that ends in ``task``, with its scripts in order."""
    for key, node in root.pairs:
        if key == "task" or key.endswith("_task"):
            scripts = (value for name, value in node.pairs if name == "script" or name.endswith("_script"))
            steps = tuple(step for script in scripts for step in _scripts(path, script))
            job = _job(path, node.at("name").text or key, node, steps, _CHANGE)
            if node.at("trigger_type").text == "manual":
                job = replace(job, triggers=held(job.triggers, job.place))
            yield replace(job, needs=node.at("depends_on").texts, can_fail=node.at("allow_failures").flag is not True)


def semaphore_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the jobs of every block, with the commands that come before those of each job."""
    for block in root.at("blocks").elements:
        first = tuple(_scripts(path, block.at("task", "prologue", "commands")))
        for node in block.at("task", "jobs").elements:
            steps = (*first, *_scripts(path, node.at("commands")))
            job = _job(path, node.at("name").text or block.at("name").text or "job", node, steps, _CHANGE)
            yield replace(job, needs=block.at("dependencies").texts)


def _scripts(path: str, node: Node) -> Iterator[Step]:
    for item in node.elements or (node,):
        for script in (item, *(item.at(shell) for shell in ("cmd", "ps", "sh", "pwsh"))):
            if script.text:
                yield Step(Place(path, script.text_line), run=script.text)


def _job(path: str, name: str, node: Node, steps: tuple[Step, ...], events: tuple[Event, ...]) -> Job:
    triggers = tuple(Trigger(event, Place(path, node.line)) for event in events)
    return Job(name, Place(path, node.line), f"job {name} of {path}", triggers, steps, root=node)
