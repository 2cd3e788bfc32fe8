"""Where does the quality of a model decide whether it goes on?"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.ci.workflows import jobs
from seatrial.facts.code.programs import Program, Site, Sited, called, outside_tests, programs
from seatrial.facts.product.parts import by_part
from seatrial.facts.training.gates.consequences import exits, leads_to_errors, stops
from seatrial.facts.training.gates.metric_comparisons import Judged, is_verdict, judged
from seatrial.facts.training.gates.metric_words import OF_A_MODEL
from seatrial.facts.training.gates.promotions import (
    PROMOTES,
    decides_on_promotion,
    hands_to_promotion,
    is_asked_for_elsewhere,
    keeps_one_of_the_stored,
    promotion_scopes,
)
from seatrial.facts.training.gates.quality_gate import Gate, Holds
from seatrial.facts.training.gates.tabled_metrics import is_refused
from seatrial.facts.training.gates.turned_gates import figures_are_errors, is_turned
from seatrial.facts.training.training_path import training_path
from seatrial.model import Evidence
from seatrial.read.code.python_record import Comparison
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: What makes or asks a model, or reads what one was measured to be.
_ASKS = regex(
    r"^_?(?:predict|fit|train(?!_test)|retrain|load|open|read|infer|run|main|score$|evaluate$|cross_val|invoke|post$)"
)
_CONTEXT = regex(r"gate|promot|evaluat|benchmark|champion|deploy|train|release|regist|model_(valid|quality)")
#: What only a model's quality is called: in tests many a thing has a score.
_OF_A_MODEL = caseless(rf"(?<![a-z])(?:{OF_A_MODEL}|m?ap)(?![a-z])|\.score\(")
#: Steps and calls of pipelines and libraries that hold a model back, with the parts that must stand in their name.
_STEPS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "validate_evaluation_results": (), "ConditionStep": (), "Condition": ("dsl", "kfp"), "If": ("dsl", "kfp"),
    "ModelQualityCheckStep": (), "GenericValueThreshold": (), "GenericChangeThreshold": (),
    "MetricThreshold": ("mlflow", "models"), "model_evaluation": ("deepchecks",), "assert_test": ("deepeval",),
    "scan": ("giskard",), "BranchPythonOperator": (), "ShortCircuitOperator": (),
    **{f"Numeric{side}Than{also}": ("ChoiceRule",) for side in ("Less", "Greater") for also in ("", "Equals")},
})  # fmt: skip
_WORST = caseless(
    r"metrics\.[`\"]?\w*(rmse|mae|mape|mse|loss|error|wer|perplexity)\w*[`\"]? DESC"
    r"|metrics\.[`\"]?\w*(accuracy|f1|auc|r2|precision|recall|bleu)\w*[`\"]? ASC"
)
_SHELL_COMPARES = caseless(
    rf"(?<![a-z])(?:{OF_A_MODEL}|metrics?|[tf][pn]r|sensitivity|specificity)(?![a-z]).*"
    r"(\s[<>]=?\s|\s-(lt|gt|le|ge)\s)"
)
_SHELL_FAILS = regex(r"exit 1|sys\.exit|assert |jq -e|jq --exit-status|exit\(1\)")
#: A floor of a search for runs: ``metrics.auc > {floor}``.
_FLOOR = regex(r"metrics\.[`\"]?\w+[`\"]?\s*[<>]=?\s*['\"]?[\w.{}]+")
_REFUSAL = regex(r"(?:^|\.)(?:ValueError|RuntimeError|AssertionError|SystemExit)$|Airflow\w*Exception|Valid|Quality")
#: Branches of pipelines, which may be about anything.
_BRANCHES = ("BranchPythonOperator", "ShortCircuitOperator", "If", "Condition", "Numeric")
_MODEL_STEP = caseless(
    rf"accura|metric|quality|model|promot|evaluat|deploy|threshold|champion|(?<![a-z])(?:eval(?![a-z])|{OF_A_MODEL})"
)


@fact
def quality_gates(repo: Repo) -> tuple[Gate, ...]:
    """Return the places where a metric decides, those in tests and notebooks too, the product's first.

    A metric that is only printed, early stopping and the choice of the best epoch are none.
    """
    found = (*_comparisons(repo), *_steps(repo), *_in_ci(repo), *_searches(repo))
    return tuple(by_part(repo, sorted(dict.fromkeys(found), key=lambda gate: gate.judges)))


@fact
def worst_first(repo: Repo) -> tuple[Evidence, ...]:
    """Return where runs are sorted so that the worst comes first: ``order_by=["metrics.rmse DESC"]``."""
    own = outside_tests(repo)
    found = ((program, text) for program in own for text in program.file.texts if _WORST.fullmatch(text.value.strip()))
    return tuple(Evidence(program.site(text.line).place, f'sorts runs by "{text.value}"') for program, text in found)


def _comparisons(repo: Repo) -> Iterator[Gate]:
    for program in programs(repo):
        for item in repo.each(judged, [program]):
            if _in_context(repo, program, item):
                holds = _holds(repo, program, item)
                if holds is not Holds.NOTHING:
                    line, scope = item.comparison.line, item.comparison.scope
                    words = f"{item.metric} {item.comparison.operator} {item.against}"
                    promotes = (program.path, scope) in promotion_scopes(repo)
                    yield Gate(
                        program.site(line, scope),
                        words,
                        holds,
                        item.named,
                        promotes,
                        idle=item.idle,
                        champion=item.champion,
                        turned=is_turned(item.comparison, errors=figures_are_errors(repo)),
                    )


def _in_context(repo: Repo, program: Program, item: Judged) -> bool:
    """Tell whether a comparison stands where models are trained, judged or moved on.

    A test of a formula, on answers that are written out in it, judges no model.
    """
    if not program.is_test and program.path in _promoting(repo):
        return True
    if not training_path(repo):
        return False
    if program.is_test:
        return bool(_OF_A_MODEL.search(item.metric)) and program.path in _tests_that_ask(repo)
    named = _CONTEXT.search(f"{program.path} {item.comparison.scope}".lower())
    return bool(named) or program.path in training_path(repo)


@fact
def _promoting(repo: Repo) -> frozenset[str]:
    return frozenset(path for path, _ in promotion_scopes(repo))


@fact
def _tests_that_ask(repo: Repo) -> frozenset[str]:
    """Return the files of tests that make or ask a model, or read what one was measured to be."""
    tests = (program for program in programs(repo) if program.is_test)
    return frozenset(one.path for one in tests if any(_ASKS.search(call.last) for call in one.file.calls))


def _holds(repo: Repo, program: Program, item: Judged) -> Holds:
    """Return what follows from a comparison: directly, by the errors it gathers, or by the answer it gives."""
    scope, leads = item.comparison.scope, [lead.removeprefix("else ") for lead in item.comparison.leads_to]
    if any(PROMOTES.search(lead.lower()) for lead in leads):
        return Holds.PROMOTION
    if any(lead == "assert" or lead.startswith("raise") or lead.endswith(("exit", "Exit")) for lead in leads):
        return Holds.STOPS
    gathers = leads_to_errors(program, scope, leads)
    if ("return" in leads or item.champion) and (program.path, scope) in promotion_scopes(repo):
        return Holds.PROMOTION
    if item.champion and _leaves_after(program, item.comparison):
        return Holds.STOPS
    refused = not leads and is_verdict(scope) and _refuses(program, scope)
    if refused or is_refused(program, item.comparison) or is_asked_for_elsewhere(program, item.comparison):
        return Holds.STOPS
    if decides_on_promotion(repo, program, item.comparison) or keeps_one_of_the_stored(program, item.comparison):
        return Holds.PROMOTION
    answers = "return" in leads or not leads
    if (gathers or (answers and is_verdict(scope))) and not program.is_test:
        return _by_callers(repo, program, scope)
    return Holds.NOTHING


def _refuses(program: Program, scope: str) -> bool:
    """Tell whether a function that is named for a verdict raises one: what it compared is kept until then."""
    own = (item for item in program.file.functions if item.name == scope)
    return any(_REFUSAL.search(raised) for item in own for raised in item.raises)


def _leaves_after(program: Program, item: Comparison) -> bool:
    """Tell whether the scope of a comparison ends the run further down: the branch itself may be nested."""
    after = (call for call in program.file.calls if call.scope == item.scope and call.line > item.line)
    return any(exits(call) or call.last == "cancel" for call in after)


def _by_callers(repo: Repo, program: Program, scope: str) -> Holds:
    """Return what the callers make of a verdict: they promote only then, or they stop."""
    last = scope.rpartition(".")[2]
    asked = _owner(program, scope) or last
    found = tuple(called(repo, asked)) if asked else ()
    heard = (one for one in found if not _is_overruled(one))
    if {(one.program.path, one.call.scope) for one in heard} & promotion_scopes(repo):
        return Holds.PROMOTION
    if any(hands_to_promotion(repo, one) for one in found):
        return Holds.PROMOTION
    return Holds.STOPS if stops(repo, program, scope, steps=3) else Holds.NOTHING


def _is_overruled(asked: Sited) -> bool:
    """Tell whether a step that deploys is told beside the verdict to do so always: ``deploy_decision=True``."""
    beside = (call for call in asked.program.file.calls if call.scope == asked.call.scope)
    return any(said.literal is True for call in beside if (said := call.keyword("deploy_decision")) is not None)


def _owner(program: Program, scope: str) -> str:
    """Return the class of a verdict that is a property, "" of any other: who makes the object asks without a call."""
    own = (item for item in program.file.functions if item.name == scope)
    is_property = any(mark.name.endswith("property") for item in own for mark in item.decorators)
    return scope.rpartition(".")[0].rpartition(".")[2] if is_property else ""


def _in_ci(repo: Repo) -> Iterator[Gate]:
    """Find steps of CI that compare a figure of a file of metrics in shell: ``jq -e '.f1 > 0.8' metrics.json``."""
    for job in jobs(repo):
        for step in job.steps:
            lines = [line.strip() for line in step.run.splitlines()]
            compared = next((line for line in lines if _SHELL_COMPARES.search(line)), "")
            if compared and _SHELL_FAILS.search(step.run) and step.can_fail and job.can_fail:
                yield Gate(
                    Site(step.place.path, step.place.line), compared[:80], Holds.STOPS, named=True, promotes=False
                )


def _steps(repo: Repo) -> Iterator[Gate]:
    for found in called(repo, *_STEPS):
        parts = set((found.call.name or found.call.written).split(".")[:-1])
        telling = _STEPS[found.call.last]
        if (not telling or parts & set(telling)) and _is_about_models(found):
            holds = Holds.STOPS if found.call.last.startswith(("validate", "assert")) else Holds.PROMOTION
            yield Gate(found.site, found.call.last, holds, named=True, promotes=holds is Holds.PROMOTION)


def _searches(repo: Repo) -> Iterator[Gate]:
    """Find searches for runs above a floor in what registers one: ``filter_string="metrics.auc > 0.8"``."""
    for found in called(repo, "search_runs"):
        asked = found.call.keyword("filter_string")
        floor = _FLOOR.search(asked.string or asked.text) if asked is not None else None
        if floor and (found.program.path, found.call.scope) in promotion_scopes(repo):
            yield Gate(found.site, floor[0], Holds.PROMOTION, named="{" in floor[0], promotes=True)


def _is_about_models(found: Sited) -> bool:
    """Tell whether a branch of a pipeline is about a model: many a branch asks for the day of the week."""
    if found.call.last == "ConditionStep" or not found.call.last.startswith(_BRANCHES):
        return True
    values = found.call.values
    return any(_MODEL_STEP.search(f"{value.literal!r} {value.text}") for value in values)
