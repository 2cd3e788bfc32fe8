"""What does CircleCI run: the jobs that its workflows name, with reusable commands put in?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo


def circle_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield every use of a job in a workflow; a configuration without workflows runs the job ``build``."""
    workflows = [(name, flow) for name, flow in root.at("workflows").pairs if flow.kind == "mapping"]
    if not workflows and root.at("jobs", "build"):
        place = Place(path, root.at("jobs", "build").line)
        yield _job(path, root, "build", root, (Trigger(Event.PUSH, place),))
    for name, flow in workflows:
        triggers = tuple(_triggers(path, flow))
        uses = [(use.text, use) if use.text else next(iter(use.pairs), ("", use)) for use in flow.at("jobs").elements]
        held = _held(uses)
        for job, given in uses:
            if job and given.at("type").text != "approval":
                filtered = _filtered(path, given, triggers)
                if _called(job, given) in held:
                    filtered = tuple(replace(one, event=Event.MANUAL) for one in filtered)
                yield _job(path, root, job, given, filtered, name)


def _called(job: str, given: Node) -> str:
    return given.at("name").text or job


def _held(uses: list[tuple[str, Node]]) -> set[str]:
    """Return the names of jobs that wait for a person's approval, directly or by others."""
    held = {_called(job, given) for job, given in uses if given.at("type").text == "approval"}
    for _ in uses:
        held |= {_called(job, given) for job, given in uses if held & set(given.at("requires").texts)}
    return held


def _triggers(path: str, flow: Node) -> Iterator[Trigger]:
    scheduled = [item.at("schedule") for item in flow.at("triggers").elements if item.has("schedule")]
    for item in scheduled:
        yield Trigger(Event.SCHEDULE, Place(path, item.line), cron=item.at("cron").text)
    if not scheduled:
        yield Trigger(Event.PUSH, Place(path, flow.line))
        yield Trigger(Event.PULL_REQUEST, Place(path, flow.line))


def _filtered(path: str, given: Node, triggers: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    branches, tags = given.at("filters", "branches"), given.at("filters", "tags")
    if tags and branches.at("ignore"):
        return (Trigger(Event.TAG, Place(path, tags.line)),)
    only = branches.at("only").texts
    return tuple(Trigger(one.event, one.place, only, cron=one.cron) for one in triggers) if only else triggers


def _job(path: str, root: Node, name: str, given: Node, triggers: tuple[Trigger, ...], flow: str = "") -> Job:
    node = root.at("jobs", name)
    steps = tuple(_steps(path, root, node.at("steps"), 4))
    where = f"job {name} of {flow or path}"
    return Job(_called(name, given), Place(path, node.line or given.line), where, triggers, steps,
               given.at("requires").texts,
               calls="" if node else name, root=node)  # fmt: skip


def _steps(path: str, root: Node, steps: Node, depth: int) -> Iterator[Step]:
    for step in steps.elements:
        if step.text:
            yield from _named(path, root, step.text, step, depth)
        for key, value in step.pairs:
            if key == "run":
                run = value.at("command") or value
                yield Step(Place(path, run.text_line), value.at("name").text, run.text,
                           folder=value.at("working_directory").text, pipefail=True)  # fmt: skip
            elif key in {"when", "unless"}:
                yield from _steps(path, root, value.at("steps"), depth - 1) if depth else ()
            else:
                yield from _named(path, root, key, value, depth)


def _named(path: str, root: Node, name: str, value: Node, depth: int) -> Iterator[Step]:
    """Look into a command of the configuration; anything else is an orb's."""
    command = root.at("commands", name)
    if command and depth:
        yield from _steps(path, root, command.at("steps"), depth - 1)
    else:
        inputs = value.texts_by_key
        yield Step(Place(path, value.line), name, uses=name, inputs=inputs)
