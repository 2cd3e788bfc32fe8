"""Does a piece of a component's code run where it can do harm, and not only on somebody's desk?"""

from seatrial.component import Component
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import Site
from seatrial.facts.reach.entry_points import Kind, entry_points, lost_starts
from seatrial.facts.reach.reach import reach
from seatrial.model import Archetype, Liveness
from seatrial.repo import Repo


def runs(component: Component, site: Site) -> bool:
    """Tell code that a deployment, CI or people start from examples, tests, notebooks and what nobody reaches.

    Of a library only what its users reach counts: its own scripts convert and release, and nobody deploys them.
    """
    known = reach(component.repo)
    if archetype(component).archetype is Archetype.LIBRARY:
        return known.is_live(site.path, site.scope)
    return known.is_run(site.path, site.scope)


def shown_to_users(repo: Repo, site: Site) -> bool:
    """Tell code of a package that is started by examples alone: they show whoever installs it how to do so."""
    packaged = any(one.kind in (Kind.LIBRARY, Kind.CONSOLE) for one in entry_points(repo))
    return packaged and site.counts and reach(repo).liveness(site.path, site.scope) is Liveness.EXAMPLE


def is_only_offered(repo: Repo, site: Site) -> bool:
    """Tell what runs for nobody but who imports a package that is deployed, by starts which could all be followed."""
    known = reach(repo)
    entry = known.entry(site.path, site.scope)
    offered = entry is not None and entry.kind is Kind.LIBRARY and not known.is_live(site.path, site.scope)
    return offered and not lost_starts(repo)
