"""Do the models say beforehand how much of something there will be, so that what happened comes by itself later?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.serving.people.conversions import self_descriptions
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.model import Archetype, Evidence
from seatrial.read.regex import caseless

_FORECASTS = caseless(
    r"\bforecast\w*|\bnowcast\w*|\bdemand[- ]predict\w*"
    r"|\bpredict\w* (?:the )?(?:\w+ ){0,2}(?:demand|sales|load|consumption)\b"
)
#: Prices of a market, which everybody sees the day after.
_MARKETS = caseless(
    r"\b(?:stock|share|market|crypto\w*|bitcoin|forex)s?\b(?: \w+){0,2} (?:predict\w*|forecast\w*)"
    r"|\bpredict\w* (?:\w+ ){0,3}(?:stock|share|market|bitcoin)s? (?:prices?|movements?|trends?|returns?)\b"
)


@fact
def outcomes_come(component: Component) -> bool:
    """Tell whether a project says that it forecasts, be it classes: what happened comes by itself, and from no user."""
    if archetype(component).archetype is Archetype.LLM_APP:
        return False
    said = [text for _, text in self_descriptions(component)]
    return any(_FORECASTS.search(text) or _MARKETS.search(text) for text in said)


@fact
def forecasts(component: Component) -> tuple[Evidence, ...]:
    """Return where a project says of itself that it forecasts; () where it fits what answers with classes."""
    if archetype(component).archetype is Archetype.LLM_APP or predicted(component) is Predicted.CLASSES:
        return ()
    said = ((place, _FORECASTS.search(text)) for place, text in self_descriptions(component))
    what = "the project says of itself that it forecasts"
    return tuple(Evidence(place, f'{what}: "{found[0]}"') for place, found in said if found)
