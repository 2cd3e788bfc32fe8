"""Does a component only stand between its callers and models of others, so that no answer is its own?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.people.conversions import self_descriptions
from seatrial.facts.serving.people.perception import completes
from seatrial.read.regex import caseless

#: Why what is asked about judgements is not asked of a gateway.
ONLY_HANDS_ON = "it hands on what its callers ask models of others, and judges nobody itself"
#: How programs call themselves that stand between callers and models of others.
_BETWEEN = caseless(
    r"\bgateway\b|\b(?:llm|ai|model|openai|api)[- ](?:router|proxy|load[- ]balanc\w+)\b|\bproxy (?:for|to)\b"
)


@fact
def hands_on(component: Component) -> bool:
    """Tell a gateway, as it calls itself: it offers the routes that clients of language models know, and runs none."""
    loaded = component.of(model_loads(component.repo))
    if not completes(component) or own_trainings(component) or loaded:
        return False
    texts = (text for _, text in self_descriptions(component))
    return any(map(_BETWEEN.search, (*texts, component.repo.name)))
