"""Which acts on a registry of models are about what a component makes, though another part of the product does them?"""

from seatrial.component import Component, components
from seatrial.facts import fact
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.training.origins.model_registry import Registration, registrations


@fact
def registered_for(component: Component) -> tuple[Registration, ...]:
    """Return what a component registers; where it registers nothing, what parts do that make no model themselves.

    A platform trains in one image, and registers and promotes in another.
    """
    known = registrations(component.repo)
    if (own := component.of(known)) or not own_trainings(component):
        return tuple(own)
    others = (one for one in components(component.repo) if one is not component and not one.apart)
    return tuple(item for one in others if not own_trainings(one) for item in one.of(known))
