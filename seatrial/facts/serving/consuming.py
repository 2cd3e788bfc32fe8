"""Who is answered: is a message handed to what asks a model, and does a door only fill or empty a store?"""

from dataclasses import replace

from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.inference_paths import InferencePath, inference_path, only_embeds
from seatrial.facts.reach.reach import reach
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Confidence, Place
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: What fills a store of embeddings, as its functions are called.
_FILLS = caseless(r"(?:^|[._])(?:load|ingest|index|re_?index|sync|upsert|populate|back_?fill|crawl)(?:_|$)")
_BY_EVENTS = frozenset({Door.FUNCTION, Door.QUEUE})


def only_keeps(endpoint: Endpoint, way: InferencePath) -> bool:
    """Tell a door by which a store of embeddings is filled or emptied, and nobody is answered.

    Whoever deletes a document has it looked up; a function that loads documents has them turned into numbers.
    """
    if endpoint.methods == ("DELETE",):
        return way.call.runs is not Runs.LLM
    return endpoint.door in _BY_EVENTS and only_embeds(way.call) and any(map(_FILLS.search, way.steps))


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
