"""Which pipelines of AWS does infrastructure describe that is written with the CDK, in Python or in TypeScript?"""

import posixpath
from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.ci.systems.code_build import steps_of
from seatrial.facts.ci.systems.code_pipeline import Action, Pipeline, Stage
from seatrial.facts.ci.systems.stack_code import Made, StackCode
from seatrial.facts.ci.workflow import Step
from seatrial.facts.code.python_files import python_files
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, own_paths, role

_LIMIT, _FILES = 300_000, 300  #: bytes of one file, and how many in TypeScript are searched
_MOST = 50  #: pipelines of one file, and stages of one pipeline
_SOURCE = regex(r".*(?<!\.d)\.[cm]?ts")
_PACKAGES = caseless(r"codepipeline|\bpipelines\b")
#: Names under which the package of pipelines is imported.
_CALLED = regex(r"aws_codepipeline as (\w+)|\* as (\w+) from ['\"][^'\"\n]{0,80}aws-codepipeline['\"]")
_NAMES_STAGE = regex(r"\b(?:stage_name|stageName)\s*+[=:]")
_ADDS = regex(r"\.(?:add_stage|addStage)\s*+\(")
_ACTIONS = regex(r"\bactions\s*+[=:]")
_POST = regex(r"\bpost\s*+[=:]")
_SYNTH = regex(r"\bsynth\b")
_SOURCES = regex(r"\bCodePipelineSource\s*\.\s*\w+\s*+\(")
_DEPLOYS = regex(r"Deploy|CreateUpdateStack|ExecuteChangeSet|CreateReplaceStack")
_PREPARES = regex(r"ChangeSetPrepare|CreateReplaceChangeSet|DeleteStack")


@fact
def stack_pipelines(repo: Repo) -> tuple[Pipeline, ...]:
    """Return the pipelines of the owner's stacks; one whose stages other functions make is not whole."""
    return tuple(found for path in _paths(repo) for found in _in_file(repo, path))


def _paths(repo: Repo) -> Iterator[str]:
    for file in python_files(repo):
        modules = (f"{item.module}.{item.name}" for item in file.imports)
        known = any(name.startswith("aws_cdk") and _PACKAGES.search(name) for name in modules)
        if known and role(repo, file.path) is Role.OWN:
            yield file.path
    if repo.matching(lambda path: posixpath.basename(path) == "cdk.json"):
        written = own_paths(repo, _SOURCE.fullmatch)
        yield from written[:_FILES]


def _in_file(repo: Repo, path: str) -> Iterator[Pipeline]:
    text = repo.text_or_empty(path, _LIMIT)
    if not _PACKAGES.search(text):
        return
    code = StackCode(path, text)
    called = {name for found in _CALLED.finditer(code.text) for name in found.groups() if name} | {"codepipeline"}
    called |= {""} if _NAMES_STAGE.search(code.text) else set()
    found = (made for made in code.made if _is_pipeline(code, made, called))
    pipelines = list(islice(found, _MOST))
    for made in pipelines:
        alone = len(pipelines) == 1
        by_stacks = made.kind == "CodePipeline"
        stages = tuple(_of_stacks(code, made) if by_stacks else _of_actions(repo, code, made, alone=alone))
        delivers = any(action.category == "deploy" for stage in stages for action in stage.actions)
        whole = delivers or (not by_stacks and bool(stages) and all(stage.actions for stage in stages))
        yield Pipeline(
            code.text_in(made.open, made.end) or made.target or "pipeline", code.place(made.start), stages, whole
        )


def _is_pipeline(code: StackCode, made: Made, called: set[str]) -> bool:
    """Tell a pipeline of AWS from those of models and of events, by what it is called under and by what it is given."""
    if made.kind == "CodePipeline":
        return bool(_SYNTH.search(code.text, made.open, made.end))
    return made.kind == "Pipeline" and made.under.removeprefix("aws_") in called


def _of_actions(repo: Repo, code: StackCode, pipeline: Made, *, alone: bool) -> Iterator[Stage]:
    """Yield the stages that name themselves: in the pipeline's own list, where one is added, or in a variable."""
    for found in islice(_NAMES_STAGE.finditer(code.text), _MOST):
        start, end = code.around(found.start())
        inside = pipeline.open < found.start() < pipeline.end
        target = code.caller(start)
        if alone or inside or target == pipeline.target:
            listed = _ACTIONS.search(code.text, start, end)
            begin = listed.end() if listed else end
            actions = tuple(_action(repo, code, made) for made in code.used(begin, end) if made.kind.endswith("Action"))
            yield Stage(code.text_in(found.end(), end) or "stage", actions)


def _action(repo: Repo, code: StackCode, made: Made) -> Action:
    kind = made.kind.removesuffix("Action")
    steps: tuple[Step, ...] = ()
    category, branch = "invoke", ""
    if kind.endswith("Source"):
        category, kind, branch = "source", kind.removesuffix("Source"), code.named(made, "branch")
    elif kind == "ManualApproval":
        category = "approval"
    elif kind == "CodeBuild":
        category, steps = "build", _of_project(repo, code, made)
    elif _DEPLOYS.search(kind) and not _PREPARES.search(kind):
        category, kind = "deploy", _DEPLOYS.split(kind)[0] or kind
    name = code.named(made, "action_name", "actionName") or kind
    order = code.number(made, "run_order", "runOrder")
    return Action(category, kind, name, code.place(made.start), order or 1, branch, steps)


def _of_project(repo: Repo, code: StackCode, action: Made) -> tuple[Step, ...]:
    """Return what the project of an action runs: by a file, by an object in the code, or by the usual file."""
    projects = (made for made in code.used(action.open, action.end) if made.kind in {"PipelineProject", "Project"})
    project = next(projects, None)
    if project is None:
        return ()
    commands = tuple(code.commands(project))
    file = code.text_after(project, "from_source_filename", "fromSourceFilename")
    return commands or steps_of(repo, file)


def _of_stacks(code: StackCode, pipeline: Made) -> Iterator[Stage]:
    """Yield what builds the stacks, and each stage that they are brought to with what comes before and after it."""
    source = _SOURCES.search(code.text, pipeline.open, pipeline.end)
    texts = code.texts(source.end() - 1) if source else []
    sources = (Action("source", "Connection", "Source", code.place(pipeline.start), branch="".join(texts[1:2])),)
    yield Stage("Source", sources if source else ())
    yield Stage(
        "Synth",
        (Action("build", "CodeBuild", "Synth", code.place(pipeline.start), steps=tuple(code.commands(pipeline))),),
    )
    for found in islice(_ADDS.finditer(code.text), _MOST):
        start, end = found.end() - 1, code.ends.get(found.end() - 1, len(code.text))
        after = _POST.search(code.text, start, end)
        steps = [made for made in code.used(start, end) if made.kind.endswith("Step")]
        stage = next((made for made in code.used(start, end) if not made.kind.endswith("Step")), None)
        name = code.text_in(stage.open, stage.end) if stage else ""
        actions = (_step(code, made, 3 if after and made.start > after.start() else 1) for made in steps)
        yield Stage(name or "stage", (*actions, Action("deploy", "CloudFormation", "Deploy", code.place(start), 2)))


def _step(code: StackCode, made: Made, order: int) -> Action:
    category = "approval" if made.kind.startswith("ManualApproval") else "build"
    name = code.text_in(made.open, made.end) or made.kind
    return Action(category, made.kind, name, code.place(made.start), order, steps=tuple(code.commands(made)))
