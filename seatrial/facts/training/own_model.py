"""Does the component make a model of its own, or does it only help others to make theirs?"""

from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import called
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.training.model_registry import registrations
from seatrial.facts.training.training import Training, training
from seatrial.model import Archetype, Surface

NO_MODEL: Final = "its owner declares that this library has no model"
#: Calls that keep a fitted model, by the last part of their names.
_KEEPS: Final = (
    "dump", "save", "save_model", "to_pickle", "save_pretrained", "save_weights", "save_file", "save_checkpoint",
    "push_to_hub", "log_model", "register_model", "to_onnx", "export",
)  # fmt: skip


@fact
def own_trainings(component: Component) -> tuple[Training, ...]:
    """Return the calls that fit a model of the component's own.

    A library of algorithms fits what its users bring, and its examples and benchmarks fit to show how: no model comes
    of that unless its own code keeps one, or one is shipped.
    """
    found = tuple(component.of(training(component.repo)))
    if archetype(component).archetype is not Archetype.LIBRARY:
        return found
    counted = tuple(item for item in found if item.site.counts and "bench" not in item.site.path.lower())
    shipped = any(one.model and not one.tested for one in component.of(artifacts(component.repo)))
    return counted if shipped or _keeps(component) else ()


def _keeps(component: Component) -> bool:
    sites = (found.site for found in called(component.repo, *_KEEPS))
    return any(site.counts and site.path in component for site in sites)


def may_hold_model(component: Component) -> bool:
    """Tell whether there may be a model; there is none in a library that stores none and whose owner says so."""
    denied = component.repo.settings.surfaces.get(Surface.OWN_MODEL) is False
    stored = any(one.model and not one.tested for one in component.of(artifacts(component.repo)))
    return stored or not denied or archetype(component).archetype is not Archetype.LIBRARY


def has_own_model(component: Component) -> bool:
    """Tell whether the component trains, tunes or registers a model of its own."""
    return bool(own_trainings(component) or component.of(registrations(component.repo)))
