"""Which code does an answer of the component come from: what lies behind its endpoints, and behind its jobs?"""

from collections import deque
from collections.abc import Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.programs import Site
from seatrial.facts.product.parts import part_of
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.web.endpoints import Endpoint
from seatrial.model import Evidence, as_evidence
from seatrial.repo import Repo, Role, role

_MOST = 6000  #: functions that are looked at


def _own_doors(component: Component) -> list[Endpoint]:
    """Return the component's own endpoints, but those that nothing starts where a deployment starts others."""
    repo = component.repo
    own = [item for item in component.of(endpoints(repo)) if item.handler_path]
    own = [item for item in own if role(repo, item.place.path) is Role.OWN]
    started = [item for item in own if part_of(repo, item.handler_path, item.handler).in_service]
    return [item for item in own if not _waits(repo, item)] if started else own


def _waits(repo: Repo, item: Endpoint) -> bool:
    """Tell an endpoint that nothing starts: at most a package offers its module to whoever imports it."""
    entry = reach(repo).entry(item.handler_path, item.handler)
    return entry is None or (entry.kind is Kind.LIBRARY and not entry.deployed)


@fact
def behind_endpoints(component: Component) -> Mapping[tuple[str, str], Evidence]:
    """Return every function, by file and qualified name, that an endpoint's handler gets to, with that endpoint.

    What is found by the name of a method alone counts too: a doubt is resolved in the owner's favour. Beside endpoints
    that a deployment starts those of an application that nobody starts, and that no other includes, answer nobody.
    """
    found: dict[tuple[str, str], Evidence] = {}
    for item in _own_doors(component):
        found.setdefault((item.handler_path, item.handler), as_evidence(item))
    waiting = deque(found)
    while waiting and len(found) < _MOST:
        here = waiting.popleft()
        for callee in callees(component.repo, *here):
            if (callee.path, callee.scope) not in found:
                found[callee.path, callee.scope] = found[here]
                waiting.append((callee.path, callee.scope))
    return found


def answers(component: Component, site: Site) -> bool:
    """Tell whether a piece of own code takes part in what is deployed: behind an endpoint, in a job, or started else.

    What a package only offers to whoever imports it is no part of a service that does not import it itself.
    """
    if not site.counts:
        return False
    known = reach(component.repo)
    entry = known.entry(site.path, site.scope)
    started = known.is_live(site.path, site.scope) and entry is not None and entry.kind is not Kind.LIBRARY
    return started or way_to(component, site) is not None


def takes_part(component: Component, site: Site) -> bool:
    """Tell whether a piece of own code runs with the service, as far as one can see: it answers, or anybody starts it.

    An application that people start by hand is one whose middlewares run too; what a package only offers is not.
    """
    if answers(component, site):
        return True
    entry = reach(component.repo).entry(site.path, site.scope)
    return site.counts and runs(component, site) and entry is not None and entry.kind is not Kind.LIBRARY


def way_to(component: Component, site: Site) -> Evidence | None:
    """Return the endpoint that gets to a piece of code, or the job that runs it; None when neither does."""
    scope = site.scope
    while scope:
        if way := behind_endpoints(component).get((site.path, scope)):
            return way
        scope = scope.rpartition(".")[0]
    entry = reach(component.repo).entry(site.path, site.scope)
    job = next((job for job in jobs_of(component) if entry is not None and job.entry == entry), None)
    return Evidence(job.place, job.entry.what) if job else None
