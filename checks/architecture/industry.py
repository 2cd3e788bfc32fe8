"""What do industries ask of answers in trouble, and of features, besides?"""

from seatrial.api import Answer, Component, Demand, architecture
from seatrial.facts.data.ingestion import lateness_checks
from seatrial.facts.operations.model_age import age_limits
from seatrial.facts.serving.load.fallbacks import fallbacks


@architecture.clause(
    "ARC-08",
    asks="an answer for when the model cannot: popular items, the last forecast",
    fix="When {app:the service} cannot ask its model, answer with popular items or the last forecast, and say so.",
)
def fallback_answer(component: Component, _: Demand) -> Answer | None:
    return Answer.by(fallbacks(component)[:3], otherwise="nothing that runs gives one")


@architecture.clause(
    "ARC-11",
    asks="features whose age has a limit",
    fix="Give features a limit of age (`ttl` of a feature view, max_age), and do without those that are older.",
)
def fresh_features(component: Component, _: Demand) -> Answer | None:
    repo = component.repo
    found = [*component.of(age_limits(repo)), *component.of(lateness_checks(repo))]
    return Answer.by(found[:3], otherwise="nothing limits it")
