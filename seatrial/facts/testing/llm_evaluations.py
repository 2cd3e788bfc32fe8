"""Which programs judge what language models answer, and can a bad result stop anything?"""

from collections.abc import Iterator, Set
from itertools import pairwise

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.ci.ci_tests import front_end_tests
from seatrial.facts.ci.workflows import CiCommand, ci_actions, ci_commands
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS, case_files, case_sets, promptfoo_sets
from seatrial.facts.testing.foreign_evaluations import foreign_evaluations
from seatrial.facts.testing.own_judges import judged_in_turn
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

#: Modules whose calls judge what a language model answers. Those that judge embeddings alone are none.
_JUDGES = regex(
    r"(?:deepeval|ragas|trulens\w*|braintrust|autoevals|openevals|agentevals|inspect_ai|pydantic_evals|lm_eval|"
    r"phoenix\.(?:evals|experiments)|langsmith\.(?:evaluation|evaluate|aevaluate|testing)|langchain\.evaluation|"
    r"langchain\.smith|llama_index\.core\.evaluation|llama_index\.evaluation|weave\.Evaluation|mlflow\.genai|giskard|"
    r"promptbench|promptflow\.evals|opik\.evaluation|azure\.ai\.evaluation|vertexai\.(?:preview\.)?evaluation|lighteval|"
    # what counts the words that an answer shares with the wanted one
    r"rouge|rouge_score|sacrebleu|bert_score|bleurt|nltk\.translate\.\w+|torchmetrics\.text)(?:\.|$)"
)
_TRACERS = regex(r"(?:langfuse|langsmith|phoenix|langchain|arize|opik)(?:\.|$)")
_JUDGE_METHODS = frozenset({"run_experiment", "run_on_dataset", "arun_on_dataset", "evaluate_dataset"})
#: Calls that give an answer a mark where traces are kept; a service does so too, with what its users say.
_MARKS = {"score", "create_score", "score_current_trace", "create_feedback", "log_scores"}
#: Calls that keep what a test was given and found; whether an answer is judged depends on what the test asks.
_LOGS = regex(r"langsmith\.testing\.log_\w+$")
_ASKS = regex(r"^(a?invoke|a?stream|a?generate|a?complete|a?chat|a?predict|a?call|run|create|ask|answer|query)$")
_COMMANDS = (
    ("promptfoo", "eval"), ("deepeval", "test"), ("inspect", "eval"), ("lm_eval",), ("lm-eval",),
    ("braintrust", "eval"), ("ragas",), ("evalite",), ("langsmith", "evaluate"), ("oaieval",), ("lighteval",),
    ("agenta", "evaluate"),
)  # fmt: skip
_SOURCES = (".py", ".ts", ".mts", ".js", ".mjs", ".cjs", ".tsx")
#: What asks the same libraries about each request, before or after it is answered: a guard, and no evaluation.
_GUARDS = caseless(r"(?:^|[/_])(?:guards?|guardrails?|moderation|moderators?)(?:[/_]|\.py$)")
_BOUND = caseless(r"threshold|minimum|min_|_min|baseline|pass_?rate|score|accuracy|recall|correct")


@dataclass(frozen=True, slots=True)
class EvalRun:
    """One program, or one file of settings, that judges answers."""

    place: Place
    what: str
    bounded: bool  #: a bad result makes it fail
    notebook: bool = False
    judge_models: frozenset[str] = frozenset()  #: the models that it is told to judge by


@fact
def eval_runs(repo: Repo) -> tuple[EvalRun, ...]:
    """Return the programs that judge answers of language models, those that can fail first."""
    found = [run for program in programs(repo) if (run := _run(repo, program)) is not None]
    found += [EvalRun(item.place, "promptfoo judges prompts", item.asserted) for item in promptfoo_sets(repo)]
    found += [EvalRun(one.place, f"{one.tool} judges answers", one.bounded)
              for one in foreign_evaluations(repo) if one.tool]  # fmt: skip
    return tuple(sorted(found, key=lambda run: (not run.bounded, run.notebook, run.place)))


@fact
def product_models(repo: Repo) -> frozenset[str]:
    """Return the language models that the owner's own code names, programs of evaluation apart."""
    judging = {run.place.path for run in eval_runs(repo)}
    own = (item for item in programs(repo) if item.role is Role.OWN and item.path not in judging)
    given = (call.keyword("model") or call.keyword("model_name") for item in own for call in item.file.calls)
    return frozenset(value.literal for value in given if value is not None and isinstance(value.literal, str))


def evals_in_ci(component: Component) -> tuple[Evidence, ...]:
    """Return the steps of CI that run such programs on a change and fail on a bad result."""
    repo = component.repo
    runs = [run for run in component.of(eval_runs(repo)) if run.bounded and not run.notebook]
    commands = (one for one in component.of(ci_commands(repo)) if one.guards)
    found = [
        as_evidence(one)
        for one in commands
        if any(one.command.starts(*words) for words in _COMMANDS) or _starts_one(one.command.argv, runs)
    ]
    actions = (one for one in component.of(ci_actions(repo)) if one.guards and "promptfoo" in one.name.lower())
    found += [as_evidence(one) for one in actions]
    tests = [one for run in runs for one in guarding_runs(component, run.place.path) if _is_test(run.place.path)]
    found += map(as_evidence, (*tests, *_tests_in_javascript(component, {run.place.path for run in runs})))
    return tuple(dict.fromkeys(found))


def _tests_in_javascript(component: Component, judging: Set[str]) -> Iterator[CiCommand]:
    """Yield the runs of tests that take in a program which judges: by its name, or by a word of the command."""
    known = [one for one in foreign_evaluations(component.repo) if one.place.path in judging]
    for one in component.of(front_end_tests(component.repo)):
        inside = [run for run in known if run.place.path.startswith(f"{one.folder}/" if one.folder else "")]
        if one.guards and inside and (any(run.is_test for run in inside) or "eval" in one.command.text.lower()):
            yield one


def _is_test(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith("test_") or name.endswith("_test.py")


def _starts_one(arguments: tuple[str, ...], runs: list[EvalRun]) -> bool:
    words = [word.removeprefix("./") for word in arguments if word.endswith(_SOURCES)]
    modules = [word for before, word in pairwise(arguments) if before == "-m"]
    words += [f"{module.replace('.', '/')}{end}" for module in modules for end in (".py", "/__main__.py")]
    return any(f"/{run.place.path}".endswith(f"/{word}") for run in runs for word in words)


def _run(repo: Repo, program: Program) -> EvalRun | None:
    """Return the run of an evaluation that a program is; None when it judges no answers."""
    traced = any(_TRACERS.match(item.module) for item in program.file.imports)
    telling = _JUDGE_METHODS | (_MARKS if EVAL_PATHS.search(program.path) else frozenset())
    calls = [call for call in program.file.calls if _JUDGES.match(call.name) or (traced and call.last in telling)]
    if program.role not in {Role.OWN, Role.TEST} or _guards(program):
        return None
    if not calls or (all(_LOGS.match(call.name) for call in calls) and not _asks(program)):
        return _golden(repo, program) or _own(repo, program)
    first = min(calls, key=lambda call: call.line)
    models = {value.literal for call in calls for key, value in call.keywords if key in {"model", "llm", "judge"}}
    return EvalRun(program.place_of(first), f"{first.name or first.written} judges answers", _bounded(program),
                   program.notebook, frozenset(text for text in models if isinstance(text, str)))  # fmt: skip


def _guards(program: Program) -> bool:
    named = not EVAL_PATHS.search(program.path) and bool(_GUARDS.search(program.path))
    return named and program.role is Role.OWN


def _asks(program: Program) -> bool:
    return any(_ASKS.match(call.last) for call in program.file.calls)


def _golden(repo: Repo, program: Program) -> EvalRun | None:
    """A program that reads a file of cases and compares: an evaluation without a library."""
    if not (program.is_test or EVAL_PATHS.search(program.path)):
        return None
    if EVAL_PATHS.search(program.path) and program.path in {one.place.path for one in case_sets(repo)}:
        what = "compares answers with the cases that it holds"
        return EvalRun(Place(program.path), what, _bounded(program), notebook=program.notebook)
    names = case_files(repo)
    read = next((text for text in program.file.texts if text.value.rpartition("/")[2] in names), None)
    if read is None or not _bounded(program):
        return None
    what = f"compares answers with {read.value.rpartition('/')[2]}"
    return EvalRun(program.place_of(read), what, bounded=True, notebook=program.notebook)


def _own(repo: Repo, program: Program) -> EvalRun | None:
    """A program that lets the owner's own judge, a prompt to a language model, look at one answer after another."""
    call = judged_in_turn(repo, program)
    if call is None:
        return None
    what = f"{call.last} lets a language model judge answers"
    return EvalRun(program.place_of(call), what, _bounded(program), program.notebook)


def _bounded(program: Program) -> bool:
    """Tell whether a bad result makes the program fail: a test's assertion on a figure, or an exit."""
    asserts = any(item.asserts - item.trivial_asserts > 0 for item in program.file.functions)
    assertive = any(call.last in {"assert_test", "assert_eval"} for call in program.file.calls)
    bound = any(key == "threshold" for call in program.file.calls for key, _ in call.keywords) or any(
        _BOUND.search(f"{item.left.name} {item.left.text} {item.right.name} {item.right.text}")
        for item in program.file.comparisons
    )
    exits = any(call.name in {"sys.exit", "exit"} for call in program.file.calls)
    stops = exits or any("SystemExit" in item.raises for item in program.file.functions)
    stops = stops or any("raise SystemExit" in item.leads_to for item in program.file.comparisons)
    return assertive or (bound and (asserts or stops))
