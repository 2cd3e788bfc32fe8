"""Which routes do programs in TypeScript, JavaScript and Go answer, by which function, and what stands before it?"""

from seatrial.facts import fact
from seatrial.facts.foreign.called_routes import bare_servers, called_routes
from seatrial.facts.foreign.function_routes import function_routes
from seatrial.facts.foreign.nest_routes import nest_routes
from seatrial.facts.foreign.placed_routes import placed_routes
from seatrial.facts.foreign.procedure_routes import procedure_routes
from seatrial.facts.foreign.programs import followed
from seatrial.facts.foreign.route import ForeignRoute
from seatrial.repo import Repo


@fact
def foreign_routes(repo: Repo) -> tuple[ForeignRoute, ...]:
    """Return the routes of the programs that were read, by place."""
    found = [
        route
        for file in followed(repo)
        for route in (
            *called_routes(repo, file),
            *nest_routes(repo, file),
            *placed_routes(repo, file),
            *procedure_routes(repo, file),
            *function_routes(repo, file),
            *bare_servers(repo, file),
        )
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda route: (route.place, route.endpoint.url)))


__all__ = ["ForeignRoute", "foreign_routes"]
