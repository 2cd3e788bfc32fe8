"""What is a route of a program in TypeScript, JavaScript or Go, and which function answers it?"""

from seatrial.facts.foreign.routers import Before
from seatrial.facts.foreign.spots import Spot, leads_to
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class ForeignRoute:
    """One route with what a request passes on its way to the handler."""

    endpoint: Endpoint
    before: tuple[Before, ...]

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.endpoint.place

    @property
    def what(self) -> str:
        """What it answers."""
        return self.endpoint.what

    @property
    def confidence(self) -> Confidence:
        """Whether what it is declared on was seen to be a framework's."""
        return self.endpoint.confidence

    @property
    def handler(self) -> Spot:
        """Return the function that answers."""
        return Spot(self.endpoint.handler_path, self.endpoint.handler)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a declaration of a route says, before its handler is looked up."""

    place: Place
    scope: str
    framework: str
    url: str
    methods: tuple[str, ...]
    handler: Value | None
    before: tuple[Before, ...]
    confidence: Confidence = Confidence.VERIFIED
    door: Door = Door.HTTP


def route_of(repo: Repo, declared: Declared) -> ForeignRoute:
    """Return the route that is declared, with the function behind it where that is the owner's."""
    spot = spot_of(repo, declared.place.path, declared.scope, declared.handler)
    named = spot.scope if spot and "fn@" not in spot.scope else ""
    by = f", answered by {named}" if named and named.rpartition(".")[2] not in declared.methods else ""
    what = f"{'/'.join(declared.methods) or 'any'} {declared.url or '/'} in {declared.framework}{by}"
    path, inner = (spot.path, spot.scope) if spot else ("", "")
    end = Endpoint(
        declared.place,
        what,
        declared.door,
        declared.framework,
        declared.url or "/",
        declared.methods,
        path,
        inner,
        "",
        declared.confidence,
    )
    return ForeignRoute(end, declared.before)


def spot_of(repo: Repo, path: str, scope: str, handler: Value | None) -> Spot | None:
    """Return the function behind a handler, through what wraps it: ``withAuth(ask)``."""
    if handler is None:
        return None
    if handler.kind == "lambda" and handler.name:
        return Spot(path, handler.name)
    for item in handler.items if handler.kind == "call" else ():
        if found := spot_of(repo, path, scope, item):
            return found
    return leads_to(repo, path, scope, handler.name or handler.text)
