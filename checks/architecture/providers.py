"""Is the version of a hosted language model fixed, and can another one step in?"""

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, architecture, as_evidence
from seatrial.facts.serving.language_models.hosted_model import HostedModel
from seatrial.facts.serving.language_models.llm_providers import fallback_tests, fallbacks, hosted_models, wrappers
from seatrial.facts.serving.model_references import model_references
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.surfaces import asks_any_language_model
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS

LOOKED_FOR = (
    "names of hosted models with a date or a version, in settings and not at the call; one place that makes the "
    "client: litellm, portkey, init_chat_model or a factory; with_fallbacks, fallbacks=, and a test of them"
)

_SCATTERED = "where every model is fixed, and several files make a client"


@architecture.practice(
    "ARC-15",
    question="Is the hosted LLM version pinned and replaceable?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A name without a date is another model one morning, and its answers change without any release of yours.",
    fix=(
        "Let settings name a fixed version of the model, dated where there are dates; read it in {call:the code}.",
        "Name a second model or provider beside it, of a fixed version too, in {fallback:the code that asks}.",
        "Run the evaluation on both, and let a test make the first one fail.",
    ),
    fix_when={
        _SCATTERED: (
            "Make the client in one module, of a model that settings name once; import it in {call:the code}.",
            "Name a second model or provider beside it, of a fixed version too, in {fallback:the code that asks}.",
            "Run the evaluation on both, and let a test make the first one fail.",
        ),
    },
    missing="the model is named at the call, by a name that moves",
    references=("LLM03", "GV 6.2", "MG 3.2", "42001 A.10.3"),
    raised_by=("finance", "healthcare"),
    when=asks_any_language_model,
    when_not="no language model is asked here",
)
def provider_pinned_with_fallback(component: Component) -> Graded:
    named = nearest(component, hosted_models(component))
    named.sort(key=lambda item: (bool(EVAL_PATHS.search(item.place.path)), item.embeds))
    asked = [as_evidence(item) for item in model_references(component) if item.hosted and not item.named]
    answering = [item for item in named if not item.embeds]
    beside = [item for item in asked if not EVAL_PATHS.search(item.place.path)]
    measured = bool(answering) and all(EVAL_PATHS.search(item.place.path) for item in answering)
    if not named or (measured and beside):  # which model judges the answers says nothing of the one that gives them
        asked = beside or asked
        return Graded.unknown("which model is asked is set outside of the code", asked[:3], looked_for=LOOKED_FOR)
    moving = [item for item in named if not item.pinned]
    at_call = [item for item in named if item.at_call and not (item.embeds and item.pinned)]
    hard = [item for item in moving if item.at_call]
    made, others = wrappers(component), fallbacks(component)
    whole = not moving and not at_call and bool(made)
    graded = Graded.best(
        (Grade.IN_USE, fallback_tests(component)[:3] if whole and others else ()),
        (Grade.SUBSTANTIVE, [*named[:4], *made[:2], *others[:2]] if whole else ()),
        (Grade.PRESENT, (moving[:8] or [*named[:4], *others[:2]]) if not hard else ()),
        looked_for=LOOKED_FOR,
        message="" if whole else _told(named, hard, moving, at_call),
    )
    if hard:
        shown = tuple(map(as_evidence, hard[:8]))
        graded = Graded.absent(shown, LOOKED_FOR, graded.message)
    beside = [one for one in (*others, *made) if not EVAL_PATHS.search(one.place.path)]
    answered = graded.naming(call=_answering(hard or moving or named), fallback=next(iter(beside), None))
    return answered.in_case(_SCATTERED) if not (whole or moving or at_call) else answered


def _answering(named: list[HostedModel]) -> list[HostedModel]:
    """Return those that give answers, where any does: an evaluation and an index ask for others."""
    asked = [one for one in named if not EVAL_PATHS.search(one.place.path)] or named
    return [one for one in asked if not one.embeds] or asked


def _told(
    named: list[HostedModel], hard: list[HostedModel], moving: list[HostedModel], at_call: list[HostedModel]
) -> str:
    if hard:
        return f"the call itself names {hard[0].name}, which {hard[0].weakness}"
    if moving:
        return f"the settings name {moving[0].name}, which {moving[0].weakness}"
    if at_call:
        return f"{at_call[0].name} is fixed, and stands in the call itself"
    own = ", each with its own model" if len({item.name for item in named}) > 1 else ""
    return f"clients are made in several places{own}"
