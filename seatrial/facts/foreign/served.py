"""Which routes of programs in TypeScript, JavaScript and Go give a language model's answer?"""

from collections import deque

from seatrial.facts import fact
from seatrial.facts.foreign.asks import asks_by_path
from seatrial.facts.foreign.routes import ForeignRoute, foreign_routes
from seatrial.facts.foreign.spots import Spot, calls_of, leads_to, within
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.facts.inference.inference_paths import InferencePath
from seatrial.facts.serving.door_words import PROMISES
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.serving import Served
from seatrial.facts.web.health_paths import says_health
from seatrial.model import Confidence
from seatrial.repo import Repo

_FARTHEST = 7  #: functions between a route and a model
_WIDEST = 400  #: functions that are looked at for one route


@fact
def foreign_served(repo: Repo) -> tuple[Served, ...]:
    """Return the routes that get to a language model, by place."""
    found = []
    for route in foreign_routes(repo):
        if says_health(route.endpoint.url):
            continue
        if way := _way(repo, route):
            found.append(Served(route.endpoint, way, route.endpoint.confidence))
        elif _promises(repo, route):
            found.append(Served(route.endpoint, None, Confidence.LIKELY))
    return tuple(found)


def _promises(repo: Repo, route: ForeignRoute) -> bool:
    """Tell whether a path promises a model's answer, where the program asks models by ways that were not followed."""
    last = route.endpoint.url.rstrip("/").rpartition("/")[2]
    asked = route.endpoint.takes_body and bool(foreign(repo, Sign.LLM, Sign.MODEL))
    return asked and bool(PROMISES.search(f"/{last}")) and not last.startswith((":", "[", "{"))


def _way(repo: Repo, route: ForeignRoute) -> InferencePath | None:
    if not route.endpoint.handler_path or not asks_by_path(repo):
        return None
    start = route.handler
    waiting: deque[tuple[Spot, tuple[str, ...]]] = deque([(start, (start.scope or start.path,))])
    seen = {start}
    searched: InferencePath | None = None
    while waiting and len(seen) < _WIDEST:
        here, steps = waiting.popleft()
        for found in _calls_of_models(repo, here):
            way = InferencePath(found, steps, Confidence.VERIFIED)
            if found.runs is Runs.LLM:
                return way
            searched = searched or way
        for call in calls_of(repo, here) if len(steps) < _FARTHEST else ():
            for name in (call.name, *(item.name for item in call.args if item.kind == "name")):
                spot = leads_to(repo, here.path, call.scope, name)
                if spot and spot not in seen:
                    seen.add(spot)
                    waiting.append((spot, (*steps, spot.scope)))
    return searched


def _calls_of_models(repo: Repo, spot: Spot) -> list[InferenceCall]:
    return [one for one in asks_by_path(repo).get(spot.path, ()) if within(spot.scope, one.scope)]
