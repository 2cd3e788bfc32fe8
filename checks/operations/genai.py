"""Is it watched what language models cost, how fast and how well they answer, and who abuses them?"""

from seatrial.api import Component, Effort, Found, Grade, Graded, Severity, Stage, as_evidence, caseless, operations
from seatrial.facts.operations.captures import captures
from seatrial.facts.operations.hand_counts import CountedFigure, counted_figures
from seatrial.facts.operations.llm_watch import (
    cost_alerts,
    example_switches,
    live_scores,
    token_counts,
    told_people,
    told_prompts,
)
from seatrial.facts.operations.records.usage_records import usage_records
from seatrial.facts.serving.language_models.main_llm_call import main_llm_calls
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.signs import llm_doors
from seatrial.facts.surfaces import asks_any_language_model
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts
from ..unread import unread_code

_TOKENS = caseless(r"token")
_BY_HAND = "where own code counts tokens, and nothing tells of which request"
LOOKED_FOR = (
    "Langfuse, LangSmith, Phoenix, Opik, OpenLLMetry, OpenTelemetry for language models, Logfire, Weave, MLflow; "
    "token usage in metrics or rows, users, sessions and prompt versions in traces, scores of live answers, "
    "alerts on cost"
)


@operations.practice(
    "MON-13",
    question="Are cost, latency, refusals, groundedness and abuse watched per request?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A prompt that went wrong costs money with every request, and no error tells that answers are made up.",
    act=acts.OBSERVE,
    act_when={"2": acts.OBSERVE},
    fix=(
        "Trace the calls in {call:the code that asks the model} by OpenTelemetry or Langfuse: tokens, time, model.",
        "Give each trace who asked (a user, a session or a run) and the version of the prompt.",
        "Score a sample of answers, and alert on cost, refusals and blocked inputs.",
    ),
    fix_when={
        _BY_HAND: (
            "Keep beside {counted:what own code counts} the id of the request, who asked and the prompt's version.",
            "Score a sample of answers, and alert on cost, refusals and blocked inputs.",
        ),
    },
    missing="nobody sees what a request to the language model costs, nor how good its answer is",
    references=("MS 2.4", "LLM09", "LLM10", "AML.M0024", "AIA 72"),
    raised_by=("finance", "healthcare", "retail"),
    when=asks_any_language_model,
    when_not="no language model is asked",
)
def genai_live_quality(component: Component) -> Graded:
    repo = component.repo
    rows = component.of(usage_records(repo))
    traced, tokens = [*component.of(captures(repo)), *map(as_evidence, rows)], component.of(token_counts(repo))
    people = [*component.of(told_people(repo)), *(as_evidence(row) for row in rows if row.says_who)]
    prompts = [*component.of(told_prompts(repo)), *(as_evidence(row) for row in rows if row.names_prompt)]
    known = bool(people) or not llm_doors(component)  # nobody asks a job
    whole = [*traced[:3], *people[:2], *prompts[:2]] if traced and known and prompts else []
    scored, alerts = component.of(live_scores(repo)), component.of(cost_alerts(repo))
    kept_as = "the rows" if len(rows) == len(traced) else "traces"
    lacking = [word for word, there in (("who asks", known), ("the prompt's version", prompts)) if not there]
    tracers = [one for one in component.of(measurements(repo)) if one.sort is Sort.AGENT] if not traced else []
    counted = [one for one in counted_figures(component) if _TOKENS.search(one.name)] if not traced else []
    graded = Graded.best(
        (Grade.IN_USE, [*whole, *scored[:2], *alerts[:2]] if whole and scored and alerts else []),
        (Grade.SUBSTANTIVE, whole),
        (Grade.PRESENT, [*traced[:3], *counted[:2], *tokens[:3], *component.of(example_switches(repo))[:2]]),
        (Grade.ABSENT, tracers[:2]),
        looked_for=LOOKED_FOR,
        message=_added(counted) or _told(traced, tokens, lacking, kept_as) or _half(tracers)
        if not whole
        else _open(scored, alerts),
    )
    followed = (unread_code(component, graded) or graded).as_far_as_followed(unfollowed(component, May.SEE))
    named = followed.naming(call=main_llm_calls(component))
    if counted:
        return named.naming(counted=f"what {counted[0].place.path} counts of tokens").in_case(_BY_HAND)
    return named.having_done_if(traced, known and prompts)


def _added(counted: list[CountedFigure]) -> str:
    names = ", ".join(dict.fromkeys(one.name.strip("_") for one in counted[:3]))
    return f"own code adds up tokens ({names}), and nothing tells who asked, by which prompt, how well" if names else ""


def _told(traced: Found, tokens: Found, lacking: list[str], kind: str) -> str:
    if traced:
        return f"{kind} do not say {' or '.join(lacking)}"
    return "tokens are read, and nothing that could be followed keeps them with each request" if tokens else ""


def _half(tracers: Found) -> str:
    """Say what a tracer of the whole process does not see of a request to a language model."""
    return "a tracer sees calls and their time, and not their tokens, cost or prompt" if tracers else ""


def _open(scored: Found, alerts: Found) -> str:
    if not scored:
        return "requests are traced, and no answer is scored"
    return "" if alerts else "requests are traced and scored, and nobody is told when cost or refusals rise"
