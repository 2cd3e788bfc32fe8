"""Who pays for the model and uses it, and does each of their requests have a budget?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, business
from seatrial.facts.business.adoption import adoption_notes, usage_by_group
from seatrial.facts.business.spending import budget_guards
from seatrial.facts.business.token_budget import cost_ceilings, recorded_usage, token_limits, token_savings
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.serving.language_models.main_llm_call import main_llm_call
from seatrial.facts.signs import llm_calls

from .. import acts

ADOPTION_LOOKED_FOR = (
    "`owner.business` in seatrial.yaml, and documents that name the sponsor, who uses the output in which step of "
    "their work, and whom to ask; metrics of use by group"
)
TOKENS_LOOKED_FOR = (
    "max_tokens and its like, tokens read from the answer and kept, trimming, summaries, caches, routing, and a "
    "ceiling of cost"
)


@business.practice(
    "BIZ-10",
    question="Who uses the output in which workflow, and who pays?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A model that fits into nobody's day is not used, however good it is.",
    act=acts.COSTS,
    fix=(
        "Write half a page, {note:docs/adoption.md}: sponsor, users, the step of their work that changes, whom to ask.",
        "Count use by group of users, and look at it with the sponsor.",
    ),
    missing="nothing says who pays for it and who uses it",
    references=("GV 2.3", "GV 3.1", "MP 1.2", "MP 3.4", "42001 A.4.6", "GMLP 1"),
    raised_by=("healthcare",),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def sponsor_and_adoption(component: Component) -> Graded:
    notes = [one for one in adoption_notes(component.repo) if one[0].place.path in component]
    whole = [evidence for evidence, lacking in notes if not lacking]
    used = usage_by_group(component)
    owner = component.repo.settings.owner
    place = component.repo.settings.place("owner")
    sponsor = [Evidence(place, f"{owner.business} answers for its value")] if owner and owner.business else []
    return Graded.best(
        (Grade.IN_USE, [*used[:2], *whole[:2]] if used and whole else ()),
        (Grade.SUBSTANTIVE, whole),
        (Grade.PRESENT, [*sponsor, *(evidence for evidence, _ in notes[:3])]),
        looked_for=ADOPTION_LOOKED_FOR,
        message=f"it does not name {', '.join(notes[0][1])}" if notes and not whole else "",
    ).naming(note=notes[0][0] if notes else None)


@business.practice(
    "BIZ-11",
    question="Are tokens, context and model size budgeted per request?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A conversation that is sent whole each time costs the square of its length, and one loop costs a month.",
    fix=(
        "Set max_tokens in {app:the call of the model}.",
        "Keep the tokens of each answer with its request, and who asked.",
        "Trim or summarise what is sent again, and let the provider cache the fixed part of the prompt.",
    ),
    missing="no request has a budget of tokens",
    references=("LLM10", "AML.T0034", "MG 2.1", "MS 2.12"),
    raised_by=("retail",),
    when=llm_calls,
    when_not="no language model is asked",
)
def token_economy(component: Component) -> Graded:
    limits, usage, savings = token_limits(component), recorded_usage(component), token_savings(component)
    whole = [limits[0], usage[0], savings[0]] if limits and usage and savings else []
    ceilings = [*cost_ceilings(component), *budget_guards(component)]
    return (
        Graded.best(
            (Grade.IN_USE, [*ceilings[:2], *whole] if whole and ceilings else ()),
            (Grade.SUBSTANTIVE, whole),
            (Grade.PRESENT, [*limits[:3], *usage[:2], *savings[:2]]),
            looked_for=TOKENS_LOOKED_FOR,
            message="" if whole else _unsaid(limits, usage, savings),
        )
        .naming(app=main_llm_call(component))
        .having_done_if(limits, usage, savings)
    )


def _unsaid(limits: tuple[Evidence, ...], usage: tuple[Evidence, ...], savings: tuple[Evidence, ...]) -> str:
    parts = (("no answer is bounded", limits), ("used tokens are not kept", usage), ("nothing saves tokens", savings))
    return ", ".join(words for words, there in parts if not there) if any(there for _, there in parts) else ""
