"""Which programs of the owner load a stored model and ask it, though nothing that is deployed starts them?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.folders import TRIES, judges
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.reach.reach import reach
from seatrial.facts.signs import inferences
from seatrial.facts.training.training import training_paths
from seatrial.model import Evidence


@fact
def asked_by_hand(component: Component) -> tuple[Evidence, ...]:
    """Return calls that ask a model which their file loads, where people alone start it.

    Files that train the model, judge it or try it out are none: what they are told goes nowhere.
    """
    repo = component.repo
    loading, trained = {load.path for load in model_loads(repo)}, training_paths(repo)
    asked = (
        call
        for call in inferences(component)
        if call.runs is Runs.MODEL and call.path in loading - trained and not _tries(call.path)
    )
    return tuple(Evidence(call.place, call.what) for call in asked if not reach(repo).is_live(call.path, call.scope))


def _tries(path: str) -> bool:
    return judges(path) or bool(TRIES.search(path))
