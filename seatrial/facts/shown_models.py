"""Which stored models show what a component is about, though none of its own code loads them?"""

from seatrial.component import Component
from seatrial.facts.models.artifacts import artifacts
from seatrial.model import Evidence, as_evidence
from seatrial.repo import Role, role

_SHOWN = frozenset({Role.OWN, Role.EXAMPLE, Role.DOCS})


def shown_models(component: Component) -> tuple[Evidence, ...]:
    """Return the models that lie in the component, those of its examples too: a platform shows by them what it runs."""
    found = component.of(item for item in artifacts(component.repo) if item.model)
    return tuple(as_evidence(item) for item in found if role(component.repo, item.place.path) in _SHOWN)
