"""Which pages show a model that is there before anybody comes, and not one that is fitted on what they are given?"""

from collections.abc import Mapping

from seatrial.facts import fact
from seatrial.facts.inference.inference import Runs, inference_calls
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.product.parts import Part, part_of
from seatrial.facts.reach.below import below
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.model import Evidence
from seatrial.read.code.python_record import MAIN
from seatrial.repo import Repo


def shows_a_model(repo: Repo, page: Evidence) -> bool:
    """Tell a page that loads a model or asks a language model; what stands beside the product by its name is none."""
    return _shows(repo).get(page.place.path, False)


@fact
def _shows(repo: Repo) -> Mapping[str, bool]:
    node = reach(repo).node
    asked = {node(call.path, call.scope) for call in inference_calls(repo) if call.runs is Runs.LLM}
    goals = asked | {node(load.path, load.scope) for load in model_loads(repo)}
    paths = {page.place.path for page in ui_apps(repo) if part_of(repo, page.place.path) is not Part.BESIDE}
    edges = reach(repo).edges
    return {path: not goals.isdisjoint(below(((path, ""), (path, MAIN)), edges)) for path in paths}
