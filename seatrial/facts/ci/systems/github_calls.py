"""Who calls the reusable workflows of a repository, on which events and with which inputs?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.ci.systems.github_triggers import narrowed
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger, Workflow
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex

_INPUT = regex(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
_DEEPEST = 4  #: workflows may call one another; GitHub's own bound is about as low
_CALLERS = 8  #: of one workflow that are told apart


def connected(workflows: list[Workflow]) -> list[Workflow]:
    """Give reusable workflows the triggers of those that call them, and a copy of each job for each set of inputs."""
    for _ in range(_DEEPEST):
        further = [_with_triggers(workflow, workflows) for workflow in workflows]
        if further == workflows:
            break
        workflows = further
    return [_with_inputs(workflow, workflows) for workflow in workflows]


def called_path(calls: str, name: str) -> str:
    """Return the path of the repository's own workflow that ``uses:`` of a job names, "" when it is another's.

    A repository may call its own workflow by its full name, as others do.
    """
    path = calls.partition("@")[0]
    if path.startswith("./"):
        return posixpath.normpath(path)
    return path.removeprefix(f"{name}/") if name and path.startswith(f"{name}/") else ""


def filled(text: str, inputs: dict[str, str]) -> str:
    """Put the values of inputs into a text; one without a value stays as it is written."""
    return _INPUT.sub(lambda found: inputs.get(found[1], found[0]), text) if "inputs." in text else text


def defaults_of(declared: Node) -> dict[str, str]:
    """Return the default values of the inputs that a workflow or an action declares."""
    return {key: node.at("default").text for key, node in declared.pairs if node.at("default").text}


def in_checkout(folder: str) -> str:
    """Return a working directory below the checkout, "" for the checkout itself."""
    below = folder.removeprefix("./").strip("/")
    return "" if below == "." else below


def with_inputs(step: Step, inputs: dict[str, str]) -> Step:
    """Return a step with the values of inputs put in."""
    given = tuple((key, filled(value, inputs)) for key, value in step.inputs)
    folder = in_checkout(filled(step.folder, inputs))
    return replace(step, run=filled(step.run, inputs), inputs=given, folder=folder)


def _callers(workflow: Workflow, others: list[Workflow]) -> Iterator[Job]:
    for other in others:
        yield from (job for job in other.jobs if job.calls == f"./{workflow.path}" and not job.never)


def _with_triggers(workflow: Workflow, others: list[Workflow]) -> Workflow:
    if not any(trigger.event is Event.CALL for trigger in workflow.triggers):
        return workflow
    more = tuple(trigger for job in _callers(workflow, others) for trigger in job.triggers)
    jobs = tuple(replace(job, triggers=_joined(job.triggers, narrowed(more, job.condition))) for job in workflow.jobs)
    return replace(workflow, triggers=_joined(workflow.triggers, more), jobs=jobs)


def _joined(first: tuple[Trigger, ...], second: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _with_inputs(workflow: Workflow, others: list[Workflow]) -> Workflow:
    """Put in what callers give: one copy of a job when all give the same, else one for each."""
    declared = workflow.root.at("on", "workflow_call", "inputs")
    if not declared:
        return replace(workflow, jobs=tuple(_copy(job, {}) for job in workflow.jobs))
    given = [{key: node.text for key, node in job.root.at("with").pairs} for job in _callers(workflow, others)]
    sets = [{**defaults_of(declared), **one} for one in given[:_CALLERS]] or [defaults_of(declared)]
    copies = (_copy(job, inputs) for job in workflow.jobs for inputs in sets)
    return replace(workflow, jobs=tuple({(job.name, job.environment, job.steps): job for job in copies}.values()))


def _copy(job: Job, inputs: dict[str, str]) -> Job:
    steps = (with_inputs(step, inputs) for step in job.steps)
    known = tuple(replace(step, folder="") if "$" in step.folder else step for step in steps)
    return replace(job, steps=known, environment=filled(job.environment, inputs))
