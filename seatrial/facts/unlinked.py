"""Does a component run a model beside doors on the network, though no way leads from the one to the other?"""

from dataclasses import replace
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts.documents.said_to_teach import said_to_teach
from seatrial.facts.inference.inference import InferenceCall
from seatrial.facts.inference.inference_words import MODEL_NAME
from seatrial.facts.signs import inferences, other_doors, own, trainings
from seatrial.model import Confidence, Evidence

Signs: TypeAlias = tuple[Evidence, ...]


def unlinked_service(component: Component) -> Signs:
    """Return signs of doors on the network and of a model, where no way from the one to the other was followed.

    What teaches has doors and models in lessons of their own, which lead to each other nowhere.
    """
    doors = () if trainings(component) or said_to_teach(component) else other_doors(component)
    work = own_work(component) if doors else ()
    return (*likely(doors[:2]), *work[:2]) if work else ()


def own_work(component: Component) -> Signs:
    """Return the component's own calls outside of notebooks that surely run a model, or one that is called so.

    What a program of another kind predicts or infers, as types, is none; a model that is named may come from anywhere.
    """
    found = (call for call in inferences(component) if not call.path.endswith(".ipynb"))
    return own(component, (call for call in found if call.confidence is Confidence.VERIFIED or _is_named(call)))


def _is_named(call: InferenceCall) -> bool:
    return call.call.last.startswith("predict") and bool(MODEL_NAME.search(call.call.written.rpartition(".")[0]))


def likely(signs: Signs) -> Signs:
    """Return signs as those of what nothing was followed to."""
    return tuple(replace(sign, confidence=Confidence.LIKELY) for sign in signs)
