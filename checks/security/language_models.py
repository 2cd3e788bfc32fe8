"""Is what goes into a language model, and what comes out of it, treated as a stranger's text?"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from seatrial.api import (
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Severity,
    Stage,
    Surface,
    as_evidence,
    caseless,
    security,
)
from seatrial.facts.asking import asked_by_people, keeps_what_it_is_told
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.foreign.foreign_prompt import ForeignPrompt
from seatrial.facts.inference.inference_words import ENGINE
from seatrial.facts.inference.stand_ins import STAND_IN
from seatrial.facts.product.parts import by_part
from seatrial.facts.reach.running import runs
from seatrial.facts.security.cleaned_pages import cleaned_pages, raw_pages
from seatrial.facts.security.hostile_tests import hostile_output_tests, injection_cases
from seatrial.facts.security.llm_output import Fate, OutputUse, output_uses
from seatrial.facts.security.prompt_defences import Defence, PromptLine, prompt_lines
from seatrial.facts.security.prompt_messages import HANDED_ON
from seatrial.facts.security.prompts_elsewhere import prompts_elsewhere, shaped_elsewhere
from seatrial.facts.serving.answering import asked_elsewhere
from seatrial.facts.serving.language_models.main_llm_call import asking_calls, main_llm_call
from seatrial.facts.signs import llm_calls, llm_doors
from seatrial.facts.surfaces import asks_any_language_model, has_surface
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS
from seatrial.facts.testing.llm_evaluations import evals_in_ci
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from ..unread import unread_code

PROMPT = (
    "questions and retrieved texts in system prompts, messages with roles, marks around documents, llm-guard, NeMo "
    "Guardrails, Llama Guard, moderation, guardrails of Bedrock and Azure, structured output, injected orders in evals"
)
OUTPUT = (
    "eval, exec, SQL, shell and HTML of answers, PythonREPLTool, SQLDatabaseChain, allow_dangerous_code, json.loads of "
    "answers, structured output, response_format, pydantic, instructor, outlines, sandboxes, sqlglot"
)
Line: TypeAlias = PromptLine | ForeignPrompt
_READ = "where a program hands texts to a model, and nobody asks it from outside"
_SHOWN_ONLY = "where people are shown answers as text"
_UNATTENDED = "where a program passes answers on, and nobody waits for them"
_RAW = "where a page takes answers for markup"
_LEARNED = "where a model writes what others learn from, and answers nobody"
_MAKES_DATA = caseless(r"(?:^|[/_.-])(?:\w*augment\w*|synth\w*|data_gen\w*|generate_\w*data\w*|distil\w*)(?=[/_.-]|$)")


@security.practice(
    "SEC-21",
    question="Is untrusted text separated, screened and limited in effect?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A sentence in a question or in a retrieved page can give the model other orders than yours.",
    fix=(
        "Split {prompt:the prompt}: orders in a system message, questions and found texts in a user message, marked.",
        "Screen {texts:questions and found texts} before {llm:the call of the model}, or hold its answers to a schema.",
        "Add 30 cases with injected orders to the evaluation that CI runs, with a threshold.",
    ),
    fix_when={
        _READ: (
            "Mark in {prompt:the prompt} where a text that was read begins and ends, apart from the orders.",
            "Ask for a schema in {llm:the call of the model}, and drop what breaks it or is none of the known values.",
            "Add texts with orders in them to the tests, and what must come out for each.",
        ),
    },
    missing="nothing was found that separates or screens the texts of strangers",
    references=("LLM01", "AML.T0051", "AML.T0054", "AML.M0020", "CWE-1427", "AIA 15"),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"),
    when=asks_any_language_model,
    when_not="no language model is asked",
)
def prompt_injection_defended(component: Component) -> Graded:
    repo = component.repo
    every = component.of(prompt_lines(repo))
    answering = (line for line in every if not (EVAL_PATHS.search(line.site.path) or STAND_IN.search(line.site.path)))
    here = by_part(component.repo, (line for line in answering if runs(component, line.site)))
    lines: list[Line] = [*here, *prompts_elsewhere(component)]
    mixed, apart = _that(lines, Defence.MIXED), _that(lines, Defence.APART)
    if not (mixed or apart) and _only_makes_data(component):
        return Graded.not_applicable("what asks a language model makes data by the owner's own prompts")
    screened, lines_of_defence = _that(lines, Defence.SCREENED), _that(lines, Defence.TOLD)
    shaped: list[OutputUse | ForeignPrompt] = [*_all_shaped(component), *shaped_elsewhere(component)]
    open_documents = has_surface(component, Surface.RAG) and not any(line.documents for line in screened) and not shaped
    safe = bool(apart) and not mixed and (bool(shaped) or (bool(screened) and not open_documents))
    asked = asked_by_people(component)
    lacking = "" if safe else _lacking(mixed, screened, apart, lines_of_defence, asked=asked, open_=open_documents)
    graded = Graded.best(
        (Grade.IN_USE, _tried_orders(component) if safe else []),
        (Grade.SUBSTANTIVE, [*apart[:3], *screened[:4], *shaped[:2]] if safe else []),
        (Grade.PRESENT, [*mixed[:3], *screened[:4], *lines_of_defence[:2], *([] if mixed else apart[:3])]),
        looked_for=PROMPT,
        message=lacking,
    )
    if mixed and not screened and not lines_of_defence:
        graded = Graded.best((Grade.ABSENT, mixed[:8]), looked_for=PROMPT, message=mixed[0].what)
    if not mixed and (unknown := unread_code(component, graded)):
        return unknown
    if not lines and (far := unfollowed(component, May.SCREEN)):
        return Graded.unknown(f"no text was followed into a prompt: {far[0].what}", looked_for=PROMPT)
    graded = graded if safe else graded.as_far_as_followed(unfollowed(component, May.SCREEN))
    main = main_llm_call(component)
    texts = "what searches and tools return" if screened and open_documents else None
    named = graded.naming(llm=main, prompt=next(iter([*mixed, *apart]), None), texts=texts)
    named = named.in_case("" if asked else _READ)
    by_framework = not lines and main is not None and ENGINE.search(main.what.rpartition(" ")[2].rpartition(".")[0])
    return named.having_done_if((apart and not mixed) or by_framework, screened and not open_documents)


def _all_shaped(component: Component) -> list[OutputUse]:
    """Return what holds answers to a shape, when every file that asks a model has such a line."""
    found = [use for use in component.of(output_uses(component.repo)) if use.fate is Fate.SHAPED]
    running = [use for use in found if runs(component, use.site)]
    files = {use.place.path for use in running}
    return running if all(call.place.path in files for call in llm_calls(component)) else []


def _that(lines: list[Line], defence: Defence) -> list[Line]:
    return [line for line in lines if line.defence is defence]


def _tried_orders(component: Component) -> list[Evidence]:
    """Return the injected orders that an evaluation in CI, or a test there, tries."""
    cases = component.of(injection_cases(component.repo))
    stopping = bool(evals_in_ci(component))
    return [case for case in cases if stopping or guarding_runs(component, case.place.path)][:5]


def _lacking(
    mixed: list[Line],
    screened: list[Line],
    apart: list[Line],
    lines: list[Line],
    *,
    asked: bool,
    open_: bool,
) -> str:
    """Say what is missing; ``open_``: what is retrieved gets into the prompt unscreened."""
    unscreened = f"nothing screens {'what people write' if asked else 'the texts that are read'}"
    if mixed:
        return f"{mixed[0].what}, {'though it is screened' if screened else 'and the model is only told to be careful'}"
    if screened:
        return "what is handed in is screened, and what is retrieved is not" if open_ else ""
    if lines:
        return lines[0].what
    if apart and all(line.what == HANDED_ON for line in apart):
        return f"{HANDED_ON}, and {unscreened}"
    if apart:
        return f"orders to the model are kept apart, and {unscreened} or limits what is answered"
    return ""


@security.practice(
    "SEC-22",
    question="Is model output treated as untrusted?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="Whoever gets a sentence into the prompt writes the answer: where it is run, they run it.",
    fix=(
        "Ask for structured output in {llm:the call of the model}, and validate it with a pydantic model.",
        "Run code that a model writes in a sandbox, and SQL by a role that may only read, after parsing it.",
        "Test {handler:the code that uses it} with hostile and with broken answers.",
    ),
    fix_when={
        _RAW: (
            "Show in {page:the page} what a model answers as text, or clean its markup there by DOMPurify.",
            "Let no link or image in it load by itself.",
            "Test the page with hostile answers: markup, a link that carries data away.",
        ),
        _UNATTENDED: (
            "Ask for structured output in {llm:the call of the model}, and validate it with a pydantic model.",
            "Drop or mark what breaks it before it is used, and count how many do.",
        ),
        _SHOWN_ONLY: (
            "Show what {llm:the model} answers as text: escape its markup, and let no link or image load by itself.",
            "Where a program reads the answer, ask for structured output and validate it with a pydantic model.",
            "Test both with hostile and with broken answers: markup, a link that carries data away, half a JSON.",
        ),
        _LEARNED: (
            "Hold what {llm:the model} writes to a schema, and drop what breaks it before anything learns from it.",
            "Let a person look through a sample of it, and write down how many were dropped.",
        ),
    },
    missing="nothing was found that looks at an answer before it is used",
    references=("LLM05", "CWE-1426", "CWE-94", "AML.T0053", "AML.M0033", "PCI 6.2.4"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance",),
    when=asks_any_language_model,
    when_not="no language model is asked",
)
def llm_output_handled_safely(component: Component) -> Graded:
    repo = component.repo
    found = component.of(output_uses(repo))
    main = main_llm_call(component)
    running = [use for use in found if runs(component, use.site) and not EVAL_PATHS.search(use.site.path)]
    running = sorted(running, key=lambda use: main is None or use.place.path != main.place.path)
    acts = _with(running, Fate.ACTS)
    idle = [use for use in found if use.fate is Fate.ACTS and use.site.counts and use not in acts]
    firm = [*_with(running, Fate.SHAPED), *_with(running, Fate.SHUT_IN)]
    shaped = shaped_elsewhere(component)
    calls = asking_calls(component)
    asked = [call for call in calls if not EVAL_PATHS.search(call.place.path)]
    asked = asked or [as_evidence(one).likely() for one in asked_elsewhere(component)] or [*calls]
    asked = [main, *asked] if main and main.place not in {one.place for one in asked} else asked
    guessed = _with(running, Fate.GUESSED)  # what a program takes apart is more than text for a page
    cleaned = [] if guessed else component.of(cleaned_pages(repo))
    raw = component.of(raw_pages(repo)) if llm_doors(component) and not acts else []
    if raw:
        absent = Graded.best((Grade.ABSENT, raw[:8]), looked_for=OUTPUT, message=raw[0].what)
        return absent.naming(page=raw[0].place.path).in_case(_RAW)
    graded = Graded.best(
        (Grade.ABSENT, acts[:8]),
        (Grade.IN_USE, _tried(component, firm) if not acts else []),
        (Grade.SUBSTANTIVE, [] if acts or idle else [*firm[:8], *shaped[:8], *cleaned[:2]]),
        (Grade.PRESENT, [] if acts else [*idle[:4], *guessed[:4], *asked[:2]]),
        looked_for=OUTPUT,
        message=_told(acts, idle, [*firm, *shaped, *cleaned], guessed),
    )
    if not acts and (unknown := unread_code(component, graded)):
        return unknown
    named = graded.naming(llm=main or next(iter(asked), None), handler=next(iter([*acts, *idle, *firm]), None))
    if asked_elsewhere(component) and not (firm or shaped):
        named = named.as_far_as_followed(unfollowed(component, May.SCREEN))
    named = named.having_done(*(() if acts or idle else (2,)))  # nothing here runs what a model writes
    shown_only = not (acts or idle or firm or shaped or guessed)
    if shown_only and _only_makes_data(component):
        what = "what the model writes is learned from, and nothing looks at it first"
        return replace(graded, message=what).naming(llm=main or next(iter(asked), None)).in_case(_LEARNED)
    return _passed_on(component, named).having_done_if(cleaned) if shown_only else named


def _passed_on(component: Component, graded: Graded) -> Graded:
    """Say what is left to do with answers that no program reads here, by who gets them."""
    if asked_by_people(component):
        return graded.in_case(_SHOWN_ONLY)
    if keeps_what_it_is_told(component):
        said = "answers are kept as text, and nothing was seen that holds them to a shape"
        graded = replace(graded, message=said)
    return graded.in_case(_UNATTENDED)


def _only_makes_data(component: Component) -> bool:
    """Tell whether whatever asks a language model says by its name that it makes data, and nobody gets an answer."""
    asked = llm_calls(component)
    return bool(asked) and not llm_doors(component) and all(_MAKES_DATA.search(one.place.path) for one in asked)


def _with(uses: Iterable[OutputUse], fate: Fate) -> list[OutputUse]:
    return [use for use in uses if use.fate is fate]


def _tried(component: Component, firm: list[OutputUse]) -> list[Evidence]:
    """Return the tests in CI that hand hostile or broken answers to code that holds them to a shape."""
    tests = component.of(hostile_output_tests(component.repo)) if firm else ()
    return [test for test in tests if guarding_runs(component, test.place.path)][:5]


def _told(
    acts: list[OutputUse],
    idle: list[OutputUse],
    firm: list[OutputUse | ForeignPrompt | Evidence],
    guessed: list[OutputUse],
) -> str:
    if acts:
        return acts[0].what
    if idle:
        return f"{idle[0].what}, in code that nothing starts"
    if firm:
        return ""
    return (
        guessed[0].what if guessed else "answers are passed on as text, and nothing was seen that looks at them first"
    )
