"""What does CircleCI run: the jobs that its workflows name, with reusable commands put in?"""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import TypeAlias

from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, held
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

Given: TypeAlias = Mapping[str, str]  #: what the parameters of a job or a command stand for in one use of it
_PARAMETER = regex(r"<<\s*(?:parameters|matrix)\.([\w-]+)\s*>>")
_MOST = 16  #: uses of one job by a matrix that are looked at


def circle_jobs(_: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield every use of a job in a workflow; a configuration without workflows runs the job ``build``."""
    workflows = [(name, flow) for name, flow in root.at("workflows").pairs if flow.kind == "mapping"]
    if not workflows and root.at("jobs", "build"):
        place = Place(path, root.at("jobs", "build").line)
        yield _job(path, root, "build", root, (Trigger(Event.PUSH, place),), "", {})
    for name, flow in workflows:
        triggers = tuple(_triggers(path, flow))
        uses = [(use.text, use) if use.text else next(iter(use.pairs), ("", use)) for use in flow.at("jobs").elements]
        approvals = _approvals(uses)
        for job, given in uses:
            if job and given.at("type").text != "approval":
                filtered = _filtered(path, given, triggers)
                if (asked := approvals.get(_called(job, given))) is not None:
                    filtered = held(filtered, Place(path, asked.line))
                for values in _values(root.at("jobs", job), given):
                    yield _job(path, root, job, given, filtered, name, values)


def _called(job: str, given: Node) -> str:
    return given.at("name").text or job


def _approvals(uses: list[tuple[str, Node]]) -> dict[str, Node]:
    """Return the approval that jobs wait for, directly or by others, by their names."""
    asked = {_called(job, given): given for job, given in uses if given.at("type").text == "approval"}
    for _ in uses:
        for job, given in uses:
            for name in given.at("requires").texts:
                if name in asked:
                    asked.setdefault(_called(job, given), asked[name])
    return asked


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


def _values(node: Node, given: Node) -> Iterator[Given]:
    """Yield what the parameters of a job stand for in one use, or in each run of its matrix."""
    fixed = _filled(node, given, {})
    lists = [[(name, text) for text in values.texts] for name, values in given.at("matrix", "parameters").pairs]
    yield from (fixed | dict(chosen) for chosen in islice(product(*lists), _MOST))


def _filled(node: Node, given: Node, around: Given) -> dict[str, str]:
    """Return what each parameter stands for: what is given, with what stands around it put in, else its default."""
    default = {name: one.at("default").text for name, one in node.at("parameters").pairs}
    return default | {name: _put_in(text, around) for name, text in given.texts_by_key}


def _put_in(text: str, given: Given) -> str:
    return _PARAMETER.sub(lambda found: given.get(found[1]) or found[0], text)


def _job(
    path: str, root: Node, name: str, given: Node, triggers: tuple[Trigger, ...], flow: str, values: Given
) -> Job:  # fmt: skip
    node = root.at("jobs", name)
    steps = tuple(_steps(path, root, node.at("steps"), 4, values))
    where = f"job {name} of {flow or path}"
    return Job(_called(name, given), Place(path, node.line or given.line), where, triggers, steps,
               given.at("requires").texts,
               calls="" if node else name, root=node)  # fmt: skip


def _steps(path: str, root: Node, steps: Node, depth: int, given: Given) -> Iterator[Step]:
    for step in steps.elements:
        if step.text:
            yield from _steps_of_command(path, root, step.text, step, depth, given)
        for key, value in step.pairs:
            if key == "run":
                run = value.at("command") or value
                folder = _put_in(value.at("working_directory").text, given)
                yield Step(Place(path, run.text_line), value.at("name").text, _put_in(run.text, given),
                           folder=folder, pipefail=True)  # fmt: skip
            elif key in {"when", "unless"}:
                yield from _steps(path, root, value.at("steps"), depth - 1, given) if depth else ()
            else:
                yield from _steps_of_command(path, root, key, value, depth, given)


def _steps_of_command(path: str, root: Node, name: str, value: Node, depth: int, given: Given) -> Iterator[Step]:
    """Look into a command of the configuration; anything else is an orb's."""
    command = root.at("commands", name)
    if command and depth:
        yield from _steps(path, root, command.at("steps"), depth - 1, _filled(command, value, given))
    else:
        inputs = tuple((key, _put_in(text, given)) for key, text in value.texts_by_key)
        yield Step(Place(path, value.line), name, uses=name, inputs=inputs)
