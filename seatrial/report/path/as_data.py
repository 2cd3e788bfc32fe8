"""How is the production path told to programs?"""

import json
from collections.abc import Iterable

from seatrial.component import Component
from seatrial.facts.archetype import archetype
from seatrial.facts.reach.code_uses import code_uses
from seatrial.facts.reach.production_path import Start, Way, starts
from seatrial.model import Place
from seatrial.report.path.production_path import lost
from seatrial.report.printable import without_surrogates


def production_path_json(components: Iterable[Component]) -> str:
    """Return the path of each component as JSON: starts with their ways, the uses of code, and what is lost."""
    document = {"components": [_component(component) for component in components]}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _component(component: Component) -> dict[str, object]:
    return {
        "name": without_surrogates(component.name),
        "archetype": archetype(component).archetype,
        "starts": [_start(start) for start in starts(component)],
        "code": {use.liveness: {"files": use.files, "functions": use.functions} for use in code_uses(component)},
        "unresolved": [_placed(one.place, one.what) for one in lost(component)],
    }


def _start(start: Start) -> dict[str, object]:
    return {
        "entries": [{"kind": x.kind, "confidence": x.confidence, **_placed(x.place, x.what)} for x in start.entries],
        "files": len(start.files),
        "ways": [_way(way) for way in start.ways],
    }


def _way(way: Way) -> dict[str, object]:
    chain = [
        {"path": without_surrogates(stop.path), "line": stop.line, "scope": without_surrogates(stop.scope)}
        for stop in way.stops
    ]
    goal = way.goal
    return {"purpose": goal.purpose, "confidence": goal.confidence, "chain": chain, **_placed(goal.place, goal.what)}


def _placed(place: Place, what: str) -> dict[str, object]:
    return {"path": without_surrogates(place.path), "line": place.line, "what": without_surrogates(what)}
