"""Which programs of the owner load a stored model and ask it, though nothing that is deployed starts them?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.folders import judges_or_tries
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.reach.below import below
from seatrial.facts.reach.reach import reach
from seatrial.facts.signs import inferences
from seatrial.facts.training.training import training_paths
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import MAIN, Call


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
        if call.runs is Runs.MODEL and call.path in loading - trained and not judges_or_tries(call.path)
    )
    return tuple(Evidence(call.place, call.what) for call in asked if not reach(repo).is_live(call.path, call.scope))


@fact
def answers_kept_by_hand(component: Component) -> tuple[Evidence, ...]:
    """Return the programs that people alone start, which ask a language model and write down what it says."""
    repo = component.repo
    asking = {(call.path, call.scope) for call in inferences(component) if call.runs is Runs.LLM}
    started = (one for one in own_code_of(component) if one.path in component.own and MAIN in _scopes(one))
    found = []
    for program in started:
        nodes = [(program.path, ""), (program.path, MAIN)]
        writes = any(call.last == "open" and _opens_to_write(call) for call in program.file.calls)
        if writes and not judges_or_tries(program.path) and not asking.isdisjoint(below(nodes, reach(repo).edges)):
            found.append(Evidence(Place(program.path), f"{program.path} asks a language model and keeps its answers"))
    return tuple(one for one in found if not reach(repo).is_live(one.place.path, ""))


def _scopes(program: Program) -> set[str]:
    return {call.scope for call in program.file.calls} | {one.scope for one in program.file.mentions}


def _opens_to_write(call: Call) -> bool:
    mode = call.argument(1, "mode")
    return mode is not None and mode.string.startswith(("w", "a"))
