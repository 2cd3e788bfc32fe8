"""What is a language model asked for here: does it write, and which files and pages get to it?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files, with_imports
from seatrial.facts.inference.inference import Runs
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.signs import PREPARES, inferences, pages
from seatrial.facts.web.endpoints import Door
from seatrial.model import Evidence


def prepares(call: Evidence) -> bool:
    """Tell a call that only turns texts into numbers, or orders them, from one that is answered."""
    return _is_called_to_prepare(call.what.rpartition(" ")[2])


@fact
def only_embeds(component: Component) -> bool:
    """Tell whether a provider is asked for numbers that stand for texts, and nothing here is seen to write any."""
    asked = [one for one in inferences(component) if one.runs is Runs.LLM]
    managed = any(door.door is Door.MANAGED for door in endpoints(component.repo))
    return bool(asked) and not managed and all(_is_called_to_prepare(one.call.written) for one in asked)


def _is_called_to_prepare(written: str) -> bool:
    return bool(PREPARES.search(".".join(written.rsplit(".", 2)[-2:])))


@fact
def behind_pages(component: Component) -> frozenset[str]:
    """Return the files of the pages, and all that they import."""
    return frozenset(path for page in pages(component) for path in with_imports(component.repo, page.place.path))


@fact
def files_that_ask(component: Component) -> frozenset[str]:
    """Return the files that ask a language model or look texts up for it, those that they import, or import them."""
    asking = {call.path for call in inferences(component) if call.runs in (Runs.LLM, Runs.RETRIEVAL)}
    known = imported_files(component.repo)
    above = {path for path, targets in known.items() if targets & asking}
    return frozenset(asking | above | {target for path in asking for target in known.get(path, frozenset())})
