"""Which pages show a model that is there before anybody comes, and not one that is fitted on what they are given?"""

from collections.abc import Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import with_imports
from seatrial.facts.inference.inference import Runs, inference_calls
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.product.parts import Part, part_of
from seatrial.facts.serving.asked_by_hand import answers_kept_by_hand, asked_by_hand
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.model import Evidence
from seatrial.repo import Repo


def shows_a_model(repo: Repo, page: Evidence) -> bool:
    """Tell a page that loads a model or asks a language model; what stands beside the product by its name is none."""
    return _shows(repo).get(page.place.path, False)


def asked_beside_pages(component: Component) -> bool:
    """Tell whether people start programs of their own that ask the model, beside the pages and what those import."""
    repo = component.repo
    asked = {one.place.path for one in (*asked_by_hand(component), *answers_kept_by_hand(component))}
    return bool(asked - with_imports(repo, *(page.place.path for page in ui_apps(repo))))


@fact
def _shows(repo: Repo) -> Mapping[str, bool]:
    talking = {call.path for call in inference_calls(repo) if call.runs is Runs.LLM}
    asking = talking | {load.path for load in model_loads(repo)}
    parts = {page.place.path: part_of(repo, page.place.path) for page in ui_apps(repo)}
    # an application of language models may put its agents together by their names, where imports cannot be followed
    sure = {path for path, part in parts.items() if talking and part <= Part.SHOWN}
    own = (path for path, part in parts.items() if part is not Part.BESIDE)
    return {path: path in sure or not asking.isdisjoint(with_imports(repo, path)) for path in own}
