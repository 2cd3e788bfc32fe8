"""Which routes of programs in TypeScript, JavaScript and Go say how the service is, and do they look at anything?"""

from seatrial.facts import fact
from seatrial.facts.foreign.routes import ForeignRoute, foreign_routes
from seatrial.facts.foreign.spots import calls_of, leads_to
from seatrial.facts.serving.watch.health_route import HealthRoute
from seatrial.facts.web.health_paths import says_health
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Calls that only build an answer.
_PLAIN = caseless(
    r"(?:^|\.)(?:json|send|status|end|text|string|code|now|date|tostring|toisostring|uptime|memoryusage|get|set|header"
    r"|write(?:header|string)?|h|map|encode|newencoder|fprint\w*|println|log|info|debug|response|sendstatus|since|format|ok"
    r"|sendstring|nocontent|m)$"
)


@fact
def foreign_health_routes(repo: Repo) -> tuple[HealthRoute, ...]:
    """Return the routes without parameters that are called as health routes are."""
    found = (route for route in foreign_routes(repo) if _is_health(route))
    return tuple(HealthRoute(route.endpoint, _looks(repo, route)) for route in found)


def _is_health(route: ForeignRoute) -> bool:
    door = route.endpoint
    readable = not door.methods or "GET" in door.methods
    return readable and says_health(door.url) and not any(mark in door.url for mark in ":[{*")


def _looks(repo: Repo, route: ForeignRoute) -> bool:
    """Tell whether a handler asks anything but its own answer."""
    if not route.endpoint.handler_path:
        return False
    spot = route.handler
    for call in calls_of(repo, spot):
        if leads_to(repo, spot.path, call.scope, call.name) or not _PLAIN.search(call.name or call.written):
            return True
    return False
