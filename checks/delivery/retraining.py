"""Is it defined when and how the model is retrained or judged again?"""

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, delivery
from seatrial.facts.documents.guides import is_guide
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.whose import Whose, comes
from seatrial.facts.surfaces import asks_language_models
from seatrial.facts.training.main_training import evaluated_in
from seatrial.facts.training.rebuilds.retraining import Retraining, retrainings

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "scheduled DAGs, flows, CronJobs and workflows that reach a training; code that starts one when data has drifted; "
    "a section about retraining with cadence or metric, and the command"
)
_OF_OTHERS = "where others train the model"
_OF_A_PROVIDER = "where the model is a provider's"
_LEARNED = "where the running product learns from its users"
_SHOWN = 6


def has_a_model_that_ages(component: Component) -> bool:
    """Tell whether the component makes or learns a model, or asks a language model that others change."""
    return comes(component, Whose.MADE, Whose.LEARNED) or asks_language_models(component)


@delivery.practice(
    "OPS-13",
    question="Is it defined when and how the model is retrained or re-evaluated?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="Every model grows worse from the day it is deployed; who decides on the next one, by what, is decided before.",
    act=acts.RUNBOOK,
    fix=(
        "Write into {guide:docs/runbook.md} when the model is made anew: how often, at which drop of which metric.",
        "Say there by which command, and who approves it.",
        "Let a scheduled pipeline run {training:training or evaluation}, with the quality gate before a promotion.",
    ),
    fix_when={
        _LEARNED: (
            "Keep the model before the new one, and go on with it where the new one is worse on what users set right.",
            "Write into {guide:docs/runbook.md} when a model is learned anew, and how it is made to start afresh.",
        ),
        _OF_OTHERS: (
            "Write into {guide:docs/runbook.md} when a newer release of the model is looked for, and how it is judged.",
            "Say there who decides on it, by which figures, and how the release before comes back.",
            "Let the clock judge the model that runs on a fixed set, and tell somebody when it falls.",
        ),
        _OF_A_PROVIDER: (
            "Write into {guide:docs/runbook.md} when answers are judged again: how often, and when the model changes.",
            "Say there by which command, who decides on the next model, and what is done when answers are worse.",
            "Let the clock start the evaluation, and tell somebody when it fails.",
        ),
    },
    references=("MTS-Model4", "MTS-Mon4", "MG 4.1", "42001 A.6.2.6", "GMLP 10", "SR V"),
    missing="nothing says or does when the model is trained or judged again",
    raised_by=("finance", "healthcare", "retail"),
    when=has_a_model_that_ages,
    when_not="there is no model of its own, and no language model is asked",
)
def retraining_defined(component: Component) -> Graded:
    found = component.of(retrainings(component.repo))
    running = [item for item in found if item.runs]
    blind = [item for item in running if item.promotes and not item.gated]
    gated = [item for item in running if item.gated]
    solid = [] if blind else [item for item in found if item.complete or item.runs]
    graded = Graded.best(
        (Grade.IN_USE, [] if blind else gated[:_SHOWN]),
        (Grade.SUBSTANTIVE, solid[:_SHOWN]),
        (Grade.PRESENT, [*blind[:2], *found[:_SHOWN]]),
        looked_for=LOOKED_FOR,
        message=_message(found, running, blind, gated),
    )
    if unknown := unread_code(component, graded):
        return unknown
    guide = next((place for place in (item.place for item in found if not item.runs) if is_guide(place)), None)
    named = graded.naming(training=evaluated_in(component), guide=guide)
    if own_trainings(component):
        return named
    if comes(component, Whose.LEARNED):
        return named.in_case(_LEARNED)
    asks = asks_language_models(component) and not comes(component, Whose.MADE)
    return named.in_case(_OF_A_PROVIDER if asks else _OF_OTHERS)


def _message(
    found: tuple[Retraining, ...], running: list[Retraining], blind: list[Retraining], gated: list[Retraining]
) -> str:
    if blind:
        return "what is trained by itself goes into service by itself, and no comparison of metrics stands between"
    if gated:
        return ""
    if running:
        return "the training runs by itself, and no quality gate is passed on its way"
    if any(item.complete for item in found):
        return "the policy is written, and nothing runs by it"
    if any(item.place.path.endswith(".py") for item in found):
        return "there is code for it, and neither a clock nor a written rule starts it"
    return "it is said that there will be another training, not when and by which command" if found else ""
