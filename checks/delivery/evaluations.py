"""Is every change of a prompt or of a language model judged on a fixed set of cases?"""

from seatrial.api import (
    Component,
    Effort,
    Evidence,
    Found,
    Grade,
    Graded,
    Severity,
    Stage,
    Surface,
    as_evidence,
    delivery,
)
from seatrial.facts.serving.language_models.main_llm_call import main_llm_call
from seatrial.facts.serving.people.handing_on import ONLY_HANDS_ON, hands_on
from seatrial.facts.surfaces import asks_any_language_model, has_surface
from seatrial.facts.testing.evaluation_cases import CaseSet, case_sets
from seatrial.facts.testing.llm_evaluations import EvalRun, eval_runs, evals_in_ci, product_models
from seatrial.facts.testing.unread_evaluations import unread_evaluations
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "deepeval, ragas, promptfoo, LangSmith, Langfuse, Braintrust, Phoenix, Inspect, pydantic-evals, MLflow, Evalite, "
    "autoevals, openevals and vitest-evals, own functions that ask a model about each answer, tests that compare "
    "answers with a file of cases; files of questions with expected answers, a threshold, a step of CI"
)
_ENOUGH = 30  #: different cases
_ELSEWHERE = "answers are judged by cases that are kept elsewhere, and nobody can see them here"


@delivery.practice(
    "OPS-19",
    question="Is every prompt/model change judged on a fixed evaluation set?",
    severity=Severity.BLOCKER,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A word changed in a prompt mends one answer and breaks ten others, and nobody sees which.",
    act=acts.QUESTIONS,
    fix=(
        "Collect 30 real inputs with the wanted answers in {cases:evals/golden.jsonl}, among them some that have none.",
        "Add inputs to {cases:evals/golden.jsonl} that must be refused, or have no answer.",
        "Judge {call:the code that asks the model} by {cases:evals/golden.jsonl}, and fail below a threshold.",
        "Run that in CI whenever {changes:a prompt, the model or the retrieval} changes.",
    ),
    fix_when={
        _ELSEWHERE: (
            "`attest` OPS-19 in seatrial.yaml: where the cases are, how many, and a run that a change started.",
            "Or let the run keep a copy of them in {cases:evals/golden.jsonl}, with the wanted answers.",
        ),
    },
    missing="no set of inputs with wanted answers judges the language model",
    references=("MS 2.3", "MS 2.5", "MG 1.1", "LLM09", "42001 A.6.2.4", "AIA 15"),
    gated_by=("finance", "healthcare"),
    when=asks_any_language_model,
    when_not="no language model is asked",
)
def llm_eval_suite(component: Component) -> Graded:
    if hands_on(component):
        return Graded.not_applicable(ONLY_HANDS_ON)
    repo = component.repo
    sets = component.of(case_sets(repo))
    runs = component.of(eval_runs(repo))
    large = [item for item in sets if item.cases >= _ENOUGH]
    bounded = [run for run in runs if run.bounded and not run.notebook]
    whole: list[CaseSet | EvalRun] = []
    if large and bounded and any(item.refusals for item in sets):
        whole = [*large[:3], *bounded[:3]]
    in_ci = [] if _judges_itself(component, bounded) else evals_in_ci(component)
    graded = Graded.best(
        (Grade.IN_USE, [*in_ci[:3], *whole] if whole and in_ci else []),
        (Grade.SUBSTANTIVE, whole),
        (Grade.PRESENT, [*(_told_run(run) for run in runs[:4]), *sets[:4]]),
        looked_for=LOOKED_FOR,
        message="" if whole else _lacking(sets, runs, bounded),
    )
    if unknown := unread_code(component, graded):
        return unknown
    graded = graded.as_far_as_followed(() if whole else _not_followed(component, sets, runs))
    refused = any(item.refusals for item in sets)
    done = (1,) * bool(large) + (2,) * (not large or refused)  # who collects anew collects both
    changes = None if _looks_up(component) else "a prompt or the model"
    if graded.message == _ELSEWHERE:
        return graded.naming(cases=None).in_case(_ELSEWHERE)
    named = graded.naming(cases=_to_grow(sets), call=main_llm_call(component), changes=changes)
    return named.having_done(*done)


def _not_followed(component: Component, sets: Found, runs: tuple[EvalRun, ...]) -> list[Evidence]:
    """Return what may judge answers, or hold the cases, where nobody can follow it."""
    beyond = [*map(as_evidence, unfollowed(component, May.JUDGE, May.COMPARE))]
    if runs and not sets:
        what = f"{runs[0].place.path} takes its cases from whoever starts it, and that start is not followed"
        return [Evidence(runs[0].place, what), *beyond]
    return beyond if runs else [*component.of(unread_evaluations(component.repo))[:2], *beyond]


def _looks_up(component: Component) -> bool:
    """Tell whether texts are looked up for the language model."""
    return has_surface(component, Surface.RAG)


def _to_grow(sets: tuple[CaseSet, ...]) -> CaseSet | None:
    """Return the set to work on: the largest; a small one that only shows how cases are written is none."""
    meant = (one for one in sets if one.cases >= _ENOUGH or not one.only_shows)
    return max(meant, key=lambda one: one.cases, default=None)


def _judges_itself(component: Component, runs: list[EvalRun]) -> bool:
    """Tell whether the only judges are the model that is judged: it likes its own answers."""
    judges = {model for run in runs for model in run.judge_models}
    return bool(judges) and judges <= product_models(component.repo)


def _told_run(run: EvalRun) -> Evidence:
    if run.notebook:
        return Evidence(run.place, f"{run.what}, in a notebook")
    return Evidence(run.place, run.what if run.bounded else f"{run.what}, and no bad result stops it")


def _lacking(sets: tuple[CaseSet, ...], runs: tuple[EvalRun, ...], bounded: list[EvalRun]) -> str:
    if not sets and not runs:
        return ""
    if not sets:
        return "answers are judged, and no file of cases with expected answers was found"
    if not runs:
        return "there are cases, and no program was found that fails when answers to them are bad"
    if sets[0].cases < _ENOUGH and any(one.elsewhere for one in sets):
        return _ELSEWHERE
    if sets[0].cases < _ENOUGH:
        return f"only {sets[0].cases} different cases have an expected answer"
    if not bounded:
        return "answers are judged, and no bad result stops anything"
    return "no case asks for what must be refused, or has no answer"
