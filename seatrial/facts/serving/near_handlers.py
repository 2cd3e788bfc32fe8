"""Which functions does the handler of an endpoint get to, near and further on?"""

from collections.abc import Iterator

from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.serving.request_checks import fills_from_request
from seatrial.facts.web.endpoints import Endpoint
from seatrial.repo import Repo

_DEEPEST = 4  #: calls from a handler to the step that looks at the request
_WIDEST = 80  #: functions at one depth that are looked at


def of_its_class(repo: Repo, endpoint: Endpoint) -> Iterator[Node]:
    """Yield the methods that a handler shares its class with and calls: ``put_prompt`` for ``self.put_prompt()``."""
    owner = endpoint.handler.rpartition(".")[0]
    if owner and calls_in(repo, endpoint.handler_path, endpoint.handler):
        for callee in callees(repo, endpoint.handler_path, endpoint.handler):
            if callee.sure and callee.path == endpoint.handler_path and callee.scope.rpartition(".")[0] == owner:
                yield callee.path, callee.scope


def steps(repo: Repo, endpoint: Endpoint) -> Iterator[Node]:
    """Yield the functions further on that are handed the request itself, as the first stage of a pipeline is."""
    yield from (key for key in below(repo, endpoint) if any(map(fills_from_request, calls_in(repo, *key))))


def below(repo: Repo, endpoint: Endpoint) -> Iterator[Node]:
    """Yield the functions that a handler gets to, the nearest first."""
    waiting, seen = [(endpoint.handler_path, endpoint.handler)], {(endpoint.handler_path, endpoint.handler)}
    for _ in range(_DEEPEST):
        found = [(one.path, one.scope) for path, scope in waiting for one in callees(repo, path, scope)][:_WIDEST]
        waiting = [key for key in dict.fromkeys(found) if key not in seen]
        seen.update(waiting)
        yield from waiting


def near(repo: Repo, endpoint: Endpoint) -> Iterator[Node]:
    """Yield the handler, and the functions of the repository that it calls itself."""
    yield endpoint.handler_path, endpoint.handler
    if calls_in(repo, endpoint.handler_path, endpoint.handler):
        for callee in callees(repo, endpoint.handler_path, endpoint.handler):
            if callee.sure and "." not in callee.scope:
                yield callee.path, callee.scope
