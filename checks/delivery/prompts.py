"""Are prompts reviewed artefacts with versions?"""

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, counted, delivery
from seatrial.facts.inference.prompts import Kept, Prompt
from seatrial.facts.operations.llm_watch import told_prompts
from seatrial.facts.serving.answering import all_prompts, asked_elsewhere
from seatrial.facts.surfaces import asks_any_language_model, asks_language_models
from seatrial.facts.testing.llm_evaluations import eval_runs
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

LOOKED_FOR = (
    "files of prompts with a version in name or head, .prompty and .prompt, prompts fetched by name from Langfuse, "
    "LangSmith or MLflow, modules of constants; the version of the prompt in traces and records"
)

_UNVERSIONED = "where prompts are files, and have no version"


@delivery.practice(
    "OPS-20",
    question="Are prompts and agent graphs reviewed artefacts with versions?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="When answers get worse, somebody must say which prompt wrote them, and bring the last one back.",
    fix=(
        "Move the prompts of {prompt:the code} to files of their own, each with a version in its head.",
        "Log the version with each answer, and name it in each run of the evaluation.",
    ),
    fix_when={
        _UNVERSIONED: (
            "Give {prompt:each file of prompts} a version in its head, which every change raises.",
            "Log the version with each answer, and name it in each run of the evaluation.",
        ),
    },
    missing="prompts stand in the middle of the code",
    references=("MTS-Model1", "42001 A.6.2.3", "AIA 12", "AML.M0024"),
    when=asks_any_language_model,
    when_not="no language model is asked",
)
def prompts_versioned(component: Component) -> Graded:
    repo = component.repo
    found = all_prompts(component)
    if not found and (asked := asked_elsewhere(component)):
        return Graded.unknown(f"no prompt was followed to {asked[0].place}", looked_for=LOOKED_FOR)
    if not found and not asks_language_models(component):
        return Graded.unknown("who asks the language model was not followed", looked_for=LOOKED_FOR)
    if not found:
        return Graded.not_applicable("no prompt is written here")
    best = [item for item in found if item.kept is Kept.VERSIONED]
    logged = component.of(told_prompts(repo))
    judged = component.of(eval_runs(repo))
    apart = [item for item in found if item.kept in {Kept.CONSTANT, Kept.FILE}]
    scattered = [item for item in found if item.kept is Kept.INLINE]
    graded = Graded.best(
        (Grade.IN_USE, [*logged[:2], *judged[:2], *best[:3]] if best and logged and judged else []),
        (Grade.SUBSTANTIVE, best[:6]),
        (Grade.PRESENT, apart[:6]),
        looked_for=LOOKED_FOR,
        message=_told(apart, scattered) if not best else "",
    )
    if graded.grade is Grade.ABSENT:
        graded = Graded.absent(scattered[:6], LOOKED_FOR, graded.message)
    if asked_elsewhere(component) and not best:
        graded = graded.as_far_as_followed(unfollowed(component, May.SCREEN))
    in_files = [item for item in apart if item.kept is Kept.FILE]
    named = graded.naming(prompt=next(iter(in_files or apart or scattered), None))
    return named.in_case(_UNVERSIONED if in_files else "")


def _told(apart: list[Prompt], scattered: list[Prompt]) -> str:
    if any(item.kept is Kept.FILE for item in apart):
        return "prompts stand in files of their own, without a version"
    if apart:
        return "prompts are constants of a module, without a version"
    places = len({item.place.path for item in scattered})
    first = scattered[0].place
    more = f" and of {counted(places - 1, 'more file')}" if places > 1 else ""
    return f"prompts stand in the middle of the code of {first.path}{more}"
