"""Which function of a program that takes messages asks the model, where its consumer only hands them over?"""

from dataclasses import replace

from seatrial.facts.inference.inference_paths import InferencePath, inference_path
from seatrial.facts.reach.reach import reach
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Confidence, Place
from seatrial.repo import Repo


def asked_for_messages(repo: Repo, endpoint: Endpoint) -> tuple[Endpoint, InferencePath] | None:
    """Return the door of a consumer as the function that asks the model for it, and how the program gets there.

    An adapter that reads a queue, and a loop elsewhere in the same program that takes what it read to a model behind
    another adapter, are one service. Where something else than a program of its own reads, nothing is joined.
    """
    entry = reach(repo).entry(endpoint.handler_path, endpoint.handler) if endpoint.door is Door.QUEUE else None
    if entry is None or not (entry.main and entry.deployed):
        return None
    way = inference_path(repo, entry.path, "")
    if way is None:
        return None
    asks = way.call
    found = replace(
        endpoint,
        place=Place(asks.path, asks.place.line),
        what=f"{asks.scope or 'the module'} answers {endpoint.framework} requests",
        handler_path=asks.path,
        handler=asks.scope,
    )
    return found, replace(way, steps=way.steps[-1:], confidence=Confidence.LIKELY)
