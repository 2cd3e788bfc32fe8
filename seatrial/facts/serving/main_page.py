"""Which of several pages for people would their owner name?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import with_imports
from seatrial.facts.inference.inference import inference_by_path
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import rank_of
from seatrial.facts.signs import pages
from seatrial.model import Evidence


@fact
def main_page(component: Component) -> Evidence | None:
    """Return the page that its owner would name: one that is started, leads to a model, lies at the top.

    What draws while it trains is no page to answer on, and an example is nobody's page.
    """
    repo = component.repo
    asking = frozenset(inference_by_path(repo))
    trains = {one.site.path for one in own_trainings(component)}

    def rank(page: Evidence) -> tuple[object, ...]:
        path = page.place.path
        leads = bool(asking & with_imports(repo, path))
        return rank_of(repo, path), path in trains, not leads, path.count("/"), path

    return min(pages(component), key=rank, default=None)
